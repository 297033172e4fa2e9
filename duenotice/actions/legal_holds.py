"""Legal holds: who must stay, and why; and which records one stops (L4)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact, LegalHold
from duenotice.events.models import Attendance


class HeldAlready(Exception):
    """There is a hold on this record."""

    def __init__(self) -> None:
        super().__init__(_("There is a legal hold on it already."))


@transaction.atomic
def place_hold(*, agency: Agency, target: Client | Contact, why: str, actor: Actor, now: datetime) -> LegalHold:
    """Nothing of it moves on or is purged from now on. Raises HeldAlready."""
    _lock(agency, target)
    if hold_on(target) is not None:
        raise HeldAlready
    on = {"client": target} if isinstance(target, Client) else {"contact": target}
    hold = LegalHold.objects.create(agency=agency, why=why, placed_by=actor.id, created_at=now, updated_at=now, **on)
    _record(agency, target, "hold_placed", actor, now)
    return hold


@transaction.atomic
def lift_hold(*, agency: Agency, target: Client | Contact, actor: Actor, now: datetime) -> bool:
    """It moves on again as its agency has it; False where nothing was held. The hold stays in its history."""
    _lock(agency, target)
    hold = hold_on(target)
    if hold is None:
        return False
    hold.lifted_at, hold.lifted_by, hold.updated_at = now, actor.id, now
    hold.save(update_fields=["lifted_at", "lifted_by", "updated_at"])
    _record(agency, target, "hold_lifted", actor, now)
    return True


def hold_on(target: Client | Contact) -> LegalHold | None:
    """The hold that stands on this very record."""
    standing = LegalHold.objects.filter(agency_id=target.agency_id, lifted_at=None)
    on = {"client_id": target.id} if isinstance(target, Client) else {"contact_id": target.id}
    return standing.filter(**on).first()


def held(agency_id: UUID, kind: str, ids: Sequence[UUID]) -> set[UUID]:
    """Which of these records a hold stops: a client by its own or one on any of its contacts, a contact also by one on its client, an event
    by one on any client who attends."""
    if kind == "client":
        return _held_clients(agency_id, ids)
    if kind == "contact":
        contacts = Contact.objects.filter(agency_id=agency_id, id__in=ids)
        own = LegalHold.objects.filter(agency_id=agency_id, lifted_at=None, contact_id__in=ids).values_list("contact_id", flat=True)
        clients = LegalHold.objects.filter(agency_id=agency_id, lifted_at=None, client_id__in=contacts.values("client_id"))
        return {*own, *contacts.filter(client_id__in=clients.values("client_id")).values_list("id", flat=True)} - {None}
    if kind == "event":
        attending = Attendance.objects.filter(agency_id=agency_id, event_id__in=ids).values_list("event_id", "client_id")
        clients_held = _held_clients(agency_id, [client_id for _event_id, client_id in attending])
        return {event_id for event_id, client_id in attending if client_id in clients_held}
    return set()


def _held_clients(agency_id: UUID, ids: Sequence[UUID]) -> set[UUID]:
    standing = LegalHold.objects.filter(agency_id=agency_id, lifted_at=None)
    own = standing.filter(client_id__in=ids).values_list("client_id", flat=True)
    by_contact = standing.filter(contact__agency_id=agency_id, contact__client_id__in=ids).values_list("contact__client_id", flat=True)
    return {id for id in (*own, *by_contact) if id}


def _lock(agency: Agency, target: Client | Contact) -> None:
    """A purge that is under way is waited for; one that comes later sees what we write."""
    model = type(target)
    model.objects.select_for_update(no_key=True).get(agency_id=agency.id, id=target.id)
    if isinstance(target, Contact) and target.client_id:
        Client.objects.select_for_update(no_key=True).get(agency_id=agency.id, id=target.client_id)


def _record(agency: Agency, target: Client | Contact, verb: str, actor: Actor, now: datetime) -> None:
    kind = "client" if isinstance(target, Client) else "contact"
    record(agency_id=agency.id, actor=actor, verb=verb, kind=kind, ids=[target.id], now=now)
