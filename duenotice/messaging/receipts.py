"""What gateways say of a message after taking it: every receipt is kept, and states only move forward."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.messaging.models import WAITING, Status

# From which statuses a receipt moves a message. A waiting one was refused, or so we thought, and went all the same.
FROM: dict[str, list[str]] = {
    Status.SENT: [*WAITING, Status.SUBMITTING, Status.UNKNOWN],
    Status.DELIVERED: [*WAITING, Status.SUBMITTING, Status.UNKNOWN, Status.SENT],
    Status.FAILED: [Status.SUBMITTING, Status.UNKNOWN, Status.SENT],
}


@dataclass(frozen=True, slots=True)
class Applied:
    """What a receipt found: the status before, None where there is no such message; and whether it moved the message."""

    before: str | None
    moved: bool


def apply(
    *, agency_id: UUID, message_id: UUID, gateway: str, status: str, code: str = "", words: str = "", at: datetime, now: datetime
) -> Applied:
    """Keep a receipt of this moment, `at`. `status` is sent, delivered or failed; any other is kept and changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "receipt"),
            {
                "agency_id": agency_id,
                "message_id": message_id,
                "gateway": gateway,
                "status": status,
                "code": code,
                "words": words,
                "at": at,
                "now": now,
                "from_statuses": FROM.get(status, []),
            },
        )
        row = cursor.fetchone()
    return Applied(row[0], row[1]) if row else Applied(None, False)
