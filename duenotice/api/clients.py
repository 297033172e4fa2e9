"""Clients."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q, QuerySet
from ninja import Query, Schema
from pydantic import AfterValidator, ConfigDict

from duenotice.actions.clients import create_client as make_client
from duenotice.actions.clients import save_client
from duenotice.actions.contacts import TwinExists, create_contact
from duenotice.actions.lifecycle import trash
from duenotice.api.calls import ApiRequest
from duenotice.api.client_records import client_record, client_records
from duenotice.api.errors import field_error
from duenotice.api.fields import Address, Day, Given, Line20, Line60, Line100
from duenotice.api.filters import States, found_page, in_state, listed, of_days
from duenotice.api.find import client_at, clients_keyed, clients_with_address
from duenotice.api.operation import Answer, Record, operation
from duenotice.clients.models import Client
from duenotice.clients.search import named, referenced
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.contacts.search import means

EXAMPLE = {
    "client_reference": "C-2026-17",
    "first_name": "Rosa",
    "middle_name": "",
    "last_name": "Delgado",
    "dob": "1988-04-02",
    "gender": "",
    "race": "",
    "language": "es",
    "type": "defendant",
    "group": "",
    "status": "",
    "zip": "20500",
    "time_zone": "",
}
# What the API calls our columns; the others have the same name.
COLUMNS = {"client_reference": "reference", "dob": "date_of_birth"}
# Programs that write a language by its name.
LANGUAGES = {
    "english": "en",
    "spanish": "es",
    "español": "es",
    "vietnamese": "vi",
    "french": "fr",
    "arabic": "ar",
    "korean": "ko",
    "russian": "ru",
}
TEXTS = [name for name in EXAMPLE if name != "dob"]


def _born(day: date) -> date:
    if not date(1900, 1, 1) <= day <= date.today():  # noqa: DTZ011 a birthday has no zone
        raise ValueError("A date of birth lies between 1900 and today.")
    return day


def known_language(text: str) -> str:
    """A code such as "es" or "zh-Hans", or the English name of a language that has one here."""
    code = LANGUAGES.get(text.lower(), text.lower().replace("_", "-"))
    if code and not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,6})?", code):
        raise ValueError("Write a language as its code, such as en or es.")
    return code


def known_zone(text: str) -> str:
    if text and text not in available_timezones():
        raise ValueError("Write a time zone as America/New_York.")
    return text


class ClientChanges(Given):
    """What can be said of a client; what is left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"example": {"first_name": "Rosa", "language": "es"}})
    client_reference: Line60 | None = None
    first_name: Line100 | None = None
    middle_name: Line100 | None = None
    last_name: Line100 | None = None
    dob: Annotated[Day, AfterValidator(_born)] | None = None
    gender: Line60 | None = None
    race: Line60 | None = None
    language: Annotated[str, AfterValidator(known_language)] | None = None
    type: Line60 | None = None
    group: Line60 | None = None
    status: Line60 | None = None
    zip: Line20 | None = None
    time_zone: Annotated[str, AfterValidator(known_zone)] | None = None


class ClientIn(ClientChanges):
    """A new client. `phone` and `email` become contacts; one that cannot be reached becomes an Invalid contact."""

    model_config = ConfigDict(json_schema_extra={"example": {**EXAMPLE, "phone": "(202) 555-0143", "email": "rosa@example.org"}})
    phone: Address | None = None
    email: Address | None = None


