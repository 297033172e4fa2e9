"""From due to handed off and back: who has something due, claiming it, writing how it ended, and what workers left behind.

The gate, between claiming and calling, is in gate.py. Every function is one or a few set-based statements; `now` is the database's clock.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.gateways.protocol import Accepted, Answer, Kind, Refused, Unknown
from duenotice.messaging import parts
from duenotice.messaging.gate import Handed, settle
from duenotice.messaging.hold import Claimed, Held, hold_with_senders
from duenotice.messaging.may_leave import HELD_BY_SETUP, SETUP_PAUSE, TOO_LATE, Verdict, ending, wait
from duenotice.messaging.models import Attempt, Message, Status
from duenotice.messaging.rechannel import rechannel

CLAIM_LEASE = timedelta(minutes=1)
# Between two tries of what a gateway refused for now: full jitter below a bound that doubles from the first to the last of these.
FIRST_BACK_OFF = timedelta(seconds=10)
LONGEST_BACK_OFF = timedelta(minutes=5)
TRIED_FOR = timedelta(hours=24)
UNKNOWN_FOR = timedelta(hours=72)
SWEPT_AT_ONCE = 1000

LEFT_BEHIND = _("We stopped while handing it over, so we cannot know whether it arrived. Ask the client, or see whether an answer comes.")
NEVER_KNOWN = _("Nobody could tell us whether it arrived. Please check with the client, and send it again if needed.")


@dataclass(frozen=True, slots=True)
class DueSender:
    """A sender with something due. `updated_at` tells whether its gateway's settings may have changed."""

    agency_id: UUID
    sender_id: UUID
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one call ended."""

    handed: Handed
    answer: Answer


def due_senders(now: datetime) -> list[DueSender]:
    """The senders, of every agency, that have something due and may send it; by id."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "due_senders"), {"now": now})
        return [DueSender(*row) for row in cursor.fetchall()]


def claim(
    agency_id: UUID, sender_id: UUID, limit: int, *, now: datetime, carried_by: UUID | None = None, channels: Collection[str] | None = None
) -> list[Claimed]:
    """Claim what has been due longest, as much of it as the speed allows, a segment each; each message is ours for a minute.

    The speed and the daily cap are those of `carried_by`, a sender that stands in; the sender's own where there is none. `channels` are
    what may be claimed: all, unless given.
    """
    carrier_id = carried_by or sender_id
    taken = take_tokens(agency_id, carrier_id, limit, now=now)
    if not taken:
        return []
    asked: dict[str, UUID | datetime | int | float | list[str] | None] = {
        "agency_id": agency_id,
        "sender_id": sender_id,
        "now": now,
        "limit": taken,
        "lease": CLAIM_LEASE.total_seconds(),
        "channels": list(channels) if channels is not None else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "claim"), asked)
        claims = [Claimed(*row) for row in cursor.fetchall()]
    adjust_tokens(agency_id, carrier_id, taken - len(claims))
    return claims


def take_tokens(agency_id: UUID, sender_id: UUID, limit: int, *, now: datetime) -> int:
    """How many of `limit` segments the sender's speed and daily cap allow now; they count as used."""
    with connection.cursor() as cursor:
        asked: dict[str, UUID | datetime | int] = {"agency_id": agency_id, "sender_id": sender_id, "now": now, "limit": limit}
        cursor.execute(named_sql("messaging", "take_tokens"), asked)
        return row[0] if (row := cursor.fetchone()) else 0


def unclaim(agency_id: UUID, claims: Sequence[Claimed]) -> None:
    """Schedule again those of our claims that the gate passed over, so that they need not wait for their lease to run out."""
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "unclaim"),
            {"agency_id": agency_id, "ids": [one.id for one in claims], "claims": [one.claim for one in claims]},
        )


def adjust_tokens(agency_id: UUID, sender_id: UUID, tokens: int) -> None:
    """Put back tokens that were not used; or take (negative) what messages of several segments cost above one each."""
    if tokens:
        with connection.cursor() as cursor:
            cursor.execute(named_sql("messaging", "adjust_tokens"), {"agency_id": agency_id, "sender_id": sender_id, "tokens": tokens})


