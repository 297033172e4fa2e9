"""What refused calls say of their addresses, before the outcomes are written."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from duenotice.actions.consequences import ABOUT_THE_ADDRESS, draw
from duenotice.agencies.models import Agency
from duenotice.gateways.protocol import Refused
from duenotice.messaging.dispatch import Outcome

log = logging.getLogger(__name__)


def apply_consequences(batch: Sequence[Outcome], *, now: datetime) -> None:
    """Before the outcomes are written, and in transactions of their own: a crash in between leaves a message unknown, and no STOP lost."""
    for one in batch:
        if isinstance(one.answer, Refused) and one.answer.kind in ABOUT_THE_ADDRESS:
            try:
                _apply(one, one.answer, now)
            except (OperationalError, InterfaceError):
                raise
            except Exception:  # the outcome is written all the same
                log.exception("cannot draw the consequences of message %s", one.handed.outbound.id)


def _apply(one: Outcome, refusal: Refused, now: datetime) -> None:
    outbound = one.handed.outbound
    draw(
        agency=Agency.objects.get(id=outbound.agency_id),
        address_id=one.handed.claimed.address_id,
        channel=outbound.channel,
        message_id=outbound.id,
        refusal=refusal,
        now=now,
    )
