"""What gateways say of a message after taking it: every receipt is kept, and states only move forward."""

from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class News:
    """What a gateway says of one message at a moment, `at`. `status` is sent, delivered or failed; any other is kept and changes nothing.

    `attempt` is the hand-off that it is about, 0 where that is not known.
    """

    message_id: UUID
    status: str
    at: datetime
    attempt: int = 0
    code: str = ""
    words: str = ""
    reference: str = ""


def apply(*, agency_id: UUID, gateway: str, news: Sequence[News], now: datetime) -> list[Applied]:
    """Keep receipts, in the order in which they came, and move their messages; answers one for each."""
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "receipts"),
            {
                "agency_id": agency_id,
                "gateway": gateway,
                "now": now,
                "from_statuses": [before for befores in FROM.values() for before in befores],
                "to_statuses": [after for after, befores in FROM.items() for _before in befores],
                "message_ids": [one.message_id for one in news],
                "attempts": [one.attempt for one in news],
                "statuses": [one.status for one in news],
                "codes": [one.code for one in news],
                "words": [one.words for one in news],
                "references": [one.reference for one in news],
                "ats": [one.at for one in news],
            },
        )
        found = {place: Applied(before, moved) for place, before, moved in cursor.fetchall()}
    return [found.get(place, Applied(None, False)) for place in range(1, len(news) + 1)]
