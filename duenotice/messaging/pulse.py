"""How sending fares at one agency right now: is it paused, does a worker live, is anything late, is anything unread."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql

LATE_AFTER = timedelta(minutes=5)
SILENT_AFTER = timedelta(minutes=2)
# Where counting what waits for approval ends; as in pulse.sql.
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Pulse:
    """Times are UTC. `unread` is at most 100, which then means 100 or more; `unapproved` waits for a person's approval, at most 10,000.

    `sync_stands`: a sync after a change of flows is paused or has failed, and what it covers waits. `trouble` is a sender and what its
    carrier has against it.
    """

    installation_paused: bool
    agency_paused: bool
    worker_heard_at: datetime | None
    oldest_due_at: datetime | None
    unread: int
    unapproved: int = 0
    sync_stands: bool = False
    trouble: tuple[str, str] | None = None

    def worker_silent(self, now: datetime) -> bool:
        return self.worker_heard_at is None or now - self.worker_heard_at > SILENT_AFTER

    def late(self, now: datetime) -> bool:
        return self.oldest_due_at is not None and now - self.oldest_due_at > LATE_AFTER


def pulse(agency: Agency) -> Pulse:
    """One statement; cheap enough for every page."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "pulse"), {"agency": agency.id})
        paused, heard, oldest, unread, unapproved, stands, trouble = cursor.fetchone() or (None, None, None, 0, 0, False, None)
    return Pulse(
        installation_paused=bool(paused),
        agency_paused=agency.sending_paused_at is not None,
        worker_heard_at=heard,
        oldest_due_at=oldest,
        unread=unread,
        unapproved=unapproved,
        sync_stands=stands,
        trouble=(trouble[0], trouble[1]) if trouble else None,
    )


@dataclass(frozen=True)
class Health:
    """How sending fares in the whole installation. Ages are in seconds; None where there is no worker, or nothing due."""

    paused: bool
    worker_heard_ago: float | None
    oldest_due_for: float | None

    @property
    def well(self) -> bool:
        heard, due = self.worker_heard_ago, self.oldest_due_for
        silent = heard is None or heard > SILENT_AFTER.total_seconds()
        return not silent and (self.paused or due is None or due <= LATE_AFTER.total_seconds())


def health(now: datetime) -> Health:
    """For monitors. Raises DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "health"), {"now": now})
        paused, heard, oldest = cursor.fetchone() or (False, None, None)
    return Health(paused, *((now - moment).total_seconds() if moment else None for moment in (heard, oldest)))
