"""When a recurring auto message is due (A1). Pure; every moment is UTC and aware."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duenotice.flows.models import Trigger
from duenotice.flows.step_time import LIFE, Due, clock_moment


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every day, every week on `weekday` (0 is Monday) or every month on `day_of_month`, at a time of day in `zone`."""

    trigger: str
    at: time
    zone: str
    weekday: int | None = None
    day_of_month: int | None = None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One turn of a schedule. `period` names its day, week or month: of each, there is one."""

    period: str
    due: Due


def around(schedule: Schedule, now: datetime) -> list[Occurrence]:
    """The latest occurrence that has come, if it is still worth something, and the next one."""
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    found = []
    for day in _days(schedule, today - timedelta(days=2)):
        send_at = clock_moment(day, schedule.at, schedule.zone)
        if send_at + LIFE > now:
            found.append(Occurrence(period(schedule, day), Due(send_at, send_at + LIFE)))
        if send_at > now:
            break
    return found[-2:]


def period(schedule: Schedule, day: date) -> str:
    if schedule.trigger == Trigger.DAILY:
        return day.isoformat()
    if schedule.trigger == Trigger.WEEKLY:
        year, week, _weekday = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}"


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    """The schedule's days from `first` on."""
    day = first
    while True:
        if _falls_on(schedule, day):
            yield day
        day += timedelta(days=1)


def _falls_on(schedule: Schedule, day: date) -> bool:
    if schedule.trigger == Trigger.WEEKLY:
        return day.weekday() == schedule.weekday
    if schedule.trigger == Trigger.MONTHLY:
        assert schedule.day_of_month is not None
        return day.day == min(schedule.day_of_month, monthrange(day.year, day.month)[1])
    return True
