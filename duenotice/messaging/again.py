"""A carrier took a message and told later that it could not bring it, for a reason that passes: it is tried once more."""

import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.messaging.gate import settle
from duenotice.messaging.hold import Claimed, hold_with_senders
from duenotice.messaging.may_leave import ending, wait
from duenotice.messaging.models import Message, Status

# A phone that was off is not on again within seconds.
PAUSE = timedelta(minutes=10)
MOST_ATTEMPTS = 2


def again(agency: Agency, reasons: Mapping[UUID, str], *, now: datetime, jitter: Callable[[], float] = random.random) -> None:
    """Schedule failed messages again, by id with the reason in words; but not what was tried twice, comes too late, or may not go any more.

    The caller's transaction has just failed them. What somebody is changing at this moment stays failed.
    """
    rows = Message.objects.filter(agency_id=agency.id, id__in=list(reasons), status=Status.FAILED, attempts__lt=MOST_ATTEMPTS)
    names = ("id", "claim", "address_id", "contact_id", "client_id", "event_id")
    claims = [Claimed(*row) for row in rows.values_list(*names)]
    held = hold_with_senders(agency.id, claims, [Status.FAILED]) if claims else None
    verdicts = [
        (one, wait(one, "retry", reasons[one.id], now + PAUSE * (1 + jitter()), else_to=Status.FAILED))
        for one in (held.messages if held else [])
        if ending(one, agency, now) is None
    ]
    settle(agency.id, [(one, verdict) for one, verdict in verdicts if verdict.to is Status.SCHEDULED], now=now)
