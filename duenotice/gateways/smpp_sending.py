"""Submits one text, part after part, and says what became of it as a whole (docs/gateways.md, SMPP)."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

from duenotice.gateways import smpp_errors
from duenotice.gateways import smpp_pdus as wire
from duenotice.gateways.protocol import Accepted, Answer, Kind, Outbound, Parts, Refused, Unknown
from duenotice.gateways.smpp_fields import Address, Piece, submit_sm
from duenotice.gateways.smpp_link import Link
from duenotice.gateways.smpp_session import Ended, Session, Unasked
from duenotice.gateways.smpp_settings import SmppSettings
from duenotice.gateways.smpp_text import pieces
from duenotice.lib.marking import gettext_noop as _

# Seconds for which a message that is partly out is worth trying to complete, and between two tries.
COMPLETING, PAUSE = 60.0, 1.0

_TOO_LONG = Refused("too_long", _("The text is too long for the SMPP carrier. Shorten it."), Kind.CONTENT)
_PARTLY = _(
    "The carrier took the beginning of this long text and refused the rest, so the person may read only a part of it. "
    "It is not sent again by itself. Call the client, or write a shorter text."
)
_PART_LOST = _(
    "The SMPP carrier did not answer for a part of this long text, so nothing more of it was sent: the person may read only its beginning. "
    "It is not sent again by itself. Call the client, or write a shorter text."
)
_NO_ANSWER = _("The SMPP carrier did not answer in time, so it may or may not have the message. A receipt may still tell.")


async def submit(link: Link, told: SmppSettings, message: Outbound, reference: int, late: Callable[[Accepted | Refused], None]) -> Answer:
    """No part goes after one that was refused. `late` hears the answer that comes after we stopped waiting for it."""
    cut = pieces(message.body, reference)
    if not cut:
        return _TOO_LONG
    taken: list[str] = []
    until = time.monotonic() + COMPLETING
    for piece in cut:
        answer = await _completed(link, told, message, piece, until if taken else 0.0, late if len(cut) == 1 else None)
        if not isinstance(answer, Accepted):
            return _ended(answer, Parts(tuple(taken), len(cut)))
        taken.append(answer.reference)
    return Accepted(taken[0], parts=Parts(tuple(taken), len(cut)))


def _ended(answer: Refused | Unknown, taken: Parts) -> Refused | Unknown:
    """What is partly out is never sent again, so it is of no kind that passes. That a person said stop, or is out of reach, stays known."""
    if isinstance(answer, Unknown) and taken.of > 1:
        return Unknown(_PART_LOST, parts=taken if taken.references else None)
    if not taken.references:
        return answer
    if isinstance(answer, Refused) and answer.kind not in (Kind.BLOCKED, Kind.ADDRESS):
        return Refused("partly_sent", _PARTLY, Kind.CONTENT, parts=taken)
    return replace(answer, parts=taken)


async def _completed(
    link: Link, told: SmppSettings, message: Outbound, piece: Piece, until: float, late: Callable[[Accepted | Refused], None] | None
) -> Answer:
    """What became of one part. One that is refused for a reason that passes is tried until then: the parts before it are out."""
    while True:
        session = await link.session()
        answer = session if isinstance(session, Refused) else await _submitted(session, told, message, piece, late)
        if not isinstance(answer, Refused) or not answer.kind.passes or time.monotonic() >= until:
            return answer
        await asyncio.sleep(PAUSE)


async def _submitted(
    session: Session, told: SmppSettings, message: Outbound, piece: Piece, late: Callable[[Accepted | Refused], None] | None
) -> Answer:
    def make(sequence: int) -> bytes:
        source = Address(message.sender.lstrip("+"), told.source_ton, told.source_npi)
        return submit_sm(sequence, piece, source=source, to=message.to.lstrip("+"))

    def heard_late(asked: "asyncio.Future[wire.Pdu]") -> None:
        if late is not None and not asked.cancelled() and not asked.exception():
            late(_read(asked.result(), told))

    try:
        asked = session.ask(make)
        return _read(await asyncio.wait_for(asyncio.shield(asked), told.timeout), told)
    except wire.Malformed:
        return _TOO_LONG
    except Unasked:
        return smpp_errors.UNREACHABLE
    except Ended:
        return Unknown(_NO_ANSWER)
    except TimeoutError:
        asked.add_done_callback(heard_late)
        return Unknown(_NO_ANSWER)


def _read(came: wire.Pdu, told: SmppSettings) -> Accepted | Refused:
    if came.status != wire.OK:
        return smpp_errors.refused(came.status, told.blocked_codes)
    return Accepted(came.text, parts=Parts((came.text,), 1))
