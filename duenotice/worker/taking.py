"""One step of the loop, in the thread that takes messages in hand: claim what one sender has due, and pass it through the gate."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError

from duenotice.gateways.failover import StandIn
from duenotice.messaging.dispatch import DueSender, adjust_tokens, claim, due_senders, take_tokens, unclaim
from duenotice.messaging.gate import Gated, Handed, gate
from duenotice.messaging.hold import Claimed
from duenotice.worker.database import DatabaseGone, database_now

log = logging.getLogger(__name__)


class NotGated(DatabaseGone):
    """The database went away while the gate stood open: these messages may be submitted, but no gateway was called."""

    def __init__(self, agency_id: UUID, claims: Sequence[Claimed], why: str) -> None:
        super().__init__(why)
        self.agency_id, self.claims = agency_id, list(claims)


def probe() -> list[DueSender]:
    """Who has something due."""
    return due_senders(database_now())


def take(due: DueSender, room: int, stand_in: StandIn | None = None) -> Gated:
    """Claim at most `room` messages of one sender and pass them through the gate. Raises NotGated, and what claiming raises.

    With `stand_in`, only what that carries, from its own number or address, within its own speed and daily cap.
    """
    now = database_now()
    carrier_id, channels = (stand_in.sender_id, stand_in.channels) if stand_in else (due.sender_id, None)
    claims = claim(due.agency_id, due.sender_id, room, now=now, carried_by=carrier_id, channels=channels)
    if not claims:
        return Gated()
    try:
        gated = _gate(due, claims, now)
        adjust_tokens(due.agency_id, carrier_id, len(claims) - gated.segments)
    except (OperationalError, InterfaceError) as error:
        raise NotGated(due.agency_id, claims, str(error).strip()) from error
    if stand_in:
        gated.handed = [replace(one, outbound=stand_in.carry(one.outbound)) for one in gated.handed]
    return gated


def pass_on(due: DueSender, handed: Sequence[Handed], stand_in: StandIn) -> list[Handed]:
    """Of what passed the gate for one sender, so many as its stand-in may carry now, as they go from there. Each counts there."""
    taken = take_tokens(due.agency_id, stand_in.sender_id, len(handed), now=database_now())
    going = handed[:taken]
    segments = sum(one.segments for one in going)
    adjust_tokens(due.agency_id, stand_in.sender_id, taken - segments)
    adjust_tokens(due.agency_id, due.sender_id, segments)
    return [replace(one, outbound=stand_in.carry(one.outbound)) for one in going]


def _gate(due: DueSender, claims: Sequence[Claimed], now: datetime) -> Gated:
    try:
        gated = gate(due.agency_id, due.sender_id, claims, now=now)
        if gated.decided < len(claims):
            unclaim(due.agency_id, claims)
        return gated
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("a batch of %d messages cannot pass the gate together; trying each alone", len(claims))
    gated = Gated()
    for one in claims:
        try:
            gated.add(gate(due.agency_id, due.sender_id, [one], now=now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # its lease runs out, and it is looked at again
            log.exception("message %s cannot pass the gate", one.id)
    return gated
