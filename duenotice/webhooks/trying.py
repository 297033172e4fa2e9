"""What an answer, or none, means: for what was told, and for its endpoint; and when it is tried again."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from duenotice.webhooks.models import PausedBy

# From the first try on, so long is one thing told again; and so long may an endpoint take nothing before it is paused.
PATIENCE = timedelta(hours=24)
FIRST, LONGEST = timedelta(seconds=5), timedelta(hours=1)
# Statuses by which a receiver refuses what this one says: no other thing would be refused for that.
ABOUT_THIS_ONE = frozenset({400, 409, 413, 422})
GONE = 410


@dataclass(frozen=True)
class Heard:
    """What came of one try. `status` is HTTP's, None where no answer came; `code` says why then, and is empty for an answer.

    `at` is when the try began, `ms` how long it took; `wait` is how long the receiver asked to be left alone, in seconds.
    """

    at: datetime
    ms: int
    status: int | None = None
    code: str = ""
    wait: float | None = None

    @property
    def delivered(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def about_this_one(self) -> bool:
        """Only this one was refused: the endpoint itself is well, and others about other records go on."""
        return self.status in ABOUT_THIS_ONE

    def said(self) -> dict[str, object]:
        """As the log keeps it."""
        return {"at": self.at.isoformat(), "status": self.status, "ms": self.ms, "code": self.code}


def pause_before(again: int, asked: float | None = None) -> timedelta:
    """How long to wait before the try after `again` failed ones: doubled each time, up to LONGEST, of which chance takes up to a half.

    A receiver's own wish (Retry-After) counts where it is longer, up to LONGEST.
    """
    longest: timedelta = min(LONGEST, FIRST * 2 ** min(again - 1, 20))
    chosen = longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, guards nothing
    return max(chosen, min(LONGEST, timedelta(seconds=asked or 0)))


def given_up(first_at: datetime | None, now: datetime) -> bool:
    """Was it told in vain for long enough?"""
    return first_at is not None and now - first_at >= PATIENCE


def pauses(heard: Heard, failing_since: datetime | None, now: datetime) -> PausedBy | None:
    """Why the endpoint is told nothing more after this failure; None where it is tried again."""
    if heard.status == GONE:
        return PausedBy.GONE
    return PausedBy.FAILING if given_up(failing_since, now) else None
