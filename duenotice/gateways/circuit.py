"""Is a gateway well enough to be handed messages, and how many? Opens after failures in a row, and closes little by little."""

import time
from collections.abc import Callable

from duenotice.gateways.protocol import Answer, Kind, Refused, Unknown

# In a row; a carrier that throttles for a moment, or a few phones that are off, are not a carrier that is down.
FAILURES = 10
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 300.0
# The share of the traffic that comes back at first, doubled after every so many good answers.
FIRST_SHARE, GOOD_ANSWERS = 0.05, 5


class Circuit:
    """One gateway's, in one worker. Times are seconds of a monotonic clock."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._pause = 0.0
        self._opened_at: float | None = None
        self._good = 0

    @property
    def share(self) -> float:
        """How much of its traffic it gets now: all, none, or a part that grows."""
        if self._opened_at is None:
            return 1.0
        if self._clock() - self._opened_at < self._pause:
            return 0.0
        return min(1.0, FIRST_SHARE * 2.0 ** (self._good // GOOD_ANSWERS))

    def heard(self, answer: Answer) -> None:
        """Learn from how a call ended."""
        if not failed(answer):
            self._failures = 0
            self._recover()
        elif self._opened_at is None:
            self._failures += 1
            if self._failures >= FAILURES:
                self._open()
        elif self.share:
            self._open()

    def _recover(self) -> None:
        if self._opened_at is None or not self.share:
            return
        self._good += 1
        if self.share >= 1.0:
            self._opened_at, self._pause = None, 0.0

    def _open(self) -> None:
        self._pause = min(self._pause * 2 or FIRST_PAUSE, LONGEST_PAUSE)
        self._opened_at, self._good, self._failures = self._clock(), 0, 0


def failed(answer: Answer) -> bool:
    """Whether the gateway itself is at fault. A limit that is used up, or a bad number, says nothing of its health."""
    return isinstance(answer, Unknown) or (isinstance(answer, Refused) and answer.kind is Kind.RETRY)
