"""A court event as the API writes it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict

from duenotice.api.calls import ApiRequest
from duenotice.api.fields import iso
from duenotice.api.operation import Record
from duenotice.events.models import Attendance, Event
from duenotice.flows.models import Flow

EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-000000000041",
    "event_reference": "E-7001",
    "client": "0198c0de-0000-7000-8000-000000000017",
    "clients": ["0198c0de-0000-7000-8000-000000000017"],
    "date": "2026-12-01",
    "time": "09:30",
    "time_zone": "America/New_York",
    "starts_at": "2026-12-01T14:30:00Z",
    "type": "Hearing",
    "status": "Scheduled",
    "description": "",
    "notes": "",
    "location_name": "Courtroom 2",
    "location_address": "1 Court Square",
    "judge": "Hon. Demo Judge",
    "case_number": "C-2026-17",
    "flow_name": None,
    "cancelled_at": None,
    "archived_at": None,
    "trashed_at": None,
    "created_at": "2026-11-24T20:00:00Z",
    "updated_at": "2026-11-24T20:00:00Z",
}


class EventOut(Schema):
    """A court event. `date` and `time` are local to the court; `client` is the primary one of `clients`."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    event_reference: str | None = None
    client: str | None = None
    clients: list[str] | None = None
    date: str | None = None
    time: str | None = None
    time_zone: str | None = None
    starts_at: str | None = None
    type: str | None = None
    status: str | None = None
    description: str | None = None
    notes: str | None = None
    location_name: str | None = None
    location_address: str | None = None
    judge: str | None = None
    case_number: str | None = None
    flow_name: str | None = None
    cancelled_at: str | None = None
    archived_at: str | None = None
    trashed_at: str | None = None
    created_at: str | None = None
    updated_at: str
    deleted: bool | None = None


def event_record(request: ApiRequest, event: Event) -> Record:
    return event_records(request, [event])[0]


def event_records(request: ApiRequest, events: Sequence[Event], *, slim: bool = False) -> list[Record]:
    """In their order; who attends is read together."""
    if slim:
        return [_slim(event) for event in events]
    attending: dict[UUID, list[str]] = {}
    rows = Attendance.objects.filter(agency_id=request.agency.id, event_id__in=[event.id for event in events])
    for event_id, client_id in rows.order_by("-primary", "id").values_list("event_id", "client_id"):
        attending.setdefault(event_id, []).append(str(client_id))
    flows = _flows(request, [event.id for event in events])
    return [{**_slim(event), **_rest(event), **_clients(attending.get(event.id, [])), "flow_name": flows.get(event.id)} for event in events]


def _flows(request: ApiRequest, ids: Sequence[UUID]) -> dict[UUID, str]:
    """The names of the flows that the events follow."""
    agency_id = request.agency.id
    followed = Flow.objects.filter(agency_id=agency_id, event_flows__agency_id=agency_id, event_flows__event_id__in=ids)
    return dict(followed.values_list("event_flows__event_id", "name"))


def _clients(ids: list[str]) -> Record:
    return {"client": ids[0] if ids else None, "clients": ids}


def _slim(event: Event) -> Record:
    return {
        "uuid": str(event.id),
        "event_reference": event.reference,
        "date": event.date.isoformat(),
        "time": f"{event.time:%H:%M:%S}" if event.time.second else f"{event.time:%H:%M}",
        "status": event.status_name,
        "created_at": iso(event.created_at),
        "updated_at": iso(event.updated_at),
    }


def _rest(event: Event) -> Record:
    return {
        "time_zone": event.time_zone,
        "starts_at": iso(event.starts_at),
        "type": event.type,
        "description": event.description,
        "notes": event.notes,
        "location_name": event.location_name,
        "location_address": event.location_address,
        "judge": event.judge,
        "case_number": event.case_number,
        "cancelled_at": iso(event.cancelled_at),
        "archived_at": iso(event.archived_at),
        "trashed_at": iso(event.trashed_at),
    }
