"""What would come of a message if it were sent as composed so far: the words, what they cost, when they go, what they repeat."""

from dataclasses import dataclass
from datetime import datetime

from duenotice.actions.composing import Draft, choose_sender, preview
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.lib.local_time import NoSuchTime
from duenotice.lib.segments import Segments, segments
from duenotice.messaging.duplicates import earlier_duplicate, words_hash
from duenotice.messaging.models import Message
from duenotice.messaging.render import Rendered
from duenotice.messaging.send_time import NotThen, in_conversation, one_off_time, quiet_until


@dataclass(frozen=True)
class Foreseen:
    """`cost` is for texts alone. `send_at` is None where the date and time asked for cannot be; `held_until` is set by quiet hours."""

    words: Rendered
    cost: Segments | None
    send_at: datetime | None
    held_until: datetime | None
    repeats: Message | None


def foresee(*, agency: Agency, contact: Contact, draft: Draft, now: datetime) -> Foreseen:
    """Looks ahead without locking or writing; composing decides for itself. Raises CannotCompose for a sender that cannot be used."""
    sender = choose_sender(agency, contact.channel, draft.sender_id)
    words = preview(agency, contact, sender, draft, now)
    send_at = _send_at(agency, draft, now)
    return Foreseen(
        words=words,
        cost=segments(words.body) if contact.channel == "text" and words.body else None,
        send_at=send_at,
        held_until=_held_until(agency, contact, draft, send_at, now),
        repeats=_repeats(agency, contact, draft, words, send_at),
    )


def _send_at(agency: Agency, draft: Draft, now: datetime) -> datetime | None:
    try:
        return one_off_time(agency, day=draft.day, clock=draft.clock, send_now=draft.send_now, event=draft.event, now=now).send_at
    except (NotThen, NoSuchTime):
        return None


def _held_until(agency: Agency, contact: Contact, draft: Draft, send_at: datetime | None, now: datetime) -> datetime | None:
    if send_at is None or in_conversation(draft.answers, now):
        return None
    return quiet_until(agency, channel=contact.channel, address=contact.address, client=contact.client, at=send_at)


def _repeats(agency: Agency, contact: Contact, draft: Draft, words: Rendered, send_at: datetime | None) -> Message | None:
    if send_at is None or not words.body.strip():
        return None
    event_id = draft.event.id if draft.event else None
    return earlier_duplicate(agency, contact_id=contact.id, event_id=event_id, words=words_hash(words), due=send_at)
