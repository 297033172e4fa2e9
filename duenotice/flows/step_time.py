"""When a step of a flow is due, and until when it may go: the one rule (A2, A6). Pure; every moment is UTC and aware."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duenotice.flows.models import StepKind, Unit
from duenotice.lib.local_time import NoSuchTime, local_moment

# What has no event before it that ends it goes within a day, or not at all.
LIFE = timedelta(hours=24)
SATURDAY = 5
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Step:
    """What the rule needs to know of a step; see FlowStep. `delay` is the agency's, for what goes at once."""

    kind: str
    amount: int = 0
    unit: str = Unit.DAYS
    business_days: bool = False
    at: time | None = None
    delay: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Beginning:
    """When an event begins, as clocks in the court's zone show it."""

    date: date
    time: time
    zone: str


@dataclass(frozen=True, slots=True)
class Due:
    """Due at `send_at`, worthless from `expires_at` on. What goes `at_once` may still be made after `send_at`, while it is worth something;
    any other step whose `send_at` has passed is skipped."""

    send_at: datetime
    expires_at: datetime
    at_once: bool = False

    def past(self, now: datetime) -> bool:
        return now >= self.expires_at or (self.send_at < now and not self.at_once)


def step_time(step: Step, *, event: Beginning, since: datetime | None) -> Due | None:
    """When a step is due for an event; None where it never is, because it would come at the wrong side of the event's beginning.

    `since` is when the event, with its client on it, was created, or got the step's status; of the other steps it is None. Days are
    calendar days in the court's zone, hours are hours that pass. A local time that clocks skip means the first one after it; one that they
    show twice means the first. Business days are Monday to Friday: court holidays are not known.
    """
    starts_at = clock_moment(event.date, event.time, event.zone)
    send_at = _send_at(step, event, since, starts_at)
    if send_at is None:
        return None
    at_once = step.kind in (StepKind.ON_CREATED, StepKind.ON_STATUS) and step.amount == 0
    if step.kind == StepKind.AFTER:
        return Due(send_at, send_at + LIFE) if send_at >= starts_at else None
    if send_at < starts_at:
        return Due(send_at, starts_at if step.kind == StepKind.BEFORE else min(starts_at, send_at + LIFE), at_once)
    return Due(send_at, send_at + LIFE, at_once) if step.kind == StepKind.ON_STATUS else None


def _send_at(step: Step, event: Beginning, since: datetime | None, starts_at: datetime) -> datetime | None:
    back = step.kind == StepKind.BEFORE
    if step.kind in (StepKind.ON_CREATED, StepKind.ON_STATUS):
        if since is None:
            return None
        if step.amount == 0:
            return since + step.delay
    origin = since if since is not None else starts_at
    if step.unit == Unit.HOURS:
        return origin + timedelta(hours=-step.amount if back else step.amount)
    assert step.at is not None, "whole days go at a time of day"
    day = event.date if since is None else origin.astimezone(ZoneInfo(event.zone)).date()
    return clock_moment(days_from(day, -step.amount if back else step.amount, business=step.business_days), step.at, event.zone)


def days_from(day: date, count: int, *, business: bool) -> date:
    """The day so many calendar days, or business days, after `day`; before it where `count` is negative."""
    if not business:
        return day + timedelta(days=count)
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= day.weekday() < SATURDAY
    return day


def clock_moment(day: date, at: time, zone: str) -> datetime:
    """The moment at which clocks in `zone` show this date and time; the first one after it where they skip it."""
    try:
        return local_moment(day, at, zone)
    except NoSuchTime as skipped:
        return skipped.first_after.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
