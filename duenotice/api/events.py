"""Court events."""

from typing import Annotated, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.db.models.lookups import Contains
from ninja import Query
from pydantic import ConfigDict, Field

from duenotice.actions.attendance import add_clients
from duenotice.actions.events import create_event as make_event
from duenotice.actions.events import save_event
from duenotice.actions.lifecycle import trash
from duenotice.api.calls import ApiRequest
from duenotice.api.event_lists import flow_called, location_called, status_called
from duenotice.api.event_records import EventOut, event_record, event_records
from duenotice.api.fields import Clock, Day, Given, Line60, Line100, Line200, Lines
from duenotice.api.filters import OfClient, States, found_page, in_state, listed
from duenotice.api.find import client_named, clients_keyed, clients_with_address, event_at
from duenotice.api.operation import Answer, Record, operation
from duenotice.clients.models import Client
from duenotice.clients.search import named, referenced
from duenotice.events.models import Attendance, Event

COLUMNS = {"event_reference": "reference"}


class EventChanges(Given):
    """What can be said of an event; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"date": "12/02/2026", "time": "10:00"}})
    event_reference: Line60 | None = None
    date: Day | None = None
    time: Clock | None = None
    description: Line200 | None = None
    type: Line60 | None = None
    status: Annotated[Line60 | None, Field(description="A status that the agency has not used before is created.")] = None
    location_name: Annotated[Line100 | None, Field(description="A location named for the first time is created.")] = None
    judge: Line100 | None = None
    case_number: Line60 | None = None
    flow_name: Annotated[Line100 | None, Field(description="One of the agency's flows.")] = None
    notes: Lines | None = None
    client: Annotated[Line200 | None, Field(description="A client to attend: uuid or reference; also as ?client=.")] = None


class EventIn(EventChanges):
    """A new event. A date in the past is accepted."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "client": "C-2026-17",
                "event_reference": "E-7001",
                "date": "2026-12-01",
                "time": "09:30",
                "type": "Hearing",
                "location_name": "Courtroom 2",
                "case_number": "C-2026-17",
            }
        }
    )
    date: Day
    time: Clock


class Events(States):
    """How the list can be narrowed; the days are the court's."""

    status: Annotated[Line60 | None, Field(description="The name of one of the agency's statuses.")] = None


@operation("POST", "/v1/events", permission="create_events", answer=EventOut, status=201, tag="Events", summary="Create an event")
@transaction.atomic
def create_event(request: ApiRequest, body: EventIn, query: Query[OfClient]) -> Record:
    """Date and time are those of the court's time zone."""
    client = _client(request, body.client or query.client)
    ids = [client.id] if client else []
    made = make_event(agency=request.agency, fields=_columns(request, body), client_ids=ids, actor=request.actor, now=request.now)
    return event_record(request, made)


@operation("GET", "/v1/events", permission="view_events", answer=list[EventOut], tag="Events", summary="List events")
def list_events(request: ApiRequest, query: Query[Events]) -> Answer:
    """The earliest first."""
    found = found_page(_narrowed(request, query), ["starts_at", "id"], query)
    return listed(request, query, found, event_records(request, found.rows, slim=query.slim), "event")


@operation("GET", "/v1/events/{event}", permission="view_events", answer=EventOut, tag="Events", summary="Read an event")
def read_event(request: ApiRequest, event: str) -> Record:
    """By uuid or by event_reference, whatever its state."""
    return event_record(request, event_at(request, event))


@operation("PATCH PUT", "/v1/events/{event}", permission="update_events", answer=EventOut, tag="Events", summary="Change an event")
@transaction.atomic
def update_event(request: ApiRequest, event: str, body: EventChanges, query: Query[OfClient]) -> Record:
    """Only the fields given change; messages about it say the new words. A client given attends as well."""
    found = event_at(request, event)
    if client := _client(request, body.client or query.client):
        add_clients(agency=request.agency, event=found, client_ids=[client.id], actor=request.actor, now=request.now)
    save_event(agency=request.agency, event=found, fields=_columns(request, body), actor=request.actor, now=request.now)
    return event_record(request, event_at(request, str(found.id)))


@operation("DELETE", "/v1/events/{event}", permission="update_events", answer=EventOut, tag="Events", summary="Trash an event")
def delete_event(request: ApiRequest, event: str) -> Record:
    """Deletes what is scheduled about it. It can be restored until it is purged."""
    found = event_at(request, event)
    trash(agency=request.agency, kind="event", ids=[found.id], actor=request.actor, now=request.now)
    return event_record(request, event_at(request, str(found.id)))


def _client(request: ApiRequest, given: str | None) -> Client | None:
    return client_named(request, given) if given else None


def _columns(request: ApiRequest, body: EventChanges) -> dict[str, Any]:
    """The fields given, by our columns; null empties a text, and leaves a date or a time as it is."""
    given = body.model_dump(exclude_unset=True, exclude={"client", "status", "location_name", "flow_name"})
    fields = {COLUMNS.get(name, name): value for name, value in given.items() if value is not None}
    fields |= {COLUMNS.get(name, name): "" for name, value in given.items() if value is None and name not in ("date", "time")}
    if "status" in body.model_fields_set:
        fields["status"] = status_called(request, body.status or "")
    if "flow_name" in body.model_fields_set:
        fields["flow"] = flow_called(request, body.flow_name or "")
    if "location_name" in body.model_fields_set:
        fields["location"] = location_called(request, body.location_name or "")
    return fields


def _narrowed(request: ApiRequest, query: Events) -> QuerySet[Event]:
    rows = in_state(Event.objects.filter(agency_id=request.agency.id), query)
    if query.from_date:
        rows = rows.filter(date__gte=query.from_date)
    if query.to_date:
        rows = rows.filter(date__lte=query.to_date)
    if query.status:
        rows = rows.filter(status_name__iexact=query.status)
    attending = Attendance.objects.filter(agency_id=request.agency.id)
    if query.client:
        ids = [client.id for client in clients_keyed(request, query.client)]
        rows = rows.filter(id__in=attending.filter(client_id__in=ids).values("event_id"))
    if query.contact:
        rows = rows.filter(id__in=attending.filter(client_id__in=clients_with_address(request, query.contact)).values("event_id"))
    return rows.filter(_meaning(request, query.search)) if query.search else rows


def _meaning(request: ApiRequest, text: str) -> Q:
    clients = Client.objects.filter(named(text) | referenced(text), agency_id=request.agency.id)
    attending = Attendance.objects.filter(agency_id=request.agency.id, client_id__in=clients.values("id"))
    own = Q(id__in=attending.values("event_id"))
    for name in ("reference", "case_number", "type"):
        own |= Q(Contains(Lower(name), text.lower()))
    return own
