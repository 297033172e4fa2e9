"""May it call once more? So many calls a minute for each API client, counted together by all web processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from uuid import UUID

from django.conf import settings
from django.db import connection

from duenotice.db.named_sql import named_sql

MINUTE = timedelta(minutes=1)
# A process takes so many calls in advance, so that not every call asks the database.
IN_ADVANCE = 20


@dataclass
class Minute:
    """What this process holds of a program's present minute: `held` calls taken in advance; `used` by everybody when it last asked."""

    started_at: datetime
    used: int
    held: int


@dataclass(frozen=True)
class Rate:
    """Whether the call may go on, how many are left as far as this process knows, and in how many seconds the minute ends."""

    allowed: bool
    remaining: int
    reset: int


_minutes: dict[UUID, Minute] = {}
_lock = Lock()


def limit() -> int:
    """So many calls has a minute."""
    return int(settings.API_CALLS_A_MINUTE)


def count_call(api_client_id: UUID, now: datetime) -> Rate:
    """Count one call."""
    with _lock:
        minute = _minutes.get(api_client_id)
        spent = minute is not None and minute.held == 0 and minute.used < limit()
        if minute is None or spent or now - minute.started_at >= MINUTE:
            minute = _minutes[api_client_id] = _take(api_client_id, now)
        reset = max(1, round((minute.started_at + MINUTE - now).total_seconds()))
        if minute.held == 0:
            return Rate(False, 0, reset)
        minute.held -= 1
        return Rate(True, limit() - minute.used + minute.held, reset)


def forget() -> None:
    """What this process holds."""
    _minutes.clear()


def _take(api_client_id: UUID, now: datetime) -> Minute:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("programs", "take_calls"), {"api_client": api_client_id, "now": now, "most": IN_ADVANCE, "limit": limit()})
        started_at, used, taken = cursor.fetchone() or (now, limit(), 0)
    return Minute(started_at, used, taken)
