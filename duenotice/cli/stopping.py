"""Ctrl-C, SIGTERM and SIGHUP for the supervisor: all three are a KeyboardInterrupt, and none is lost."""

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked = False


def listen() -> None:
    """From now on each of the signals raises KeyboardInterrupt, and is remembered for `heed`."""
    for number in SIGNALS:
        signal.signal(number, _hear)


def heed() -> None:
    """Raises KeyboardInterrupt where a signal came before and was not noticed.

    Python drops what is raised in the hooks that run around a fork, and in finalisers; so whoever has just started a child calls this.
    """
    if _asked:
        raise KeyboardInterrupt


def close_ears() -> None:
    """Ignores them: stopping is under way, and bounded in time."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _hear(_number: int, _frame: FrameType | None) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt
