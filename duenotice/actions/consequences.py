"""What a gateway's refusal says of the address: it cannot be reached (C3), or its owner told the carrier to stop (O6)."""

from datetime import datetime
from uuid import UUID

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.models import InvalidSource
from duenotice.gateways.protocol import ADDRESS_CODES, Kind, Refused

GATEWAY = Actor("gateway")
ABOUT_THE_ADDRESS = frozenset({Kind.ADDRESS, Kind.CHANNEL, Kind.BLOCKED})


def draw(*, agency: Agency, address_id: UUID, channel: str, message_id: UUID, refusal: Refused, now: datetime) -> None:
    """A refusal that is ABOUT_THE_ADDRESS makes it Invalid, for all channels or for this one, or opts it out."""
    if refusal.kind is Kind.BLOCKED:
        opt_out(agency=agency, address_ids=[address_id], cause=Cause("gateway", message_id=message_id), actor=GATEWAY, now=now)
        return
    email = channel == "email"
    usual = "hard_bounce" if email else "unknown_number"
    mark_invalid(
        agency=agency,
        address_ids=[address_id],
        channels=[channel] if refusal.kind is Kind.CHANNEL else channels_of("email" if email else "phone"),
        reason=refusal.code if refusal.code in ADDRESS_CODES else usual,
        source=InvalidSource.BOUNCE if email else InvalidSource.RECEIPT,
        actor=GATEWAY,
        now=now,
    )
