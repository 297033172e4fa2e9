"""A contact as the API writes it, with the one answer to whether messages reach it (C9)."""

from collections.abc import Sequence
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from duenotice.api.calls import ApiRequest
from duenotice.api.fields import iso
from duenotice.api.operation import Record
from duenotice.contacts.may_message import WORDS
from duenotice.contacts.models import Contact
from duenotice.messaging.recipients import recipients

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


def contact_record(request: ApiRequest, contact: Contact) -> Record:
    return contact_records(request, [contact])[0]


def contact_records(request: ApiRequest, contacts: Sequence[Contact], *, slim: bool = False) -> list[Record]:
    """In their order; they come with their addresses and clients."""
    if slim:
        return [_slim(contact) for contact in contacts]
    obstacles = {one.contact.id: one.obstacle for one in recipients(request.agency, contacts)}
    return [{**_slim(contact), **_rest(contact), **_reach(request, obstacles[contact.id])} for contact in contacts]


def _slim(contact: Contact) -> Record:
    return {
        "uuid": str(contact.id),
        "client": str(contact.client_id) if contact.client_id else None,
        "contact": contact.address.value,
        "channel": contact.channel,
        "created_at": iso(contact.created_at),
        # Consent and validity stand with the address.
        "updated_at": iso(max(contact.updated_at, contact.address.updated_at)),
    }


def _rest(contact: Contact) -> Record:
    address = contact.address
    invalid = address.invalid_on(contact.channel)
    return {
        "entered": contact.entered,
        "extension": contact.extension,
        "name": contact.name,
        "type": contact.type,
        "opted_out": address.opted_out,
        "opted_in": address.opted_in,
        "invalid": invalid,
        "invalid_reason": address.invalid_reason if invalid else None,
        "replaces": str(contact.replaces_id) if contact.replaces_id else None,
        "archived_at": iso(contact.archived_at),
        "trashed_at": iso(contact.trashed_at),
    }


def _reach(request: ApiRequest, obstacle: Any) -> Record:
    simulated = None if request.agency.live and not request.caller.test else "only_simulated"
    return {
        "deliverable": obstacle is None,
        "deliverable_reason": str(obstacle) if obstacle else simulated,
        "deliverable_words": " ".join(str(words) for words in WORDS[obstacle]) if obstacle else None,
    }
