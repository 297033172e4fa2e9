"""Pressing Undo: the state comes back, and those of the deleted messages that are not yet due and may still be sent (L5)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy

from duenotice.actions.consent import restore_consent
from duenotice.actions.contact_fields import restore_fields
from duenotice.actions.events import restore_cancelled
from duenotice.actions.lifecycle import DEFINITIONS, KINDS, VERBS, messages_of, restore_states
from duenotice.actions.models import Undo
from duenotice.actions.undo import Restored
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.events.models import Attendance, Event
from duenotice.flows.hold import hold_definitions
from duenotice.flows.sync import Scope, sync
from duenotice.messaging.may_leave import deadline, ending
from duenotice.messaging.models import Message
from duenotice.messaging.rechannel import rechannel
from duenotice.messaging.removal import bring_back, remove_waiting

STATES = {verb: state for state, verb in VERBS.items()}
# What messages depend on, in lock order.
HELD = {"address_id": Address, "contact_id": Contact, "client_id": Client, "event_id": Event}

NO_LONGER = gettext_lazy("This can no longer be undone. Look at the record and change it there.")


class CannotUndo(Exception):
    """It was undone already, its day is over, it is somebody else's, or somebody has said or done otherwise since."""


@dataclass(frozen=True)
class TakenBack:
    """How many messages are scheduled again, and how many stay deleted because they are due or may not be sent any more.

    `records` are as they were again: contacts, clients, events or definitions; of consent, addresses.
    `deleted` were scheduled since the action, and may not be sent now that it is undone.
    """

    verb: str
    brought_back: int
    stay_deleted: int
    records: int
    deleted: int = 0


@transaction.atomic
def take_back(*, agency: Agency, undo_id: UUID, actor: Actor, now: datetime) -> TakenBack:
    """Undo one action of the same user, where nobody has said or done otherwise since. Raises CannotUndo, with words."""
    undo = Undo.objects.select_for_update().filter(agency_id=agency.id, id=undo_id).first()
    if undo is None or undo.user_id != actor.id or undo.undone_at is not None or undo.expires_at <= now:
        raise CannotUndo(str(NO_LONGER))
    verb, _sep, kind = undo.verb.partition("_")
    column = KINDS[kind][1] if kind in KINDS else "address_id"
    _hold(agency, undo, kind, column)
    restored = _restore(agency, undo, verb, kind, actor, now)
    if not restored.ids:
        raise CannotUndo(str(NO_LONGER))
    again = {str(one) for one in messages_of(agency, kind, restored.ids)}
    back = bring_back(agency.id, [row for row in undo.messages if row[column] in again], now=now)
    _settle(agency, back, now)
    if kind == "event":
        sync(agency, Scope(events=restored.ids), now)
    elif back:
        # What came back may have been called for otherwise meanwhile: its event was moved, say. Nothing else is made by undoing.
        contacts = Message.objects.filter(agency_id=agency.id, id__in=back, contact_id__isnull=False).values_list("contact_id", flat=True)
        sync(agency, Scope(contacts=sorted({one for one in contacts if one})), now, creating=False)
    kept, count = Message.objects.filter(agency_id=agency.id, id__in=back).count(), len(undo.messages)
    undo.undone_at, undo.messages = now, []
    undo.save(update_fields=["undone_at", "messages"])
    return TakenBack(undo.verb, kept, count - kept, len(restored.ids), restored.deleted)


def _hold(agency: Agency, undo: Undo, kind: str, column: str) -> None:
    """Locks all that undoing and syncing change and depend on, in lock order."""
    hold_definitions(agency.id, changing=kind in DEFINITIONS)
    besides = _besides(agency, undo, kind)
    for name, model in HELD.items():
        ids = {row[name] for row in undo.messages if row[name]} | (set(undo.before) if name == column else set()) | besides.get(name, set())
        list(model._default_manager.select_for_update().filter(agency_id=agency.id, id__in=ids).order_by("id").values_list("id"))


def _besides(agency: Agency, undo: Undo, kind: str) -> dict[str, set[UUID]]:
    """What undoing changes besides its own records and the messages that it deleted."""
    if kind == "event":
        return _attendees(agency, undo)
    if kind == "contact":
        whose = Contact.objects.filter(agency_id=agency.id, id__in=list(undo.before)).values_list("address_id", "client_id")
        return {"address_id": {address for address, _client in whose}, "client_id": {client for _address, client in whose if client}}
    return {}


def _attendees(agency: Agency, undo: Undo) -> dict[str, set[UUID]]:
    """The clients of the events, with their contacts and addresses."""
    attendances = Attendance.objects.filter(agency_id=agency.id, event_id__in=list(undo.before))
    clients = set(attendances.values_list("client_id", flat=True))
    contacts = list(Contact.objects.filter(agency_id=agency.id, client_id__in=clients).values_list("id", "address_id"))
    return {"client_id": clients, "contact_id": {row[0] for row in contacts}, "address_id": {row[1] for row in contacts}}


def _restore(agency: Agency, undo: Undo, verb: str, kind: str, actor: Actor, now: datetime) -> Restored:
    if verb in STATES:
        left = STATES[verb]
        return restore_states(agency=agency, kind=kind, before=undo.before, left=left, left_at=undo.created_at, actor=actor, now=now)
    if verb in ("cancelled", "uncancelled"):
        called_off = undo.created_at if verb == "cancelled" else None
        return restore_cancelled(agency=agency, before=undo.before, left=called_off, actor=actor, now=now)
    if verb in ("channel", "type"):
        return restore_fields(agency=agency, field="channel" if verb == "channel" else "type", before=undo.before, actor=actor, now=now)
    return restore_consent(agency=agency, before=undo.before, actor=actor, now=now)


def _settle(agency: Agency, message_ids: list[UUID], now: datetime) -> None:
    """Delete those that may not be sent after all, and let the others go by the channel that their contact has by now."""
    whole = Message.objects.select_related("address", "contact__client", "contact__address", "event", "sender")
    messages = list(whole.filter(agency_id=agency.id, id__in=message_ids))
    ended = [message.id for message in messages if ending(message, agency, now) or _too_late(message)]
    remove_waiting(agency.id, by="id", ids=ended)
    moved = {one.contact_id: one.contact for one in messages if one.contact and one.channel != one.contact.channel}
    for contact in moved.values():
        rechannel(agency=agency, contact=contact, channel=contact.channel, now=now)


def _too_late(message: Message) -> bool:
    """Its event has been moved to before it."""
    last = deadline(message)
    return last is not None and last <= message.send_at
