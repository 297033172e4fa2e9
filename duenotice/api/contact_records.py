"""A contact as the API writes it, with the one answer to whether messages reach it (C9)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from ninja import Schema
from pydantic import ConfigDict

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import as_uuid, iso
from duenotice.api.operation import Record
from duenotice.contacts.may_message import WORDS, Obstacle, facts_of, may_message
from duenotice.contacts.models import Consent, Contact
from duenotice.db.named_sql import named_sql
from duenotice.lifecycle.states import state_of
from duenotice.senders.choose import by_channel
from duenotice.senders.models import Sender

EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-000000000021",
    "client": "0198c0de-0000-7000-8000-000000000017",
    "contact": "+12025550143",
    "entered": "(202) 555-0143",
    "extension": "",
    "name": "",
    "type": "mobile",
    "channel": "text",
    "opted_out": False,
    "opted_in": False,
    "invalid": False,
    "invalid_reason": None,
    "deliverable": True,
    "deliverable_reason": None,
    "deliverable_words": None,
    "replaces": None,
    "archived_at": None,
    "trashed_at": None,
    "created_at": "2026-11-24T20:00:00Z",
    "updated_at": "2026-11-24T20:00:00Z",
}


class ContactOut(Schema):
    """A contact. `contact` is what messages go to; `entered` is what was typed. `deliverable_reason` says what stops messages, or
    only_simulated in simulate mode.
    """

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    client: str | None = None
    contact: str | None = None
    entered: str | None = None
    extension: str | None = None
    name: str | None = None
    type: str | None = None
    channel: str | None = None
    opted_out: bool | None = None
    opted_in: bool | None = None
    invalid: bool | None = None
    invalid_reason: str | None = None
    deliverable: bool | None = None
    deliverable_reason: str | None = None
    deliverable_words: str | None = None
    replaces: str | None = None
    archived_at: str | None = None
    trashed_at: str | None = None
    created_at: str | None = None
    updated_at: str
    deleted: bool | None = None


class Row(NamedTuple):
    """A contact as contact_records.sql reads it: its address's and its client's columns beside its own."""

    id: UUID
    client_id: UUID | None
    value: str
    channel: str
    created_at: datetime
    updated_at: datetime
    entered: str
    extension: str
    name: str
    type: str
    consent: str
    invalid_for: list[str]
    invalid_reason: str
    unconfirmed_at: datetime | None
    replaces_id: UUID | None
    archived_at: datetime | None
    trashed_at: datetime | None
    client_archived_at: datetime | None
    client_trashed_at: datetime | None


def contact_record(request: ApiRequest, contact: Contact) -> Record:
    """As it is now, whatever `contact` was when it was read."""
    return contact_records(request, [contact.id])[0]


def contact_record_at(request: ApiRequest, key: str) -> Record:
    """Raises Refused 404."""
    id = as_uuid(key)
    found = contact_records(request, [id]) if id else []
    if not found:
        raise not_found("contact")
    return found[0]


def contact_records(request: ApiRequest, ids: Sequence[UUID], *, slim: bool = False) -> list[Record]:
    """In the order of `ids`, those that the agency has."""
    known = {row.id: row for row in _rows(request, ids)}
    rows = [known[id] for id in ids if id in known]
    if slim:
        return [_slim(row) for row in rows]
    senders = by_channel(request.agency.id, {row.channel for row in rows}) if rows else {}
    return [{**_slim(row), **_rest(row), **_reach(request, _obstacle(request, row, senders[row.channel]))} for row in rows]


def _rows(request: ApiRequest, ids: Sequence[UUID]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("api", "contact_records"), {"agency_id": request.agency.id, "ids": list(ids)})
        return [Row._make(row) for row in cursor.fetchall()]


def _obstacle(request: ApiRequest, row: Row, senders: Sequence[Sender]) -> Obstacle | None:
    return may_message(
        facts_of(
            agency=request.agency,
            sender=senders[0] if senders else None,
            channel=row.channel,
            consent=row.consent,
            invalid_for=row.invalid_for,
            contact_state=state_of(archived=row.archived_at is not None, trashed=row.trashed_at is not None),
            client_state=state_of(archived=row.client_archived_at is not None, trashed=row.client_trashed_at is not None),
            unconfirmed=row.unconfirmed_at is not None,
        )
    )


def _slim(row: Row) -> Record:
    return {
        "uuid": str(row.id),
        "client": str(row.client_id) if row.client_id else None,
        "contact": row.value,
        "channel": row.channel,
        "created_at": iso(row.created_at),
        # Consent and validity stand with the address.
        "updated_at": iso(row.updated_at),
    }


def _rest(row: Row) -> Record:
    invalid = row.channel in row.invalid_for
    return {
        "entered": row.entered,
        "extension": row.extension,
        "name": row.name,
        "type": row.type,
        "opted_out": row.consent == Consent.OUT,
        "opted_in": row.consent == Consent.IN,
        "invalid": invalid,
        "invalid_reason": row.invalid_reason if invalid else None,
        "replaces": str(row.replaces_id) if row.replaces_id else None,
        "archived_at": iso(row.archived_at),
        "trashed_at": iso(row.trashed_at),
    }


def _reach(request: ApiRequest, obstacle: Obstacle | None) -> Record:
    simulated = None if request.agency.live and not request.caller.test else "only_simulated"
    return {
        "deliverable": obstacle is None,
        "deliverable_reason": str(obstacle) if obstacle else simulated,
        "deliverable_words": " ".join(str(words) for words in WORDS[obstacle]) if obstacle else None,
    }
