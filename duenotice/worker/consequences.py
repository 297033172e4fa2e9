"""What a gateway's refusal says of the address: it cannot be reached (C3), or its owner told the carrier to stop (O6)."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.models import InvalidSource
from duenotice.gateways.protocol import ADDRESS_CODES, Kind, Refused
from duenotice.messaging.dispatch import Outcome

log = logging.getLogger(__name__)
GATEWAY = Actor("gateway")


def apply_consequences(batch: Sequence[Outcome], *, now: datetime) -> None:
    """Before the outcomes are written, and in transactions of their own: a crash in between leaves a message unknown, and no STOP lost."""
    for one in batch:
        if isinstance(one.answer, Refused) and one.answer.kind in (Kind.ADDRESS, Kind.CHANNEL, Kind.BLOCKED):
            try:
                _apply(one, one.answer, now)
            except (OperationalError, InterfaceError):
                raise
            except Exception:  # the outcome is written all the same
                log.exception("cannot draw the consequences of message %s", one.handed.outbound.id)


def _apply(one: Outcome, refusal: Refused, now: datetime) -> None:
    outbound, address_ids = one.handed.outbound, [one.handed.claimed.address_id]
    agency = Agency.objects.get(id=outbound.agency_id)
    if refusal.kind is Kind.BLOCKED:
        opt_out(agency=agency, address_ids=address_ids, cause=Cause("gateway", message_id=outbound.id), actor=GATEWAY, now=now)
        return
    email = outbound.channel == "email"
    usual = "hard_bounce" if email else "unknown_number"
    mark_invalid(
        agency=agency,
        address_ids=address_ids,
        channels=[outbound.channel] if refusal.kind is Kind.CHANNEL else channels_of("email" if email else "phone"),
        reason=refusal.code if refusal.code in ADDRESS_CODES else usual,
        source=InvalidSource.BOUNCE if email else InvalidSource.RECEIPT,
        actor=GATEWAY,
        now=now,
    )
