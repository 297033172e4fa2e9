"""A message to hand off, with whatever a test cares about."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from duenotice.gateways.protocol import Outbound, Question
from duenotice.lib.identity import uuid7

AGENCY = UUID("01990000-0000-7000-8000-000000000001")


def text(**fields: Any) -> Outbound:
    return Outbound(**{**_common(), "channel": "text", "sender": "+12025550100", "to": "+12025550143", "subject": "", **fields})


def email(**fields: Any) -> Outbound:
    return Outbound(
        **{**_common(), "channel": "email", "sender": "court@example.com", "to": "rosa@example.org", "subject": "Your hearing", **fields}
    )


def _common() -> dict[str, Any]:
    return {
        "id": uuid7(),
        "agency_id": AGENCY,
        "attempt": 1,
        "sender_name": "Riverton County Court",
        "body": "Your hearing is on Monday at 9:00 AM.",
    }


def question(about: Outbound, *, ago: timedelta = timedelta(minutes=3)) -> Question:
    """What became of a message that was handed off a while ago?"""
    since = datetime.now(UTC) - ago
    return Question(about.agency_id, about.id, about.channel, about.sender, about.to, about.body, since)
