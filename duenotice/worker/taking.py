"""One step of the loop, in the thread that takes messages in hand: claim what one sender has due, and pass it through the gate."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError

from duenotice.messaging.dispatch import DueSender, adjust_tokens, claim, due_senders, unclaim
from duenotice.messaging.gate import Gated, gate
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


def take(due: DueSender, room: int) -> Gated:
    """Claim at most `room` messages of one sender and pass them through the gate. Raises NotGated, and what claiming raises."""
    now = database_now()
    claims = claim(due.agency_id, due.sender_id, room, now=now)
    if not claims:
        return Gated()
    try:
        gated = _gate(due, claims, now)
        adjust_tokens(due.agency_id, due.sender_id, len(claims) - gated.segments)
    except (OperationalError, InterfaceError) as error:
        raise NotGated(due.agency_id, claims, str(error).strip()) from error
    return gated


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