class ClientOut(Schema):
    """A client. `phone` and `email` are the oldest live contacts of each kind."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000017",
                **EXAMPLE,
                "name": "Rosa Delgado",
                "phone": "+12025550143",
                "email": "rosa@example.org",
                "archived_at": None,
                "trashed_at": None,
                "created_at": "2026-11-24T20:00:00Z",
                "updated_at": "2026-11-24T20:00:00Z",
            }
        }
    )
    uuid: UUID
    client_reference: str | None = None
    name: str | None = None
    first_name: str | None = None
    middle_name: str | None = None
    last_name: str | None = None
    dob: date | None = None
    gender: str | None = None
    race: str | None = None
    language: str | None = None
    type: str | None = None
    group: str | None = None
    status: str | None = None
    zip: str | None = None
    time_zone: str | None = None
    phone: str | None = None
    email: str | None = None
    archived_at: str | None = None
    trashed_at: str | None = None
    created_at: str | None = None
    updated_at: str
    deleted: bool | None = None


class Clients(States):
    """How the list can be narrowed."""


@operation("POST", "/v1/clients", permission="create_clients", answer=ClientOut, status=201, tag="Clients", summary="Create a client")
def create_client(request: ApiRequest, body: ClientIn) -> Record:
    """No reference is needed. Making contacts of `phone` and `email` takes create_contacts as well."""
    fields = columns(body)
    if not any([fields.get("first_name"), fields.get("last_name"), fields.get("reference"), body.phone, body.email]):
        raise field_error("last_name", "Give at least a name, a reference, a phone or an email.")
    with transaction.atomic():
        client = make_client(agency=request.agency, fields=fields, actor=request.actor, now=request.now)
        for name in ("phone", "email"):
            if entered := getattr(body, name):
                _add_contact(request, client, name, entered)
    return client_record(request, client)


@operation("GET", "/v1/clients", permission="view_clients", answer=list[ClientOut], tag="Clients", summary="List clients")
def list_clients(request: ApiRequest, query: Query[Clients]) -> Answer:
    """The newest first."""
    found = found_page(_narrowed(request, query), ["-id"], query)
    records = client_records(request, found.rows, slim=query.slim)
    return listed(request, query, found, records, "client")


@operation("GET", "/v1/clients/{client}", permission="view_clients", answer=ClientOut, tag="Clients", summary="Read a client")
def read_client(request: ApiRequest, client: str) -> Record:
    """By uuid or by client_reference, whatever its state."""
    return client_record(request, client_at(request, client))


@operation("PATCH PUT", "/v1/clients/{client}", permission="update_clients", answer=ClientOut, tag="Clients", summary="Change a client")
def update_client(request: ApiRequest, client: str, body: ClientChanges) -> Record:
    """Only the fields given change. Contacts are changed as contacts."""
    found = client_at(request, client)
    save_client(agency=request.agency, client=found, fields=columns(body), actor=request.actor, now=request.now)
    return client_record(request, client_at(request, str(found.id)))


@operation("DELETE", "/v1/clients/{client}", permission="update_clients", answer=ClientOut, tag="Clients", summary="Trash a client")
def delete_client(request: ApiRequest, client: str) -> Record:
    """Deletes what is scheduled to its contacts. It can be restored until it is purged."""
    found = client_at(request, client)
    trash(agency=request.agency, kind="client", ids=[found.id], actor=request.actor, now=request.now)
    return client_record(request, client_at(request, str(found.id)))


def columns(body: ClientChanges) -> dict[str, Any]:
    """The fields given, by our columns; null empties a text, and says English of the language."""
    given = body.model_dump(exclude_unset=True, exclude={"phone", "email"})
    empty = {"dob": None, "language": "en"}
    return {COLUMNS.get(name, name): empty.get(name, "") if value in (None, "") else value for name, value in given.items()}


def _add_contact(request: ApiRequest, client: Client, name: str, entered: str) -> None:
    if "create_contacts" not in request.permissions:
        raise field_error(name, "This token lacks the permission create_contacts.", status=403, code="forbidden")
    try:
        create_contact(agency=request.agency, client=client, entered=entered, actor=request.actor, now=request.now, source="api")
    except NotAnAddress as error:
        raise field_error(name, str(error)) from error
    except TwinExists:
        return


def _narrowed(request: ApiRequest, query: Clients) -> QuerySet[Client]:
    rows = of_days(in_state(Client.objects.filter(agency_id=request.agency.id), query), request, query, "created_at")
    if query.client:
        rows = rows.filter(id__in=[found.id for found in clients_keyed(request, query.client)])
    if query.contact:
        rows = rows.filter(id__in=clients_with_address(request, query.contact))
    if query.search:
        reached = Contact.objects.filter(means(request.agency, query.search), agency_id=request.agency.id, trashed_at=None)
        rows = rows.filter(named(query.search) | referenced(query.search) | Q(id__in=reached.values("client_id")))
    return rows
