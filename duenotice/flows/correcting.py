"""Those who were reminded of an event before it moved: who they are, and the one correction that each may get (A5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import ENDING, facts, may_message
from duenotice.contacts.models import Contact
from duenotice.db.only_simulate import OnlySimulates
from duenotice.events.models import Attendance, Event
from duenotice.flows.step_time import LIFE
from duenotice.messaging.approval import brake, hurried
from duenotice.messaging.models import HANDED_OFF, WAITING, Kind, Message, Status
from duenotice.messaging.removal import remove_waiting
from duenotice.senders.choose import by_channel
from duenotice.senders.models import Sender
from duenotice.words.corrections import correction


def reminded(agency: Agency, event_id: UUID) -> list[Contact]:
    """The contacts of those who attend that a message about the event went to, and that messages still reach, by id."""
    told = Message.objects.filter(agency_id=agency.id, event_id=event_id, status__in=HANDED_OFF, contact_id__isnull=False)
    if agency.live:
        told = told.filter(Q(OnlySimulates()) | ~Q(status=Status.SIMULATED))
    ids = set(told.values_list("contact_id", flat=True))
    attending = Attendance.objects.filter(agency_id=agency.id, event_id=event_id).values("client_id")
    contacts = Contact.objects.filter(agency_id=agency.id, id__in=ids, client_id__in=attending).select_related("client", "address")
    return [one for one in contacts.order_by("id") if may_message(facts(contact=one, agency=agency, sender=None)) not in ENDING]


def correct(agency: Agency, event: Event, contacts: Sequence[Contact], *, made_by: UUID | None, now: datetime) -> int:
    """Schedule one correction to each of the contacts, in place of one that still waits; answers how many.

    The caller holds the event and all who attend. Nothing is corrected once the event has begun.
    """
    earlier = Message.objects.filter(agency_id=agency.id, event_id=event.id, origin_id=event.id, status__in=WAITING)
    remove_waiting(agency.id, by="id", ids=list(earlier.values_list("id", flat=True)))
    send_at = now + agency.one_off_delay
    if event.is_silent or send_at >= event.starts_at:
        return 0
    senders = by_channel(agency.id, {one.channel for one in contacts})
    rows = [_correction(agency, event, one, senders[one.channel][0], send_at, made_by, now) for one in contacts if senders[one.channel]]
    Message.objects.bulk_create(rows)
    brake(agency, now)
    return len(rows)


def _correction(
    agency: Agency, event: Event, contact: Contact, sender: Sender, send_at: datetime, made_by: UUID | None, now: datetime
) -> Message:
    language = contact.client.language if contact.client else agency.language
    subject, body = correction(language, agency.correction)
    return Message(
        agency=agency,
        client_id=contact.client_id,
        contact=contact,
        address_id=contact.address_id,
        event=event,
        sender=sender,
        kind=Kind.AUTO,
        channel=contact.channel,
        status=Status.SCHEDULED,
        status_at=now,
        origin_id=event.id,
        occasion=f"correction {event.version}",
        language=language,
        subject=subject if contact.channel == "email" else "",
        body=body,
        send_at=send_at,
        expires_at=min(event.starts_at, send_at + LIFE),
        hurried_at=hurried(send_at, now),
        made_by=made_by,
        created_at=now,
        updated_at=now,
    )
