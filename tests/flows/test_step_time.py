"""When a step is due, against an oracle that knows no time zone rules: it looks minute by minute at what clocks show (A6)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duenotice.flows.recurrence import Schedule, around
from duenotice.flows.step_time import LIFE, Beginning, Due, Step, days_from, step_time

NINE, TEN = time(9), time(10)
# All rules that clocks in the United States and its territories follow.
ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Boise",
    "America/Indiana/Indianapolis",
    "America/Detroit",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
]
YEAR = [date(2028, 1, 1) + timedelta(days=number) for number in range(366)]


def clocks(zone: str, day: date) -> dict[time, datetime]:
    """What clocks show on a local day, at each quarter of an hour, and the first moment at which they do."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=15)
    shown: dict[time, datetime] = {}
    for quarter in range(4 * 56):
        moment = start + timedelta(minutes=15 * quarter)
        local = moment.astimezone(ZoneInfo(zone))
        if local.date() == day:
            shown.setdefault(local.time(), moment)
    return shown


def changes(zone: str, day: date) -> bool:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone))
    return noon.utcoffset() != (noon - timedelta(days=1)).utcoffset()


def oracle(zone: str, day: date, at: time) -> datetime:
    """The first moment of the day at which clocks show `at`, or, where they skip it, a later time."""
    shown = clocks(zone, day)
    return shown[min(clock for clock in shown if clock >= at)]


@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_a_leap_year_has_its_reminder_at_ten_and_its_hearing_at_nine(zone):
    for day in YEAR:
        for before in (1, 3):
            due = step_time(Step("before", before, at=TEN), event=Beginning(day, NINE, zone), since=None)
            assert due is not None
            sent, starts = due.send_at.astimezone(ZoneInfo(zone)), due.expires_at.astimezone(ZoneInfo(zone))
            assert (sent.date(), sent.time()) == (day - timedelta(days=before), TEN)
            assert (starts.date(), starts.time()) == (day, NINE)


@given(st.sampled_from(ZONES), st.sampled_from(YEAR), st.integers(0, 95), st.integers(0, 40), st.sampled_from(["before", "after"]))
@settings(max_examples=150, deadline=None)
def test_a_step_of_days_agrees_with_the_clocks(zone, day, quarter, amount, kind):
    at = time(quarter // 4, quarter % 4 * 15)
    starts = oracle(zone, day, NINE)
    send = oracle(zone, day + timedelta(days=amount if kind == "after" else -amount), at)
    due = step_time(Step(kind, amount, at=at), event=Beginning(day, NINE, zone), since=None)
    if kind == "after":
        assert due == (Due(send, send + LIFE) if send >= starts else None)
    else:
        assert due == (Due(send, starts) if send < starts else None)


def test_clocks_that_change_on_every_changing_day():
    for zone, day in [(zone, day) for zone in ZONES for day in YEAR if changes(zone, day)]:
        for at in (time(1), time(1, 30), time(2), time(2, 30), time(3)):
            due = step_time(Step("before", 1, at=at), event=Beginning(day + timedelta(days=1), NINE, zone), since=None)
            assert due is not None
            assert due.send_at == oracle(zone, day, at), (zone, day, at)


def test_hours_are_hours_that_pass():
    """Clocks go forward at two on 12 March 2028 in New York: five hours before nine is three o'clock."""
    event = Beginning(date(2028, 3, 12), NINE, "America/New_York")
    due = step_time(Step("before", 24, unit="hours"), event=event, since=None)
    assert due == Due(datetime(2028, 3, 11, 13, tzinfo=UTC), datetime(2028, 3, 12, 13, tzinfo=UTC))
    after = step_time(Step("after", 2, unit="hours"), event=event, since=None)
    assert after == Due(datetime(2028, 3, 12, 15, tzinfo=UTC), datetime(2028, 3, 13, 15, tzinfo=UTC))


@given(st.sampled_from(YEAR), st.integers(-30, 30))
def test_business_days_count_mondays_to_fridays(day, count):
    there = days_from(day, count, business=True)
    between = [min(day, there) + timedelta(days=number) for number in range(abs((there - day).days))]
    passed = [one + timedelta(days=count > 0) for one in between]
    assert sum(one.weekday() < 5 for one in passed) == abs(count)
    assert count == 0 or there.weekday() < 5


def test_what_goes_at_once_goes_within_a_day_and_never_after_the_beginning():
    now = datetime(2028, 6, 1, 15, tzinfo=UTC)
    step = Step("on_created", delay=timedelta(minutes=5))
    far, soon = (Beginning(date(2028, 6, day), time(12), "America/New_York") for day in (9, 1))
    assert step_time(step, event=far, since=now) == Due(now + step.delay, now + step.delay + LIFE, at_once=True)
    assert step_time(step, event=soon, since=now) == Due(now + step.delay, datetime(2028, 6, 1, 16, tzinfo=UTC), at_once=True)
    assert step_time(step, event=soon, since=now + timedelta(hours=1)) is None
    [due] = [step_time(step, event=far, since=now)]
    assert [due.past(now + wait) for wait in (timedelta(hours=20), timedelta(hours=25))] == [False, True]


def test_a_status_counts_from_when_it_was_given_and_may_come_after_the_event():
    friday = datetime(2028, 6, 2, 20, tzinfo=UTC)
    step = Step("on_status", 1, at=TEN, business_days=True)
    due = step_time(step, event=Beginning(date(2028, 6, 2), NINE, "America/New_York"), since=friday)
    assert due == Due(datetime(2028, 6, 5, 14, tzinfo=UTC), datetime(2028, 6, 6, 14, tzinfo=UTC))
    assert due.past(datetime(2028, 6, 5, 14, 1, tzinfo=UTC))


@given(st.sampled_from(ZONES), st.sampled_from(YEAR), st.integers(0, 23), st.integers(0, 6), st.integers(1, 31))
@settings(max_examples=100, deadline=None)
def test_a_schedule_has_its_last_turn_and_its_next(zone, day, hour, weekday, day_of_month):
    now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)
    for trigger in ("daily", "weekly", "monthly"):
        turns = around(Schedule(trigger, TEN, zone, weekday, day_of_month), now)
        assert turns[-1].due.send_at > now
        assert all(now - LIFE < one.due.send_at <= now for one in turns[:-1])
        assert len({one.period for one in turns}) == len(turns) <= 2
        local = turns[-1].due.send_at.astimezone(ZoneInfo(zone))
        assert local.time() == TEN
        assert trigger != "weekly" or local.weekday() == weekday
        last = (local.date() + timedelta(days=1)).day == 1
        assert trigger != "monthly" or local.day == day_of_month or (last and local.day < day_of_month)
