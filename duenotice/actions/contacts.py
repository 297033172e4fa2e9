"""Making, changing and replacing contacts (C1 to C6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.lifecycle import archive
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.addresses import ensure
from duenotice.contacts.channels import carries, default_channel
from duenotice.contacts.holding import hold_contact
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import Parsed, parse
from duenotice.db.copying import insert_values
from duenotice.db.violations import refused_by
from duenotice.flows.firing import fire
from duenotice.flows.hold import hold_clients
from duenotice.flows.models import Trigger
from duenotice.flows.sync import Scope, sync
from duenotice.messaging.rechannel import rechannel

# The source of a contact that a lookup found: nothing is sent to it until somebody confirms it (K4).
LOOKUP = "lookup"


class TwinExists(Exception):
    """The client has this address already (C6), perhaps archived or trashed; `twin` is that contact."""

    def __init__(self, twin: Contact) -> None:
        super().__init__(_("This client already has this phone number or email address."))
        self.twin = twin


class ChannelCannotCarry(Exception):
    """The channel cannot carry this kind of address (C4)."""


@dataclass(frozen=True)
class ContactChanges:
    """What the contact screen saves; the value itself cannot be edited (C5)."""

    name: str
    type: str
    channel: str


@transaction.atomic
def create_contact(
    *,
    agency: Agency,
    client: Client | None,
    entered: str,
    actor: Actor,
    now: datetime,
    name: str = "",
    type: str | None = None,
    channel: str | None = None,
    source: str = "staff",
) -> Contact:
    """Add what somebody typed as a contact of `client`. An address that cannot be reached is kept, Invalid (C3). What the client's coming
    events call for is scheduled to it at once (A5).

    Raises NotAnAddress, TwinExists, ChannelCannotCarry.
    """
    parsed = parse(entered, region=agency.region)
    made = _insert(agency, client, parsed, now=now, name=name, type=type, channel=channel, source=source)
    record(agency_id=agency.id, actor=actor, verb="created", kind="contact", ids=[made.id], now=now, detail={"source": source})
    _sync(agency, _client_ids(made), now)
    return made


@dataclass(frozen=True)
class NewContact:
    """One of many contacts to be made, of an address that is there; `type` and `channel` empty for those that a contact has by default."""

    id: UUID
    client_id: UUID
    address_id: UUID
    line_type: str
    parsed: Parsed
    name: str = ""
    type: str = ""
    channel: str = ""


@transaction.atomic
def create_contacts(*, agency: Agency, wanted: Sequence[NewContact], actor: Actor, now: datetime, source: str) -> None:
    """Add many contacts at once (C3, O4), of addresses that the caller has made and holds.

    Raises ChannelCannotCarry, and IntegrityError for a twin: none is made then.
    """
    if not wanted:
        return
    # Again, because somebody whom the caller did not know yet may be among them.
    hold_clients(agency.id, {one.client_id for one in wanted}, addresses={one.address_id for one in wanted})
    rows = (
        {"id": one.id, "client_id": one.client_id, "address_id": one.address_id, "name": one.name}
        | _as_entered(one.parsed, one.line_type, type=one.type, channel=one.channel)
        for one in wanted
    )
    insert_values(Contact, rows, same={"agency_id": agency.id, "created_at": now, "updated_at": now, "source": source})
    ids = [one.id for one in wanted]
    record(agency_id=agency.id, actor=actor, verb="created", kind="contact", ids=ids, now=now, detail={"source": source})
    _sync(agency, [one.client_id for one in wanted], now)


@transaction.atomic
def save_contact(*, agency: Agency, contact: Contact, changes: ContactChanges, actor: Actor, now: datetime) -> int:
    """Save name, type and channel. A new channel re-checks what is scheduled at once; answers how many messages that deleted.

    Raises ChannelCannotCarry.
    """
    hold_clients(agency.id, _client_ids(contact))
    held = hold_contact(agency, contact)
    _check_channel(held.address.kind, changes.channel)
    deleted = 0
    if held.channel != changes.channel:
        deleted = rechannel(agency=agency, contact=held, channel=changes.channel, now=now)
    changed = sorted(name for name in ("name", "type", "channel") if getattr(held, name) != getattr(changes, name))
    for name in changed:
        setattr(contact, name, getattr(changes, name))
    contact.updated_at = now
    contact.save(update_fields=[*changed, "updated_at"])
    if changed:
        record(agency_id=agency.id, actor=actor, verb="updated", kind="contact", ids=[contact.id], now=now, detail={"fields": changed})
        fire(agency, Trigger.CONTACT_UPDATED, Scope(contacts=[contact.id]), now)
        _sync(agency, _client_ids(contact), now)
    return deleted


@dataclass(frozen=True)
class Replaced:
    """The new contact, and the Undo of archiving the old one with the number of messages that it deleted."""

    contact: Contact
    deleted: int


@transaction.atomic
def replace_contact(*, agency: Agency, contact: Contact, entered: str, actor: Actor, now: datetime) -> Replaced:
    """Put another address in the place of a contact (C5): the new one is made, the old one archived, both linked, the client synced.

    Consent stays with each address. Raises NotAnAddress, TwinExists.
    """
    parsed = parse(entered, region=agency.region)
    address = ensure(agency, [parsed], now=now)[parsed.kind, parsed.value]
    hold_clients(agency.id, _client_ids(contact), addresses=[address.id])
    contact = hold_contact(agency, contact)
    channel = contact.channel if carries(parsed.kind, contact.channel) else None
    made = _insert(
        agency,
        contact.client,
        parsed,
        now=now,
        name=contact.name,
        type=contact.type,
        channel=channel,
        source="replace",
        replaces=contact.id,
    )
    record(agency_id=agency.id, actor=actor, verb="created", kind="contact", ids=[made.id], now=now, detail={"replaces": str(contact.id)})
    record(
        agency_id=agency.id, actor=actor, verb="replaced", kind="contact", ids=[contact.id], now=now, detail={"replaced_by": str(made.id)}
    )
    change = archive(agency=agency, kind="contact", ids=[contact.id], actor=actor, now=now)
    _sync(agency, _client_ids(made), now)
    return Replaced(made, change.deleted)


def _insert(
    agency: Agency,
    client: Client | None,
    parsed: Parsed,
    *,
    now: datetime,
    name: str,
    type: str | None,
    channel: str | None,
    source: str,
    replaces: UUID | None = None,
) -> Contact:
    address = ensure(agency, [parsed], now=now)[parsed.kind, parsed.value]
    hold_clients(agency.id, [client.id] if client else [], addresses=[address.id])
    fields: dict[str, Any] = {
        "client": client,
        "name": name,
        "source": source,
        "replaces_id": replaces,
        "unconfirmed_at": now if source == LOOKUP else None,
    }
    fields |= _as_entered(parsed, address.line_type, type=type, channel=channel)
    contact = Contact(agency=agency, address=address, created_at=now, updated_at=now, **fields)
    twins = Contact.objects.select_related("address").filter(agency_id=agency.id, client=client, address=address)
    with refused_by("contact_is_unique_on_client", to=lambda: TwinExists(twins.get())):
        contact.save(force_insert=True)
    return contact


def _as_entered(parsed: Parsed, line_type: str, *, type: str | None, channel: str | None) -> dict[str, str]:
    """What a new contact has of what was typed, with the type and the channel that it has by default. Raises ChannelCannotCarry."""
    type = type or ("other" if parsed.kind == "email" else "mobile")
    channel = channel or default_channel(parsed.kind, type, line_type)
    _check_channel(parsed.kind, channel)
    return {"entered": parsed.entered, "extension": parsed.extension, "type": type, "channel": channel}


def _client_ids(contact: Contact) -> list[UUID]:
    return [contact.client_id] if contact.client_id else []


def _sync(agency: Agency, client_ids: Sequence[UUID], now: datetime) -> None:
    sync(agency, Scope(clients=sorted(set(client_ids))), now)


def _check_channel(kind: str, channel: str) -> None:
    if not carries(kind, channel):
        raise ChannelCannotCarry(
            _("An email address can only be reached by email.") if kind == "email" else _("A phone number cannot be reached by email.")
        )
