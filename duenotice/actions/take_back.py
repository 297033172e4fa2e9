"""Pressing Undo: the state comes back, and those of the deleted messages that are not yet due and may still be sent (L5)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.consent import restore_consent
from duenotice.actions.events import restore_cancelled
from duenotice.actions.lifecycle import KINDS, restore_states
from duenotice.actions.models import Undo
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import ENDING, facts, may_message
from duenotice.messaging.models import Message
from duenotice.messaging.removal import bring_back, remove_waiting


class CannotUndo(Exception):
    """It was undone already, its day is over, or it is somebody else's."""


@dataclass(frozen=True)
class TakenBack:
    """How many messages are scheduled again, and how many stay deleted because they are due or may not be sent any more."""

    verb: str
    brought_back: int
    stay_deleted: int


@transaction.atomic
def take_back(*, agency: Agency, undo_id: UUID, actor: Actor, now: datetime) -> TakenBack:
    """Undo one action of the same user. Raises CannotUndo, with words."""
    undo = Undo.objects.select_for_update().filter(agency_id=agency.id, id=undo_id).first()
    if undo is None or undo.user_id != actor.id or undo.undone_at is not None or undo.expires_at <= now:
        raise CannotUndo(_("This can no longer be undone. Look at the record and change it there."))
    verb, _sep, kind = undo.verb.rpartition("_")
    if kind in KINDS and verb in ("archived", "trashed", "restored"):
        restore_states(agency=agency, kind=kind, before=undo.before, actor=actor, now=now)
    elif verb in ("cancelled", "uncancelled"):
        restore_cancelled(agency=agency, before=undo.before, actor=actor, now=now)
    else:
        restore_consent(agency=agency, before=undo.before, actor=actor, now=now)
    back = bring_back(agency.id, undo.messages, now=now)
    stopped = _stopped(agency, back)
    remove_waiting(agency.id, by="id", ids=stopped)
    count = len(undo.messages)
    undo.undone_at, undo.messages = now, []
    undo.save(update_fields=["undone_at", "messages"])
    kept = len(back) - len(stopped)
    return TakenBack(undo.verb, kept, count - kept)


def _stopped(agency: Agency, message_ids: list[UUID]) -> list[UUID]:
    """Which of the messages may not be sent after all: since the action, something else may have ended deliverability."""
    messages = Message.objects.filter(agency_id=agency.id, id__in=message_ids).select_related(
        "contact__client", "contact__address", "event", "sender"
    )
    return [message.id for message in messages if _ended(agency, message)]


def _ended(agency: Agency, message: Message) -> bool:
    if message.event is not None and message.event.is_silent:
        return True
    return (
        message.contact is not None
        and may_message(facts(contact=message.contact, agency=agency, sender=message.sender, channel=message.channel)) in ENDING
    )
