"""What the tests of the running product share."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.database import FOLDER

Start = Callable[..., subprocess.Popen[str]]


@contextmanager
def a_data_folder() -> Iterator[Path]:
    """Not pytest's tmp_path: that lies below a folder that is closed to PostgreSQL's user where root runs the tests."""
    folder = Path(tempfile.mkdtemp(prefix="duenotice-data-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_folder() -> Generator[Path]:
    with a_data_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def demo_before() -> Path:
    """The data folder of a demo that was started once and stopped in order; one for all processes of a test run."""
    folder = Path(os.environ[FOLDER]) / "demo"
    with folder.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir(mode=0o711)
            with started(folder) as begin:
                ready(begin("demo", "--port", "0", "--json"))
    return folder


def settle(folder: Path, demo_before: Path) -> Path:
    copy = ["cp", "--archive", *(str(path) for path in demo_before.iterdir() if path.name != "static")]
    subprocess.run([*copy, str(folder)], check=True)
    (folder / "static").symlink_to(demo_before / "static")
    return folder


@pytest.fixture
def settled(data_folder: Path, demo_before: Path) -> Path:
    """The data folder as after a first demo, so that the next one needs to make nothing."""
    return settle(data_folder, demo_before)


@pytest.fixture
def start(data_folder: Path) -> Generator[Start]:
    with started(data_folder) as begin:
        yield begin


def hear_ctrl_c() -> None:
    """What a shell starts in the background, and its children, ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def started(folder: Path) -> Iterator[Start]:
    """Starts `duenotice WORDS` on the folder, with none of the test session's settings; what it started is asked to stop at the end."""
    begun = []

    def begin(*words: str, **settings: str) -> subprocess.Popen[str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DUENOTICE_", "DATABASE_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, "-m", "duenotice", *words],
            env={**inherited, "DUENOTICE_DATA_DIR": str(folder), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=hear_ctrl_c,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.terminate()
    for process in begun:
        process.communicate(timeout=120)


def ready(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a demo told on standard output once it was ready."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    told: dict[str, Any] = json.loads(line)
    return told


def left_of(folder: Path) -> list[psutil.Process]:
    """Processes that still work with the data folder, by their command line, environment or working folder."""
    return [process for process in psutil.process_iter() if process.pid != os.getpid() and _belongs(process, str(folder))]


def _belongs(process: psutil.Process, folder: str) -> bool:
    try:
        words = [*process.cmdline(), process.cwd(), process.environ().get("DUENOTICE_DATA_DIR", "")]
        return process.status() != psutil.STATUS_ZOMBIE and any(folder in word for word in words)
    except psutil.Error:
        return False


def part(folder: Path, word: str) -> psutil.Process:
    """The child of the supervisor whose command line ends in a folder or command named `word`."""
    found = [process for process in left_of(folder) if any(argument.endswith(word) for argument in process.cmdline())]
    return min(found, key=lambda process: process.pid)


def wait_until_nothing_is_left_of(folder: Path) -> None:
    deadline = time.monotonic() + 120
    while left := left_of(folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
