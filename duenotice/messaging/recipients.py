"""Who a person can write to from a screen: contacts, what each is sent from, and what stops messages to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.may_message import Obstacle, facts, may_message
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.models import Message
from duenotice.senders.choose import by_channel
from duenotice.senders.models import Sender


@dataclass(frozen=True)
class Recipient:
    """A contact with its address and client, the senders of its channel (the primary one first), and the obstacle, if any."""

    contact: Contact
    senders: list[Sender]
    obstacle: Obstacle | None

    @property
    def new(self) -> bool:
        """The sender of a received message whom nobody knows yet: becomes a contact when somebody answers."""
        return self.contact._state.adding


def recipient_by_contact(agency: Agency, contact_id: UUID) -> list[Recipient] | None:
    """The contact, whatever its state; None where the agency has none such."""
    found = Contact.objects.filter(agency_id=agency.id, id=contact_id).select_related("client", "address")
    return recipients(agency, list(found)) or None


def recipients_of_client(agency: Agency, client_id: UUID) -> list[Recipient] | None:
    """The client's live contacts, those that messages reach first, oldest first among equals; None where the agency has no such client."""
    if not Client.objects.filter(agency_id=agency.id, id=client_id).exists():
        return None
    live = Contact.objects.filter(LIVE, agency_id=agency.id, client_id=client_id).select_related("client", "address").order_by("id")
    return recipients(agency, list(live))


def recipient_of_reply(agency: Agency, received: Message) -> list[Recipient]:
    """Whom an answer to a received message goes to; an unsaved contact of no client where its sender is unknown."""
    mine = Contact.objects.filter(agency_id=agency.id).select_related("client", "address")
    known = mine.filter(id=received.contact_id).first() if received.contact_id else None
    contact = known or mine.filter(client=None, address_id=received.address_id).first()
    return recipients(agency, [contact or _stranger(agency, received)])


def recipients(agency: Agency, contacts: Sequence[Contact]) -> list[Recipient]:
    """The contacts, which come with their addresses and clients, those that messages reach first."""
    senders = by_channel(agency.id, {contact.channel for contact in contacts}) if contacts else {}
    found = [_recipient(agency, contact, senders[contact.channel]) for contact in contacts]
    return sorted(found, key=lambda recipient: recipient.obstacle is not None)


def _recipient(agency: Agency, contact: Contact, senders: list[Sender]) -> Recipient:
    return Recipient(contact, senders, may_message(facts(contact=contact, agency=agency, sender=next(iter(senders), None))))


def coming_events(agency: Agency, client_id: UUID, now: datetime) -> list[Event]:
    """The client's events that have not begun and are not called off, soonest first."""
    return list(
        Event.objects.filter(
            LIVE,
            agency_id=agency.id,
            starts_at__gt=now,
            cancelled_at=None,
            attendances__agency_id=agency.id,
            attendances__client_id=client_id,
        ).order_by("starts_at", "id")
    )


def _stranger(agency: Agency, received: Message) -> Contact:
    return Contact(agency=agency, client=None, address=received.address, entered=received.address.value, channel=received.channel)
