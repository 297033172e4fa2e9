"""How the gateways of an agency fare: what they took, what arrived, what fails, how long they take, and what waits."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.senders.models import Sender

HOURS = 24


@dataclass(frozen=True)
class Hour:
    """Of the messages that were due in one hour: how many arrived, were taken in and not heard of since, failed, are unknown."""

    begins: datetime
    delivered: int = 0
    accepted: int = 0
    failed: int = 0
    unknown: int = 0

    @property
    def all(self) -> int:
        return self.delivered + self.accepted + self.failed + self.unknown


@dataclass(frozen=True)
class SenderHealth:
    """One sender in the last day. `median` and `slow`, the 95th of a hundred, are seconds to an answer; `refused` counts refused calls."""

    sender: Sender
    hours: list[Hour]
    median: float | None = None
    slow: float | None = None
    refused: int = 0
    oldest_due_at: datetime | None = None
    total: Hour = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "total", _sum(self.hours))

    @property
    def failing(self) -> int:
        """Of a hundred whose end is known, how many failed."""
        ended = self.total.delivered + self.total.failed
        return round(100 * self.total.failed / ended) if ended else 0


@dataclass(frozen=True)
class GatewayHealth:
    """`hours` are all senders' together, the oldest first."""

    senders: list[SenderHealth]
    hours: list[Hour]


def gateway_health(agency_id: UUID, *, now: datetime) -> GatewayHealth:
    """The last 24 hours, the one under way included."""
    until = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    since = until - timedelta(hours=HOURS)
    moments: dict[str, UUID | datetime] = {"agency_id": agency_id, "since": since, "until": until, "now": now}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "gateway_hours"), moments)
        counted = {(sender_id, begins): Hour(begins, *counts) for sender_id, begins, *counts in cursor.fetchall()}
        cursor.execute(named_sql("messaging", "gateway_answers"), moments)
        answers = {sender_id: rest for sender_id, *rest in cursor.fetchall()}
    senders = Sender.objects.filter(agency_id=agency_id).order_by("-kind", "disabled_at", "id")
    begins = [since + timedelta(hours=number) for number in range(HOURS)]
    each = [SenderHealth(one, [counted.get((one.id, hour), Hour(hour)) for hour in begins], *answers.get(one.id, [])) for one in senders]
    return GatewayHealth(each, [_sum([one.hours[number] for one in each], hour) for number, hour in enumerate(begins)])


def _sum(hours: Sequence[Hour], begins: datetime | None = None) -> Hour:
    return Hour(
        begins or hours[0].begins,
        sum(one.delivered for one in hours),
        sum(one.accepted for one in hours),
        sum(one.failed for one in hours),
        sum(one.unknown for one in hours),
    )
