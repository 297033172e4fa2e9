"""Telling endpoints, as far as the database goes: taking them in hand, what each is told next, and writing down what came of it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from duenotice.agencies.activity import SYSTEM, record
from duenotice.db.named_sql import named_sql
from duenotice.senders.credentials import CannotOpen
from duenotice.webhooks.managing import secrets_of
from duenotice.webhooks.models import Delivery, Endpoint, PausedBy, State
from duenotice.webhooks.trying import Heard, given_up, pause_before, pauses

log = logging.getLogger(__name__)
# Longer than a turn with its last call; who dies is missed for so long.
LEASE = timedelta(seconds=60)
# What one turn of an endpoint tells at most.
AT_ONCE = 100
MOST_TRIES = 30


@dataclass(frozen=True)
class Told:
    """One thing to tell, in the words that are sent."""

    id: UUID
    record_id: UUID
    body: bytes
    test: bool
    tries: int
    first_at: datetime | None


@dataclass(frozen=True)
class Turn:
    """An endpoint in hand until its lease runs out, and what it is told now, in order."""

    agency_id: UUID
    endpoint_id: UUID
    claim: int
    url: str
    secrets: list[str]
    told: list[Told]


@transaction.atomic
def claim(now: datetime, most: int) -> list[Turn]:
    """Take at most `most` endpoints in hand that have something due. One whose secret cannot be read is paused."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("webhooks", "take_endpoints"), {"now": now, "until": now + LEASE, "most": most})
        ids = [row[0] for row in cursor.fetchall()]
    turns = [_turn(endpoint, now) for endpoint in Endpoint.objects.filter(id__in=ids)]
    return [turn for turn in turns if turn is not None]


def _turn(endpoint: Endpoint, now: datetime) -> Turn | None:
    try:
        secrets = secrets_of(endpoint, now)
    except CannotOpen:
        log.error("the secret of webhook %s cannot be read", endpoint.id)
        _pause(endpoint, PausedBy.UNREADABLE, now)
        return None
    return Turn(endpoint.agency_id, endpoint.id, endpoint.claim, endpoint.url, secrets, _due(endpoint, now))


def _due(endpoint: Endpoint, now: datetime) -> list[Told]:
    tests_only = endpoint.paused_at is not None or (endpoint.retry_at is not None and endpoint.retry_at > now)
    whose: dict[str, Any] = {"agency_id": endpoint.agency_id, "endpoint_id": endpoint.id, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("webhooks", "due"), {**whose, "tests_only": tests_only, "most": AT_ONCE})
        ids = [row[0] for row in cursor.fetchall()]
    rows = Delivery.objects.filter(agency_id=endpoint.agency_id, id__in=ids).order_by("seq", "id")
    return [Told(one.id, one.record_id, one.body.encode(), one.test, len(one.tried), one.first_at) for one in rows]


@transaction.atomic
def finish(turn: Turn, heard: Sequence[tuple[Told, Heard]], *, now: datetime) -> None:
    """Write down what came of a turn, and let go of the endpoint. Whoever is late for its lease writes only what was delivered."""
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(agency_id=turn.agency_id, id=turn.endpoint_id).first()
    if endpoint is None:
        return
    _write(turn, heard, now)
    if endpoint.claim == turn.claim:
        endpoint.lease_until = None
        for told, one in heard:
            if not told.test:
                _learn(endpoint, one, now)
        endpoint.save(update_fields=["lease_until", "failures", "failing_since", "retry_at", "heard_at"])


def _write(turn: Turn, heard: Sequence[tuple[Told, Heard]], now: datetime) -> None:
    if not heard:
        return
    rows = [(told.id, *_becomes(told, one, now), json.dumps([one.said()])) for told, one in heard]
    columns = dict(zip(("ids", "states", "next_ats", "said"), map(list, zip(*rows, strict=True)), strict=True))
    held: dict[str, Any] = {"agency_id": turn.agency_id, "endpoint_id": turn.endpoint_id, "claim": turn.claim, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("webhooks", "outcome"), {**held, **columns, "most_tries": MOST_TRIES})


def _becomes(told: Told, heard: Heard, now: datetime) -> tuple[str, datetime]:
    """Its state, and when it is told again."""
    if heard.delivered:
        return State.DELIVERED, now
    if told.test or given_up(told.first_at, now):
        return State.FAILED, now
    # Else the endpoint as a whole waits, and this one is the first that it is told then.
    return State.WAITING, now + pause_before(told.tries + 1) if heard.about_this_one else now


def _learn(endpoint: Endpoint, heard: Heard, now: datetime) -> None:
    """What a try says of the endpoint."""
    if heard.delivered:
        endpoint.heard_at, endpoint.failing_since, endpoint.failures, endpoint.retry_at = now, None, 0, None
        return
    endpoint.failing_since = endpoint.failing_since or now
    if not heard.about_this_one:
        endpoint.failures += 1
        endpoint.retry_at = now + pause_before(endpoint.failures, heard.wait)
    why = pauses(heard, endpoint.failing_since, now)
    if why is not None:
        _pause(endpoint, why, now)


def _pause(endpoint: Endpoint, why: PausedBy, now: datetime) -> None:
    """By itself; administrators are told by every page, and by mail."""
    rows = Endpoint.objects.filter(agency_id=endpoint.agency_id, id=endpoint.id, paused_at=None)
    if rows.update(paused_at=now, paused_by=why, lease_until=None, updated_at=now):
        detail = {"why": str(why)}
        record(agency_id=endpoint.agency_id, actor=SYSTEM, verb="paused", kind="webhook", ids=[endpoint.id], now=now, detail=detail)
