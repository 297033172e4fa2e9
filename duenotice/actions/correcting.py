"""An event moves: what saving it would do, and one correction to those already reminded (A5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from duenotice.actions.composing import CannotCompose, Draft, compose
from duenotice.actions.events import EventSaved, save_event
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.lib.local_time import NoSuchTime
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.models import WAITING, Kind, Message, Status
from duenotice.messaging.send_time import InThePast
from duenotice.words.correction import correction

# They have left, or may have.
TOLD = [Status.SUBMITTING, Status.SENT, Status.DELIVERED, Status.UNKNOWN, Status.SIMULATED]
# What somebody who was reminded would go wrong by.
WHEN_AND_WHERE = {"date", "time", "time_zone", "starts_at", "location_name", "location_address"}
OCCASION = "correction"


@dataclass(frozen=True)
class Foreseen:
    """`told` counts the contacts that were reminded of what is no longer true."""

    saved: EventSaved
    told: int

    @property
    def asks(self) -> bool:
        """Is there something to decide before it is saved: people go by the old date, or will hear of the new one too late?"""
        return bool(self.told or self.saved.followed.expired or self.saved.synced.expired)


def foresee_saving(*, agency: Agency, event: Event, fields: Mapping[str, Any], actor: Actor, now: datetime) -> Foreseen:
    """What save_event would do: it is done, and taken back whole. Raises what save_event raises."""
    with transaction.atomic():
        saved = save_event(agency=agency, event=event, fields=fields, actor=actor, now=now)
        moved = bool(WHEN_AND_WHERE & set(saved.changed))
        told = len(told_contacts(agency, event)) if moved and event.starts_at > now else 0
        transaction.set_rollback(True)
    return Foreseen(saved, told)


def told_contacts(agency: Agency, event: Event) -> list[Contact]:
    """The live contacts of the event's clients that a message about it has left to, and to whom no correction is on its way."""
    about = Message.objects.filter(agency_id=agency.id, event_id=event.id, contact__isnull=False).exclude(kind=Kind.INBOUND)
    waiting = about.filter(status__in=WAITING, occasion=OCCASION).values("contact_id")
    told = about.filter(status__in=TOLD).values("contact_id")
    attending = {"client__attendances__agency_id": agency.id, "client__attendances__event_id": event.id}
    found = Contact.objects.filter(LIVE, agency_id=agency.id, id__in=told, **attending).exclude(id__in=waiting)
    return list(found.select_related("client", "address").order_by("id"))


def send_corrections(*, agency: Agency, event: Event, actor: Actor, now: datetime) -> int:
    """Tell those already reminded what holds now, each once, in their language; answers how many are scheduled.

    Each in a transaction of its own, because composing holds an address first. Whom messages do not reach is passed over.
    """
    return sum(_correct(agency, event, contact, actor, now) for contact in told_contacts(agency, event))


def correct_by_setting(*, agency: Agency, event: Event, saved: EventSaved, actor: Actor, now: datetime) -> None:
    """What programs and uploads call after save_event: once that stands, corrections go where the agency's setting says so."""
    if agency.corrects_by_itself and WHEN_AND_WHERE & set(saved.changed) and event.starts_at > now:
        transaction.on_commit(lambda: _send(agency, event, actor, now))


def _send(agency: Agency, event: Event, actor: Actor, now: datetime) -> None:
    send_corrections(agency=agency, event=event, actor=actor, now=now)


@transaction.atomic
def _correct(agency: Agency, event: Event, contact: Contact, actor: Actor, now: datetime) -> bool:
    subject, body = correction(contact.client.language if contact.client else agency.language)
    try:
        made = compose(agency=agency, contact=contact, draft=Draft(body=body, subject=subject, event=event), actor=actor, now=now)
    except (CannotCompose, InThePast, NoSuchTime):
        return False
    Message.objects.filter(agency_id=agency.id, id=made.id).update(occasion=OCCASION)
    return True
