"""May so many automated messages go at once? More than an agency's number of them, made within an hour to go within an hour, wait until a
person has approved them: after an import that may be right, after a slip in a flow it is not.

What is due later is not counted: there is time to look at it, and to cancel it (A3).

Counted when they are made, so that staff see at once what waits; and once more at the gate, because two transactions that make messages at
the same moment do not see each other's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from duenotice.agencies.activity import SYSTEM, record
from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.messaging.models import UNAPPROVED, Message, Status

# Made within this time, to go within this time.
HURRY = timedelta(hours=1)


@dataclass(frozen=True)
class Group:
    """Messages of one template on one channel that wait for approval; `first` is when the first of them is due."""

    template: str
    channel: str
    count: int
    first: datetime


def hurried(send_at: datetime, now: datetime) -> datetime | None:
    """What `hurried_at` is of a message made now to go at `send_at`."""
    return now if send_at < now + HURRY else None


def brake(agency: Agency, now: datetime) -> None:
    """Hold what was made in a hurry, where that is too much. Whoever makes or moves automated messages ends so."""
    _hold(agency, until=now, now=now)


def brake_at_the_gate(agency: Agency, messages: Iterable[Message], now: datetime) -> set[UUID]:
    """The same, before some messages are handed off, that the caller holds; answers which it held, of these and of others.

    By now every other message that was made when these were is there to be seen: no more leave than an agency lets go, whoever made them.
    """
    hurried = sorted(one.hurried_at for one in messages if one.hurried_at)
    held: set[UUID] = set()
    while hurried:
        held |= _hold(agency, until=hurried[-1], now=now)
        hurried = [one for one in hurried if one <= hurried[-1] - HURRY]
    return held


def _hold(agency: Agency, *, until: datetime, now: datetime) -> set[UUID]:
    """Hold what was made in the hour before `until`, where that is too much; answers what was not held before."""
    if agency.approve_above is None:
        return set()
    rows = _run("brake", agency.id, most=agency.approve_above, since=until - HURRY, until=until, now=now).fetchall()
    if rows:
        detail = {"count": len(rows)}
        record(agency_id=agency.id, actor=SYSTEM, verb="messages_held", kind="agency", ids=[agency.id], now=now, detail=detail)
    return {row[0] for row in rows}


def unapproved(agency: Agency) -> QuerySet[Message]:
    """What waits for approval."""
    return Message.objects.filter(agency_id=agency.id, status=Status.SCHEDULED, held_for=UNAPPROVED)


def first_unapproved(agency: Agency, most: int) -> list[Message]:
    """Those of them that are due first, with what a page shows of them."""
    return list(unapproved(agency).select_related("address", "contact", "client", "sender", "event").order_by("send_at", "id")[:most])


def made_until(agency: Agency) -> datetime | None:
    """When the last of those that wait was made: whoever approves has seen what was made until then, and no more."""
    last: datetime | None = unapproved(agency).aggregate(last=Max("hurried_at"))["last"]
    return last


def groups(agency: Agency) -> list[Group]:
    """What waits for approval by what it says and how it goes, the most first."""
    by = unapproved(agency).values_list("template__name", "channel").order_by("template__name", "channel")
    found = by.annotate(count=Count("id"), first=Min("send_at"))
    return sorted((Group(name or "", *rest) for name, *rest in found), key=lambda one: -one.count)


def decide(agency: Agency, *, to: Status, seen: datetime, now: datetime) -> int:
    """Let those that wait and were made until `seen` go (to SCHEDULED), or not (to CANCELLED); answers how many. Counting begins anew."""
    Agency.objects.filter(id=agency.id).update(approved_until=seen)
    return int(_run("approve", agency.id, to=to, seen=seen, now=now).rowcount)


def _run(name: str, agency_id: UUID, **values: Any) -> Any:
    cursor = connection.cursor()
    cursor.execute(named_sql("messaging", name), {"agency_id": agency_id, **values})
    return cursor
