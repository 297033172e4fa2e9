"""An event changed: what is scheduled about it says the new words, and nothing goes after it has begun (M6, A5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.messaging.may_leave import TOO_LATE
from duenotice.messaging.models import Kind
from duenotice.messaging.send_time import ONE_OFF_LIFE


@dataclass(frozen=True)
class Moved:
    """One event that began at `was` and begins at `starts_at` now, both UTC; the same moment twice where only its words changed."""

    event_id: UUID
    was: datetime
    starts_at: datetime


@dataclass(frozen=True)
class Followed:
    """How many messages stay scheduled, and how many expired because they would have come after their event began; sync tells of those
    that flows and auto messages call for."""

    scheduled: int = 0
    expired: int = 0


def follow_events(agency_id: UUID, moved: Sequence[Moved], *, now: datetime) -> Followed:
    """Put claimed messages about the events back to scheduled, move the moments at which they expire, and expire those too late by now.

    The caller holds the events FOR UPDATE, and has written their new versions.
    """
    if not moved:
        return Followed()
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "follow_event"),
            {
                "agency_id": agency_id,
                "now": now,
                "ids": [one.event_id for one in moved],
                "was": [one.was for one in moved],
                "starts": [one.starts_at for one in moved],
                "one_offs": [Kind.ONE_OFF, Kind.REPLY],
                "one_off_life": ONE_OFF_LIFE.total_seconds(),
                "words": str(TOO_LATE),
            },
        )
        statuses = [status for status, ours in cursor.fetchall() if ours]
    expired = statuses.count("expired")
    return Followed(len(statuses) - expired, expired)
