"""When do archived and trashed records move on? (L4) The one rule, for the nightly duty and for every screen that shows the day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duenotice.lifecycle.states import Lifecycled, State


@dataclass(frozen=True)
class Fate:
    """What happens to a record by itself, and on which local day: to TRASHED, or, with `purged`, for good."""

    day: date
    purged: bool


def fate(record: Lifecycled, *, trash_after: int | None, delete_after: int | None, zone: ZoneInfo) -> Fate | None:
    """None where nothing happens by itself: the record is live, or the agency has that switched off (None days)."""
    if record.state is State.TRASHED and delete_after is not None and record.trashed_at:
        return Fate(_day(record.trashed_at, delete_after, zone), purged=True)
    if record.state is State.ARCHIVED and trash_after is not None and record.archived_at:
        return Fate(_day(record.archived_at, trash_after, zone), purged=False)
    return None


def due_before(now: datetime, days: int, zone: ZoneInfo) -> datetime:
    """What was archived or trashed before this moment has come to its day by `now`; the same rule, for a whole table at once."""
    last = now.astimezone(zone).date() - timedelta(days=days)
    return datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC)


def _day(since: datetime, days: int, zone: ZoneInfo) -> date:
    return since.astimezone(zone).date() + timedelta(days=days)