def outcomes(batch: Iterable[Outcome], *, now: datetime, jitter: Callable[[], float] = random.random) -> list[Outcome]:
    """Write how calls ended. Answers those that could not be written now, because somebody is changing what they depend on: try again.

    Only messages that still carry our claim number move. `jitter` answers numbers from 0 to 1.
    """
    final: dict[UUID, list[Outcome]] = defaultdict(list)
    again: dict[UUID, list[Outcome]] = defaultdict(list)
    for one in batch:
        (again if _tried_again(one.answer) else final)[one.handed.outbound.agency_id].append(one)
    for agency_id, ended in final.items():
        _write_final(agency_id, ended, now)
    left: list[Outcome] = []
    for agency_id, refused in again.items():
        left.extend(_put_back(agency_id, refused, now, jitter))
    return left


def give_back(agency_id: UUID, claims: Sequence[Claimed], *, now: datetime) -> list[Claimed]:
    """Schedule messages again that no gateway was called with, although they may have been submitted. Answers those to try again."""
    with transaction.atomic():
        held = hold_with_senders(agency_id, claims, [Status.CLAIMED, Status.SUBMITTING, Status.UNKNOWN])
        agency = Agency.objects.get(id=agency_id)
        ended = [Ended(one.id, one.attempts, "given_back", "", "") for one in held.messages if one.status != Status.CLAIMED]
        _close_attempts(agency_id, ended, now)
        back = [(one, ending(one, agency, now) or Verdict(Status.SCHEDULED, one.held_for, "", one.send_at)) for one in held.messages]
        settle(agency_id, back, now=now)
        _follow_channels(agency, held.messages, now)
    busy = {one.id for one in held.busy}
    return [one for one in claims if one.id in busy]


def _tried_again(answer: Answer) -> bool:
    """Certainly not taken, and not the message's fault: what passes by itself, and what a person repairs in the sender's set-up."""
    return isinstance(answer, Refused) and (answer.kind.passes or answer.kind in (Kind.REGISTRATION, Kind.CONFIGURATION))


def _write_final(agency_id: UUID, ended: Sequence[Outcome], now: datetime) -> None:
    """The parts first: a crash in between leaves a message unknown, which its receipts can still tell of."""
    called = [(one.handed.outbound, one.answer.parts) for one in ended if one.answer.parts]
    parts.keep(agency_id, [parts.Handed(outbound.id, outbound.attempt, known) for outbound, known in called])
    told = [_told(one.answer) for one in ended]
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "outcome"),
            {
                "agency_id": agency_id,
                "now": now,
                "ids": [one.handed.outbound.id for one in ended],
                "claims": [one.handed.claimed.claim for one in ended],
                "numbers": [one.handed.outbound.attempt for one in ended],
                "statuses": [one.status for one in told],
                "outcomes": [one.outcome for one in told],
                "codes": [one.code for one in told],
                "words": [one.words for one in told],
                "references": [one.reference for one in told],
            },
        )


@dataclass(frozen=True, slots=True)
class _Told:
    status: Status
    outcome: str
    code: str = ""
    words: str = ""
    reference: str = ""


def _told(answer: Answer) -> _Told:
    match answer:
        case Accepted(reference, delivered):
            return _Told(Status.DELIVERED if delivered else Status.SENT, "accepted", reference=plain(reference))
        case Refused(code, words):
            return _Told(Status.FAILED, "refused", plain(code), plain(words))
        case Unknown(reason):
            return _Told(Status.UNKNOWN, "unknown", "no_answer", plain(reason))


def _put_back(agency_id: UUID, refused: Sequence[Outcome], now: datetime, jitter: Callable[[], float]) -> list[Outcome]:
    """Schedule refused messages again, with what they depend on locked: nothing comes back to an address that was opted out meanwhile."""
    by_id = {one.handed.outbound.id: one for one in refused}
    with transaction.atomic():
        agency = Agency.objects.get(id=agency_id)
        held = hold_with_senders(agency_id, [one.handed.claimed for one in refused], [Status.SUBMITTING, Status.UNKNOWN])
        first = dict(
            Attempt.objects.filter(agency_id=agency_id, message_id__in=list(by_id)).values_list("message_id").annotate(Min("started_at"))
        )
        verdicts = [(one, _after_refusal(one, by_id[one.id], agency, first.get(one.id, now), now, jitter())) for one in held.messages]
        busy = {one.id for one in held.busy} | _in_other_hands(agency_id, by_id, held)
        written = [one for one in refused if one.handed.outbound.id not in busy]
        _close_attempts(agency_id, [_ended(one) for one in written], now)
        settle(agency_id, verdicts, now=now)
        _follow_channels(agency, held.messages, now)
    return [by_id[one] for one in busy]


