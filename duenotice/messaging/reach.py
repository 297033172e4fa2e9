"""Will messages reach this contact now? The one rule's answer, with what holds or simulates them, for people to read (C9)."""

from dataclasses import dataclass
from datetime import datetime

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import Obstacle, facts, may_message
from duenotice.contacts.models import Contact
from duenotice.messaging.send_time import quiet_until
from duenotice.senders.choose import primary_sender
from duenotice.senders.models import Sender


@dataclass(frozen=True)
class Reach:
    """`obstacle` None: messages reach the contact, if need be only after `held_until` (UTC), and only `simulated` in simulate mode."""

    obstacle: Obstacle | None
    held_until: datetime | None
    simulated: bool
    sender: Sender | None


def reach(*, agency: Agency, contact: Contact, now: datetime) -> Reach:
    """Reads the contact's address and client, and the agency's senders."""
    sender = primary_sender(agency.id, contact.channel)
    obstacle = may_message(facts(contact=contact, agency=agency, sender=sender))
    held = None
    if obstacle is None:
        held = quiet_until(agency, channel=contact.channel, address=contact.address, client=contact.client, at=now)
    return Reach(obstacle, held, not agency.live, sender)
