"""Finding events: the list with its search, and the days of the calendar."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Lower, RowNumber
from django.db.models.lookups import Contains

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.clients.search import named, referenced
from duenotice.db.paging import Cursor, Page, page_by_cursor
from duenotice.events.models import Attendance, Event
from duenotice.lifecycle.states import LIVE, shown

# The moments of a local day's events lie at most this far from its midnight in UTC, whatever the zone.
WIDEST = timedelta(days=2)


@dataclass(frozen=True)
class EventSearch:
    """What the Search Events form asks for; what is empty does not count. The days are the court's own, both inclusive."""

    text: str = ""
    first: date | None = None
    last: date | None = None
    status_id: UUID | None = None
    archived: bool = False
    trashed: bool = False
    # Without it, names of clients find nothing.
    by_client: bool = True


@dataclass(frozen=True)
class Day:
    """One day of the calendar: its first events by time, and how many more it has."""

    date: date
    events: list[Event]
    more: int = 0


def find_events(agency: Agency, wanted: EventSearch, cursor: Cursor) -> Page[Event]:
    """One page of the events that meet everything asked for, the earliest first."""
    rows = events_wanted(agency, wanted)
    return page_by_cursor(rows.select_related("status"), agency_id=agency.id, order=["starts_at", "id"], cursor=cursor)


def events_wanted(agency: Agency, wanted: EventSearch) -> QuerySet[Event]:
    """The events that meet everything asked for, in no order."""
    rows = Event.objects.filter(shown(archived=wanted.archived, trashed=wanted.trashed), agency_id=agency.id)
    if wanted.text.strip():
        rows = rows.filter(id__in=_matching(agency, wanted.text, by_client=wanted.by_client))
    if wanted.first:
        rows = rows.filter(date__gte=wanted.first)
    if wanted.last:
        rows = rows.filter(date__lte=wanted.last)
    if wanted.status_id:
        rows = rows.filter(status_id=wanted.status_id)
    return rows


def days(agency: Agency, first: date, last: date, *, most: int) -> list[Day]:
    """Every day from `first` to `last`, each with at most `most` of its live events."""
    found = (
        _between(agency, first, last)
        .annotate(nth=Window(RowNumber(), partition_by="date", order_by=["time", "id"]), of=Window(Count("id"), partition_by="date"))
        .filter(nth__lte=most)
        .order_by("date", "time", "id")
    )
    by_date: dict[date, list[Event]] = {}
    counts: dict[date, int] = {}
    for event in found:
        by_date.setdefault(event.date, []).append(event)
        counts[event.date] = event.of
    every = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [Day(day, by_date.get(day, []), counts.get(day, 0) - len(by_date.get(day, []))) for day in every]


def _between(agency: Agency, first: date, last: date) -> QuerySet[Event]:
    """Live events of the days; bounded by `starts_at` as well, which has the index."""
    near = Q(starts_at__range=(_midnight(first) - WIDEST, _midnight(last) + WIDEST))
    return Event.objects.filter(LIVE, near, agency_id=agency.id, date__range=(first, last)).select_related("status")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _matching(agency: Agency, text: str, *, by_client: bool) -> QuerySet[Event, Any]:
    """The ways in which an event can match: by its reference, type or case number, or by a client. Each is sought by itself."""
    typed = text.strip().lower()
    mine = Event.objects.filter(agency_id=agency.id).order_by()
    arms = [mine.filter(Contains(Lower(F(name)), typed)).values("id") for name in ("reference", "case_number", "type")]
    if by_client:
        clients = Client.objects.filter(named(text) | referenced(text), agency_id=agency.id)
        attending = Attendance.objects.filter(agency_id=agency.id, client_id__in=clients.values("id"))
        arms.append(mine.filter(id__in=attending.values("event_id")).values("id"))
    return arms[0].union(*arms[1:])
