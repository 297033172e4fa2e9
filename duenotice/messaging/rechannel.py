"""A contact's channel changed: what is scheduled goes by the new one, from the sender that carries it (C4)."""

from datetime import datetime

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import ENDING, facts, may_message
from duenotice.contacts.models import Contact
from duenotice.messaging.models import WAITING, Kind, Message, Status
from duenotice.messaging.removal import remove_waiting
from duenotice.senders.choose import primary_sender


def rechannel(*, agency: Agency, contact: Contact, channel: str, now: datetime) -> int:
    """Move the contact's waiting messages to `channel`, or delete them where they may not go by it; answers how many were deleted.

    What the agency's own set-up stands in the way of waits there. The caller holds the contact, its address and its client.
    """
    sender = primary_sender(agency.id, channel)
    if sender is None or may_message(facts(contact=contact, agency=agency, sender=sender, channel=channel)) in ENDING:
        return len(remove_waiting(agency.id, by="contact_id", ids=[contact.id]))
    mine = Message.objects.filter(agency_id=agency.id, contact_id=contact.id, status__in=WAITING)
    # What takes the place of a failed message goes by its own channel.
    waiting = mine.filter(fallback_of=None).exclude(kind=Kind.COMPLIANCE)
    held = list(waiting.select_for_update(no_key=True).order_by("id").values_list("id", flat=True))
    waiting.filter(id__in=held).update(channel=channel, sender=sender, status=Status.SCHEDULED, lease_until=None, updated_at=now)
    return 0
