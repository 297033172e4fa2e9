"""Check-ins: somebody has come to the court."""

from typing import Any

from django.db.models import QuerySet
from ninja import Query, Schema
from pydantic import ConfigDict

from duenotice.actions.checkins import check_in
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import Address, Given, Line60, Line100, Line200, Lines, as_uuid, iso
from duenotice.api.filters import Search, found_page, listed, of_days
from duenotice.api.find import client_named, clients_keyed, event_named
from duenotice.api.operation import Answer, Record, operation
from duenotice.checkins.models import Checkin

TEXTS = ("name", "phone", "email", "location", "language", "service", "department", "notes", "status")
EXAMPLE: dict[str, Any] = {
    "name": "Rosa Delgado",
    "phone": "(202) 555-0143",
    "email": None,
    "location": "Front desk",
    "language": "es",
    "service": "Self-help",
    "department": "Clerk",
    "notes": None,
    "status": "waiting",
}


class CheckinIn(Given):
    """Any field may be left out or null."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    name: Line200 | None = None
    phone: Address | None = None
    email: Address | None = None
    location: Line100 | None = None
    language: Line60 | None = None
    service: Line100 | None = None
    department: Line100 | None = None
    notes: Lines | None = None
    status: Line60 | None = None
    event: Line200 | None = None
    client: Line200 | None = None


class CheckinOut(Schema):
    """A check-in, as it was taken down."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000081",
                **EXAMPLE,
                "event": None,
                "client": None,
                "created_at": "2026-11-24T20:00:00Z",
                "updated_at": "2026-11-24T20:00:00Z",
            }
        }
    )
    uuid: str
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    location: str | None = None
    language: str | None = None
    service: str | None = None
    department: str | None = None
    notes: str | None = None
    status: str | None = None
    event: str | None = None
    client: str | None = None
    created_at: str
    updated_at: str


@operation("POST", "/v1/checkins", permission="create_events", answer=CheckinOut, status=201, tag="Check-ins", summary="Check somebody in")
def create_checkin(request: ApiRequest, body: CheckinIn) -> Record:
    """With the client and the event where they are known, by uuid or reference."""
    fields: dict[str, Any] = {name: getattr(body, name) or "" for name in TEXTS}
    fields["client"] = client_named(request, body.client) if body.client else None
    fields["event"] = event_named(request, body.event) if body.event else None
    return _record(check_in(agency=request.agency, fields=fields, actor=request.actor, now=request.now))


@operation("GET", "/v1/checkins", permission="view_events", answer=list[CheckinOut], tag="Check-ins", summary="List check-ins")
def list_checkins(request: ApiRequest, query: Query[Search]) -> Answer:
    """The newest first."""
    found = found_page(_narrowed(request, query), ["-id"], query)
    return listed(request, query, found, [_record(one) for one in found.rows], "checkin")


@operation("GET", "/v1/checkins/{checkin}", permission="view_events", answer=CheckinOut, tag="Check-ins", summary="Read a check-in")
def read_checkin(request: ApiRequest, checkin: str) -> Record:
    """By its uuid."""
    id = as_uuid(checkin)
    found = Checkin.objects.filter(agency_id=request.agency.id, id=id).first() if id else None
    if found is None:
        raise not_found("check-in")
    return _record(found)


def _narrowed(request: ApiRequest, query: Search) -> QuerySet[Checkin]:
    rows = of_days(Checkin.objects.filter(agency_id=request.agency.id), request, query, "created_at")
    if query.client:
        rows = rows.filter(client_id__in=[one.id for one in clients_keyed(request, query.client)])
    if query.search:
        rows = rows.filter(name__icontains=query.search)
    return rows.filter(phone=query.contact) | rows.filter(email__iexact=query.contact) if query.contact else rows


def _record(row: Checkin) -> Record:
    return {
        "uuid": str(row.id),
        **{name: getattr(row, name) or None for name in TEXTS},
        "event": str(row.event_id) if row.event_id else None,
        "client": str(row.client_id) if row.client_id else None,
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    }
