"""What asks the supervisor to stop is heard at any moment."""

import os
import signal
from collections.abc import Callable, Generator

import pytest

from duenotice.cli import programs, stopping

SendBeforeFork = Callable[[signal.Signals], None]


@pytest.fixture
def send_before_fork() -> Generator[SendBeforeFork]:
    """A signal that arrives while Python prepares a fork, where what a handler raises is dropped."""
    due: list[signal.Signals] = []
    os.register_at_fork(before=lambda: due and os.kill(os.getpid(), due.pop()))
    kept = [signal.getsignal(number) for number in stopping.SIGNALS]
    yield due.append
    for number, handler in zip(stopping.SIGNALS, kept, strict=True):
        signal.signal(number, handler)


@pytest.mark.parametrize("number", stopping.SIGNALS)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_signal_during_a_fork_is_not_lost(
    send_before_fork: SendBeforeFork, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(stopping, "_asked", False)
    stopping.listen()
    send_before_fork(number)
    step = programs.begin(["--version"], os.environ)
    try:
        with pytest.raises(KeyboardInterrupt):
            programs.finish(step)
    finally:
        step.communicate()
