"""Applies what carriers told us, beside sending: in a thread of its own, so that a send never waits for it."""

import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import InterfaceError, OperationalError

from duenotice.actions.carrier_news import TAKEN_AT_ONCE, Taken, apply_received, apply_told, grouped, is_received, keep_and_act, take
from duenotice.gateways.news import News
from duenotice.worker.database import database_now

log = logging.getLogger(__name__)


def hear(agency_id: UUID, sender_id: UUID, gateway: str, news: Sequence[News]) -> None:
    """What a carrier tells over a connection of the gateway's own; once this returns, the carrier may be told that we have it."""
    keep_and_act(agency_id=agency_id, sender_id=sender_id, gateway=gateway, news=news, now=database_now())


def receive_news() -> bool:
    """Apply what is due; whether there is more. One that cannot be applied is left to its lease, and its batch goes on."""
    now = database_now()
    taken = take(now)
    for one in taken:
        if is_received(one):
            _tried(lambda one=one: apply_received(one, now=now), one)  # type: ignore[misc]
    for batch in grouped(taken):
        if not _tried(lambda batch=batch: apply_told(batch, now=now), *batch):  # type: ignore[misc]
            for one in batch:
                _tried(lambda one=one: apply_told([one], now=now), one)  # type: ignore[misc]
    return len(taken) == TAKEN_AT_ONCE


def _tried(work: Callable[[], None], *about: Taken) -> bool:
    try:
        work()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("cannot apply what a carrier told: %s", ", ".join(str(one.id) for one in about))
        return False
    return True
