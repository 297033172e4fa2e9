"""What the tests of the running product share."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator
from pathlib import Path

import psutil
import pytest

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def data_folder() -> Generator[Path]:
    """Not pytest's tmp_path: that lies below a folder that is closed to PostgreSQL's user where root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="duenotice-data-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start(data_folder: Path) -> Generator[Start]:
    """Starts `duenotice WORDS` on the data folder, with none of the test session's settings."""
    begun = []

    def begin(*words: str, **settings: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DUENOTICE_", "DATABASE_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "duenotice", *words],
            env={**inherited, "DUENOTICE_DATA_DIR": str(data_folder), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.terminate()
    for process in begun:
        process.communicate(timeout=60)


def left_of(folder: Path) -> list[psutil.Process]:
    """Processes that still work with the data folder, by their command line, environment or working folder."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _belongs(process, str(folder))]


def _belongs(process: psutil.Process, folder: str) -> bool:
    try:
        words = [*process.cmdline(), process.cwd(), process.environ().get("DUENOTICE_DATA_DIR", "")]
        return process.status() != psutil.STATUS_ZOMBIE and any(folder in word for word in words)
    except psutil.Error:
        return False


def wait_until_nothing_is_left_of(folder: Path) -> None:
    deadline = time.monotonic() + 30
    while left := left_of(folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
