"""Holding everything that a hand-off depends on, in lock order, so that nothing of it changes between the decision and its commit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.db.named_sql import named_sql
from duenotice.events.models import Event
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender

Row = TypeVar("Row", bound=AgencyRecord)


@dataclass(frozen=True, slots=True)
class Claimed:
    """One message that a worker claimed, with the number that fences its writes, and what it depends on."""

    id: UUID
    claim: int
    address_id: UUID
    contact_id: UUID | None
    client_id: UUID | None
    event_id: UUID | None


@dataclass(frozen=True, slots=True)
class Held:
    """`messages` are locked, still ours, and carry their address, contact, client and event, locked too. `busy` are locked and still ours,
    but somebody is changing what they depend on at this moment."""

    messages: list[Message]
    busy: list[Message]


def hold(agency_id: UUID, claims: Sequence[Claimed], *, statuses: Sequence[str]) -> Held:
    """Locks address, contact, client, event, message, each in id order, waiting for none; the caller's transaction holds them.

    Messages that are no longer in one of `statuses` with our claim number, or that somebody holds, are in neither list.
    """
    addresses = _locked(Address, "gate_addresses", agency_id, (one.address_id for one in claims))
    contacts = _locked(Contact, "gate_contacts", agency_id, (one.contact_id for one in claims))
    client_ids = [*(one.client_id for one in claims), *(contact.client_id for contact in contacts.values())]
    clients = _locked(Client, "gate_clients", agency_id, client_ids)
    events = _locked(Event, "gate_events", agency_id, (one.event_id for one in claims))
    ours = {one.id: one.claim for one in claims}
    rows = Message.objects.raw(
        named_sql("messaging", "gate_messages"), {"agency_id": agency_id, "ids": list(ours), "statuses": list(statuses)}
    )
    held = Held([], [])
    for message in rows:
        if message.claim == ours[message.id]:
            whole = _attach(message, addresses, contacts, clients, events)
            (held.messages if whole else held.busy).append(message)
    return held


def hold_with_senders(agency_id: UUID, claims: Sequence[Claimed], statuses: Sequence[str]) -> Held:
    """The same, for messages that need not all be one sender's; each carries its own, which is not locked."""
    held = hold(agency_id, claims, statuses=statuses)
    senders = {one.id: one for one in Sender.objects.filter(agency_id=agency_id, id__in={one.sender_id for one in held.messages})}
    for message in held.messages:
        relate(message, "sender", senders[message.sender_id] if message.sender_id else None)
    return held


def _locked(model: type[Row], statement: str, agency_id: UUID, ids: Iterable[UUID | None]) -> dict[UUID, Row]:
    wanted = list({one for one in ids if one is not None})
    if not wanted:
        return {}
    rows = model._default_manager.raw(named_sql("messaging", statement), {"agency_id": agency_id, "ids": wanted})
    return {row.id: row for row in rows}


def _attach(
    message: Message,
    addresses: dict[UUID, Address],
    contacts: dict[UUID, Contact],
    clients: dict[UUID, Client],
    events: dict[UUID, Event],
) -> bool:
    """Gives the message its locked rows; False where one of them is missing, because somebody is changing it."""
    contact = contacts.get(message.contact_id) if message.contact_id else None
    if (
        message.address_id not in addresses
        or (message.contact_id and contact is None)
        or (message.client_id and message.client_id not in clients)
        or (contact and contact.client_id and contact.client_id not in clients)
        or (message.event_id and message.event_id not in events)
    ):
        return False
    if contact:
        relate(contact, "address", addresses.get(contact.address_id, addresses[message.address_id]))
        relate(contact, "client", clients[contact.client_id] if contact.client_id else None)
    relate(message, "address", addresses[message.address_id])
    relate(message, "contact", contact)
    relate(message, "client", clients[message.client_id] if message.client_id else None)
    relate(message, "event", events[message.event_id] if message.event_id else None)
    return True


def relate(row: AgencyRecord, name: str, related: AgencyRecord | None) -> None:
    """Gives the row what its foreign key points at, as reading it would: assigning it costs ten times as much."""
    row._state.fields_cache[name] = related
