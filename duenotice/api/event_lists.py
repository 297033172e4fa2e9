"""The agency's locations and statuses of events: the lists, and the one of a name; one named for the first time is created."""

from ninja import Schema
from pydantic import ConfigDict

from duenotice.actions.event_lists import save_location, save_status
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error
from duenotice.api.fields import iso
from duenotice.api.operation import Record, operation
from duenotice.events.models import Location, Status
from duenotice.flows.models import Flow
from duenotice.lifecycle.states import LIVE

TIMES = {"created_at": "2026-11-24T20:00:00Z", "updated_at": "2026-11-24T20:00:00Z"}


class LocationOut(Schema):
    """Where events are. Without a time zone of its own it has the agency's."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-0000000000c1",
                "name": "Courtroom 2",
                "address": "1 Court Square",
                "link": "",
                "time_zone": "",
                "in_use": True,
                **TIMES,
            }
        }
    )
    uuid: str
    name: str
    address: str
    link: str
    time_zone: str
    in_use: bool
    created_at: str
    updated_at: str


class StatusOut(Schema):
    """What the agency calls a state of its events. One that disables messages lets none be scheduled about them."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-0000000000d1",
                "name": "Scheduled",
                "disables_messages": False,
                "in_use": True,
                **TIMES,
            }
        }
    )
    uuid: str
    name: str
    disables_messages: bool
    in_use: bool
    created_at: str
    updated_at: str


@operation("GET", "/v1/locations", permission="view_events", answer=list[LocationOut], tag="Events", summary="List locations")
def list_locations(request: ApiRequest) -> list[Record]:
    """All, by name."""
    names = ("name", "address", "link", "time_zone", "in_use")
    return [_record(row, names) for row in Location.objects.filter(agency_id=request.agency.id).order_by("name")]


@operation("GET", "/v1/statuses", permission="view_events", answer=list[StatusOut], tag="Events", summary="List statuses of events")
def list_statuses(request: ApiRequest) -> list[Record]:
    """All, by name."""
    names = ("name", "disables_messages", "in_use")
    return [_record(row, names) for row in Status.objects.filter(agency_id=request.agency.id).order_by("name")]


def _record(row: Location | Status, names: tuple[str, ...]) -> Record:
    told = {name: getattr(row, name) for name in names}
    return {"uuid": str(row.id), **told, "created_at": iso(row.created_at), "updated_at": iso(row.updated_at)}


def location_called(request: ApiRequest, name: str) -> Location | None:
    """The location of this name, in upper or lower case; none for no name."""
    if not name:
        return None
    found = Location.objects.filter(agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        found = Location(agency=request.agency, name=name, created_at=request.now)
        save_location(agency=request.agency, location=found, actor=request.actor, now=request.now)
    return found


def status_called(request: ApiRequest, name: str) -> Status | None:
    """The status of this name, in upper or lower case; none for no name."""
    if not name:
        return None
    found = Status.objects.filter(agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        found = Status(agency=request.agency, name=name, created_at=request.now)
        save_status(agency=request.agency, status=found, actor=request.actor, now=request.now)
    return found


def flow_called(request: ApiRequest, name: str) -> Flow | None:
    """The flow of this name, in upper or lower case; none for no name. Raises Refused for one that the agency does not have."""
    if not name:
        return None
    found = Flow.objects.filter(LIVE, agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        raise field_error("flow_name", "There is no such flow. Create it under Admin, Messaging, or leave this out.")
    return found
