"""Local dates and times as moments."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.lib.local_time import NoSuchTime, local_moment


def test_a_time_that_clocks_skip_is_refused_with_the_next_there_is() -> None:  # M1
    with pytest.raises(NoSuchTime, match=r"02:30 does not exist on 2027-03-14 in America/New_York.*Choose 03:00") as refused:
        local_moment(date(2027, 3, 14), time(2, 30), "America/New_York")
    assert refused.value.first_after == datetime(2027, 3, 14, 3, 0)  # noqa: DTZ001


def test_a_time_that_clocks_show_twice_is_the_first_of_the_two() -> None:
    assert local_moment(date(2026, 11, 1), time(1, 30), "America/New_York") == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_where_clocks_never_change_the_hour_exists() -> None:
    assert local_moment(date(2027, 3, 14), time(2, 30), "America/Phoenix") == datetime(2027, 3, 14, 9, 30, tzinfo=UTC)


@given(
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.times(),
    st.sampled_from(["America/New_York", "America/Phoenix", "America/Adak", "Australia/Lord_Howe", "Pacific/Apia", "Europe/London"]),
)
def test_clocks_at_the_moment_show_what_was_asked(day: date, at: time, zone: str) -> None:
    try:
        moment = local_moment(day, at, zone)
    except NoSuchTime as refused:
        day, at = refused.first_after.date(), refused.first_after.time()
        moment = local_moment(day, at, zone)
    assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, at)
