"""Will messages reach this contact now? The one rule's answer, with what holds or simulates them, for people to read (C9)."""

from dataclasses import dataclass
from datetime import datetime

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import Obstacle
from duenotice.messaging.recipients import Recipient
from duenotice.messaging.send_time import quiet_until


@dataclass(frozen=True)
class Reach:
    """`obstacle` None: messages reach the contact, if need be only after `held_until` (UTC), and only `simulated` in simulate mode."""

    obstacle: Obstacle | None
    held_until: datetime | None
    simulated: bool


def reach(*, agency: Agency, recipient: Recipient, now: datetime) -> Reach:
    """Changes nothing, and asks the database nothing."""
    contact, held = recipient.contact, None
    if recipient.obstacle is None:
        held = quiet_until(agency, channel=contact.channel, address=contact.address, client=contact.client, at=now)
    return Reach(recipient.obstacle, held, not agency.live)
