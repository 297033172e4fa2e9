"""Which other way to the same client is there, once a message has certainly failed? A call, an email, then the next contact.

Only a flow's step that asks for it has one; when, actions/falling_back.py says.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.may_message import facts, may_message
from duenotice.contacts.models import Contact
from duenotice.events.models import Attendance
from duenotice.messaging.models import Message, Status
from duenotice.senders.choose import primary_sender
from duenotice.senders.models import Sender

# The same words by text, spoken, by email: each is asked of the contact that failed first, then of the client's others.
ORDER = ("text", "voice", "email")
BY = " by "
# Of one occasion: may have reached somebody, or still may.
ALIVE = [Status.SCHEDULED, Status.CLAIMED, Status.SUBMITTING, Status.SENT, Status.DELIVERED, Status.UNKNOWN, Status.SIMULATED]

Way = tuple[UUID, str]


def ways(failed: Contact, channel: str, contacts: Sequence[Contact]) -> Iterator[tuple[Contact, str]]:
    """Every way to a client, after one by `channel` to the contact `failed` has failed; the best first.

    The rest of ORDER first, by the same contact where it carries the channel, else by the client's contacts that have it; then the other
    contacts by their own channels, then by whatever else they carry. `contacts` are the client's, the oldest first.
    """
    others = [one for one in contacts if one.id != failed.id]
    later = ORDER[ORDER.index(channel) + 1 :] if channel in ORDER else ORDER
    for one in later:
        if one in channels_of(failed.address.kind):
            yield failed, one
        yield from ((other, one) for other in others if other.channel == one and one == "email")
    yield from ((other, other.channel) for other in others)
    yield from ((other, one) for other in others for one in ORDER if one in channels_of(other.address.kind))


def next_way(
    agency: Agency, failed: Contact, channel: str, contacts: Sequence[Contact], tried: Collection[Way]
) -> tuple[Contact, str, Sender] | None:
    """The first way that nobody tried for this occasion and that messages may go now (C9), with the sender; None where there is none."""
    for contact, by in ways(failed, channel, contacts):
        sender = primary_sender(agency.id, by)
        reached = may_message(facts(contact=contact, agency=agency, sender=sender, channel=by)) is None
        if (contact.id, by) not in tried and sender and reached:
            return contact, by, sender
    return None


def root_occasion(occasion: str) -> str:
    """The occasion that a flow called for; a second message for it to the same contact says by which channel after it."""
    return occasion.partition(BY)[0]


def occasion_by(occasion: str, channel: str) -> str:
    return f"{root_occasion(occasion)}{BY}{channel}"


def replaced_by(message: Message) -> Message | None:
    """What goes, or went, in its place."""
    return Message.objects.filter(agency_id=message.agency_id, fallback_of=message.id).select_related("contact", "address").first()


def replaced(message: Message) -> Message | None:
    """The message in whose place it goes; None where that is purged, or this one is nobody's."""
    if message.fallback_of is None:
        return None
    return Message.objects.filter(agency_id=message.agency_id, id=message.fallback_of).select_related("contact", "address").first()


def overtaken(message: Message) -> bool:
    """Whether the client no longer attends the event, or it is on another day by now: then a message of its own is called for, or none."""
    event = message.event
    if event is None or message.client_id is None:
        return False
    day = root_occasion(message.occasion).partition(" ")[2]
    moved = _is_day(day) and day != event.date.isoformat()
    attending = Attendance.objects.filter(agency_id=message.agency_id, event_id=event.id, client_id=message.client_id)
    return moved or not attending.exists()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
