"""Messages of which nobody knows whether a gateway has them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.messaging.hold import Claimed


@dataclass(frozen=True, slots=True)
class UnknownMessage:
    """What asking its gateway takes. `since` is when it became unknown; `changed`, whether its sender's set-up is another by now."""

    agency_id: UUID
    claimed: Claimed
    attempt: int
    channel: str
    sender_id: UUID
    sender_updated_at: datetime
    since: datetime
    sender: str
    to: str
    body: str
    changed: bool


def unknown_messages(*, before: datetime, asked: Sequence[UUID], limit: int) -> list[UnknownMessage]:
    """Those that became unknown before a moment, of every agency, the latest first; without those in `asked`."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "to_ask"), {"before": before, "asked": list(asked), "limit": limit})
        return [UnknownMessage(row[0], Claimed(*row[1:7]), *row[7:]) for row in cursor.fetchall()]
