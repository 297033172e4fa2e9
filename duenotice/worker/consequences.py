"""What refused calls say of their addresses, before the outcomes are written."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import InterfaceError, OperationalError

from duenotice.actions.consequences import ABOUT_THE_ADDRESS, draw
from duenotice.actions.troubles import OF_THE_SET_UP, note, over
from duenotice.agencies.models import Agency
from duenotice.gateways.protocol import Accepted, Refused
from duenotice.messaging.dispatch import Outcome
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)


def apply_consequences(batch: Sequence[Outcome], *, now: datetime) -> None:
    """Before the outcomes are written, and in transactions of their own: a crash in between leaves a message unknown, and no STOP lost."""
    _note_troubles(batch, now)
    for one in batch:
        if isinstance(one.answer, Refused) and one.answer.kind in ABOUT_THE_ADDRESS:
            try:
                _apply(one, one.answer, now)
            except (OperationalError, InterfaceError):
                raise
            except Exception:  # the outcome is written all the same
                log.exception("cannot draw the consequences of message %s", one.handed.outbound.id)


def _note_troubles(batch: Sequence[Outcome], now: datetime) -> None:
    """Of each sender, what was heard last counts."""
    heard = {(one.handed.outbound.agency_id, one.handed.outbound.sender): one.answer for one in batch if one.handed.outbound.sender}
    for (agency_id, value), answer in heard.items():
        senders = Sender.objects.filter(agency_id=agency_id, value=value)
        if isinstance(answer, Refused) and answer.kind in OF_THE_SET_UP:
            note(senders, answer, by_receipt=False, now=now)
        elif isinstance(answer, Accepted):
            over(senders, delivered=False)


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
