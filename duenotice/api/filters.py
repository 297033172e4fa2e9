"""What lists of several resources can be narrowed by."""

from datetime import datetime, time
from typing import Annotated, Any, TypeVar

from django.db.models import F, Model, Q, QuerySet
from pydantic import Field

from duenotice.agencies.models import Activity
from duenotice.api.calls import ApiRequest
from duenotice.api.fields import Day, Given, Line200, iso
from duenotice.api.operation import Answer, Record
from duenotice.api.paging import Found, Listing, link, page
from duenotice.lib.local_time import NoSuchTime, local_moment
from duenotice.lifecycle.states import shown

Row = TypeVar("Row", bound=Model)


class Search(Listing):
    """What most lists can be narrowed by. Empty means not at all."""

    search: Annotated[Line200 | None, Field(description="Names, references, phones, emails, in part.")] = None
    client: Annotated[Line200 | None, Field(description="A client's uuid or reference.")] = None
    contact: Annotated[Line200 | None, Field(description="A phone in any format, or an email.")] = None
    from_date: Annotated[Day | None, Field(description="The first day, in the agency's time zone.")] = None
    to_date: Annotated[Day | None, Field(description="The last day, in the agency's time zone.")] = None


class OfClient(Given):
    """For what is made for a client: said in the query as well as in the body."""

    client: Annotated[Line200 | None, Field(description="A client's uuid or reference; also in the body.")] = None


class States(Search):
    """For records that can be archived and trashed."""

    archived: Annotated[bool, Field(description="Archived ones too.")] = False
    trashed: Annotated[bool, Field(description="Trashed ones too.")] = False


def in_state(rows: QuerySet[Row], query: States) -> QuerySet[Row]:
    """The live ones and those asked for besides; all of them where somebody follows changes."""
    return rows if query.updated_since else rows.filter(shown(archived=query.archived, trashed=query.trashed))


def of_days(rows: QuerySet[Row], request: ApiRequest, query: Search, moment: str) -> QuerySet[Row]:
    """Those whose `moment` lies on the days asked for."""
    zone = request.agency.time_zone
    if query.from_date:
        rows = rows.filter(**{f"{moment}__gte": _start(query.from_date, zone)})
    if query.to_date:
        rows = rows.filter(**{f"{moment}__lt": _end(query.to_date, zone)})
    return rows


def _start(day: Any, zone: str) -> datetime:
    try:
        return local_moment(day, time(), zone)
    except NoSuchTime as error:
        return local_moment(day, error.first_after.time(), zone)


def _end(day: Any, zone: str) -> datetime:
    """The last microsecond counts: no list is kept finer than that."""
    try:
        return local_moment(day, time.max, zone)
    except NoSuchTime:
        return local_moment(day, time(23, 0), zone)


def found_page(rows: QuerySet[Row], order: list[str], query: Listing, *, changed: Any = "updated_at") -> Found[Row]:
    """One page in `order`; by the time of their last change, where somebody follows changes."""
    if query.updated_since is None:
        return page(rows, order, query)
    moment = F(changed) if isinstance(changed, str) else changed
    followed: QuerySet[Row] = rows.annotate(changed_at=moment).filter(changed_at__gte=query.updated_since)  # type: ignore[assignment]
    return page(followed, ["changed_at", "id"], query)


def listed(request: ApiRequest, query: Listing, found: Found[Any], records: list[Record], kind: str) -> Answer:
    """The page as a bare array. Where somebody follows changes, what is trashed or purged is a tombstone."""
    if query.updated_since:
        records = [_tombstone(one) if one.get("trashed_at") else one for one in records]
        records = sorted([*records, *_purged(request, kind, query, found)], key=lambda one: one["updated_at"])
    return Answer(records, headers=link(request, found.next))


def _tombstone(record: Record) -> Record:
    return {"uuid": record["uuid"], "updated_at": record["updated_at"], "deleted": True}


def _purged(request: ApiRequest, kind: str, query: Listing, found: Found[Any]) -> list[Record]:
    """Tombstones of what was purged between the first and the last change of this page."""
    gone = Q(agency_id=request.agency.id, verb="purged", record_kind=kind, at__gte=query.updated_since)
    if query.cursor and found.rows:
        gone &= Q(at__gte=found.rows[0].changed_at)
    if found.next:
        gone &= Q(at__lt=found.rows[-1].changed_at)
    rows = Activity.objects.filter(gone).order_by("at", "id").values_list("record_id", "at")
    return [{"uuid": str(id), "updated_at": iso(at), "deleted": True} for id, at in rows]
