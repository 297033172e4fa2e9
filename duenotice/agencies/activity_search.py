"""Finding what happened in an agency (P6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from duenotice.agencies.models import Activity
from duenotice.db.paging import SIZE, Cursor, Page, page_by_cursor


@dataclass(frozen=True)
class ActivitySearch:
    """What the filters ask for; what is empty does not count. `since` is inclusive, `until` is not."""

    actor_kind: str = ""
    actor_id: UUID | None = None
    verb: str = ""
    kind: str = ""
    record: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def find_activity(agency_id: UUID, wanted: ActivitySearch, cursor: Cursor, *, size: int = SIZE) -> Page[Activity]:
    """One page of what meets everything asked for, the newest first."""
    return page_by_cursor(_filtered(agency_id, wanted), agency_id=agency_id, order=["-id"], cursor=cursor, size=size)


def every_activity(agency_id: UUID, wanted: ActivitySearch, *, at_a_time: int = 1000) -> Iterator[list[Activity]]:
    """All that meets everything asked for, the newest first, page by page."""
    page = find_activity(agency_id, wanted, Cursor(), size=at_a_time)
    yield page.rows
    while page.after:
        page = find_activity(agency_id, wanted, Cursor(after=page.after), size=at_a_time)
        yield page.rows


def _filtered(agency_id: UUID, wanted: ActivitySearch) -> QuerySet[Activity]:
    asked = {
        "actor_kind": wanted.actor_kind,
        "actor_id": wanted.actor_id,
        "verb": wanted.verb,
        "record_kind": wanted.kind,
        "record_id": wanted.record,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return Activity.objects.filter(agency_id=agency_id, **{name: value for name, value in asked.items() if value})
