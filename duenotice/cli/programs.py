"""Child programs of the supervisor: started, watched, started again, stopped in order."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Protocol

from duenotice.cli import stopping
from duenotice.lib.children import end_with_parent

log = logging.getLogger("duenotice")
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a program that ended is started again; doubled each time
SETTLED = 60.0  # seconds after which a program counts as running well


class Failed(Exception):
    """A step of the start went wrong; its output says why."""


class Part(Protocol):
    """What can be watched: a program, or the embedded server."""

    name: str

    def start(self) -> None: ...
    def alive(self) -> bool: ...
    def stop(self) -> None: ...


@dataclass
class Program:
    """A `duenotice` command as a child. Its output goes to the file `output`, or to ours."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    output: Path | None
    patience: float  # seconds it is given to stop by itself
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """In a process group of its own: Ctrl-C reaches it through us, in its turn, and its own children can be ended with it."""
        self._end()
        with (self.output or Path(os.devnull)).open("ab") as file:
            self.process = subprocess.Popen(  # noqa: S603
                command(*self.command),
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=file if self.output else sys.stderr,
                stderr=file if self.output else sys.stderr,
                process_group=0,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )

    def alive(self) -> bool:
        """Without reaping it: so its number, which is also its group's, stays its own until `_end`."""
        return self.process is not None and os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def stop(self) -> None:
        """Asks it to stop, waits, then ends whatever is left of its group."""
        if self.process is not None:
            os.kill(self.process.pid, signal.SIGTERM)
            deadline = time.monotonic() + self.patience
            while self.alive() and time.monotonic() < deadline:
                time.sleep(0.02)
        self._end()

    def _end(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass
class Watched:
    """A part, and when it may be started again."""

    part: Part
    since: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE
    due: float | None = None

    def look(self, now: float) -> None:
        """One glance; `now` is the monotonic clock."""
        if self.part.alive():
            if now - self.since > SETTLED:
                self.pause = FIRST_PAUSE
        elif self.due is None:
            log.error("%s ended; starting it again in %.1f s", self.part.name, self.pause)
            self.due, self.pause = now + self.pause, min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due:
            self.due, self.since = None, now
            self._revive()

    def _revive(self) -> None:
        try:
            self.part.start()
        except Exception:
            log.exception("%s could not be started", self.part.name)


def command(*words: str) -> list[str]:
    """A `duenotice` command line, run by this Python."""
    return [sys.executable, "-m", "duenotice", *words]


def watch(parts: Sequence[Part]) -> NoReturn:
    """Keeps the parts running until a signal ends it."""
    watched = [Watched(part) for part in parts]
    while True:
        for one in watched:
            one.look(time.monotonic())
        stopping.heed()
        time.sleep(0.2)


def begin(words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """A step of the start, as a child whose output `finish` returns."""
    return subprocess.Popen(  # noqa: S603
        command(*words),
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=end_with_parent(signal.SIGTERM),
    )


def finish(step: subprocess.Popen[str]) -> str:
    """Waits for the step; what it printed. Raises Failed with its error output."""
    stopping.heed()
    printed, errors = step.communicate()
    if step.returncode:
        raise Failed(f"`duenotice {' '.join(list(step.args)[3:])}` failed.\n{errors.strip()}")  # type: ignore[arg-type]
    return printed