def _follow_channels(agency: Agency, messages: Sequence[Message], now: datetime) -> None:
    """Contacts whose channel was changed while their message was in hand: what comes back goes by the new one (C4)."""
    moved = {one.contact.id: one.contact for one in messages if one.contact and one.channel != one.contact.channel and not one.fallback_of}
    for contact in moved.values():
        rechannel(agency=agency, contact=contact, channel=contact.channel, now=now)


def _in_other_hands(agency_id: UUID, refused: Mapping[UUID, Outcome], held: Held) -> set[UUID]:
    """Messages that are ours, but whose row somebody is writing at this moment."""
    missing = refused.keys() - {one.id for one in held.messages} - {one.id for one in held.busy}
    if not missing:
        return set()
    rows = Message.objects.filter(agency_id=agency_id, id__in=missing, status__in=[Status.SUBMITTING, Status.UNKNOWN])
    return {key for key, number in rows.values_list("id", "claim") if refused[key].handed.claimed.claim == number}


def _after_refusal(message: Message, outcome: Outcome, agency: Agency, first: datetime, now: datetime, jitter: float) -> Verdict:
    refusal = outcome.answer
    assert isinstance(refusal, Refused)
    if verdict := ending(message, agency, now):
        return verdict
    if now - first >= TRIED_FOR:
        return Verdict(Status.FAILED, plain(refusal.code), plain(refusal.words))
    if refusal.kind.passes:
        bound = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** min(outcome.handed.outbound.attempt - 1, 10))
        until = now + timedelta(seconds=refusal.retry_after or 0) + bound * jitter
        return wait(message, "retry", plain(refusal.words), until, else_to=Status.FAILED)
    return wait(message, str(refusal.kind), plain(refusal.words), now + SETUP_PAUSE * (1 + jitter), else_to=Status.FAILED)


class Ended(NamedTuple):
    """How an attempt ended."""

    message_id: UUID
    number: int
    outcome: str
    code: str
    words: str


def _ended(one: Outcome) -> Ended:
    assert isinstance(one.answer, Refused)
    return Ended(one.handed.outbound.id, one.handed.outbound.attempt, "refused", plain(one.answer.code), plain(one.answer.words))


def _close_attempts(agency_id: UUID, ended: Sequence[Ended], now: datetime) -> None:
    if not ended:
        return
    columns = {f"{name}s": [getattr(one, name) for one in ended] for name in Ended._fields}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "close_attempts"), {"agency_id": agency_id, "now": now, **columns})


def plain(text: str) -> str:
    """What a gateway wrote, without what the database cannot hold."""
    return text.replace("\x00", "").encode(errors="replace").decode()


@dataclass(frozen=True, slots=True)
class Swept:
    """How many messages of each kind were left behind."""

    claimed: int
    submitting: int
    expired: int
    unknown: int


def sweep(now: datetime) -> Swept:
    """Move on what workers and time left behind, in every agency; at most a thousand of each kind, so that the caller comes back soon."""
    return Swept(
        claimed=_sweep("sweep_claimed", now),
        submitting=_sweep("sweep_submitting", now, code="left_behind", words=LEFT_BEHIND),
        expired=_sweep("sweep_expired", now, setup=HELD_BY_SETUP, words=TOO_LATE),
        unknown=_sweep("sweep_unknown", now, since=now - UNKNOWN_FOR, words=NEVER_KNOWN),
    )


def _sweep(statement: str, now: datetime, **given: str | Promise | datetime | list[str]) -> int:
    values = {name: str(value) if isinstance(value, Promise) else value for name, value in given.items()}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", statement), {"now": now, "limit": SWEPT_AT_ONCE, **values})
        return int(cursor.rowcount)
