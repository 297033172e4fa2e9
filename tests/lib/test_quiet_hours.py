"""Quiet hours (M6), in every zone that a person may be in."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from duenotice.lib.quiet_hours import is_quiet, next_allowed, zones_for

EIGHT, TWENTY = time(8), time(20)
US_ZONES = [
    *("America/New_York", "America/Detroit", "America/Chicago", "America/Denver", "America/Boise", "America/Phoenix"),
    *("America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Adak", "Pacific/Honolulu", "America/Puerto_Rico"),
    *("America/St_Thomas", "America/Indiana/Indianapolis", "America/Kentucky/Louisville", "America/North_Dakota/Beulah"),
]
# 2026: clocks go forward on 8 March and back on 1 November.
MOMENTS = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 3, 7), datetime(2026, 3, 9), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2026, 10, 31), datetime(2026, 11, 2), timezones=st.just(UTC)),  # noqa: DTZ001
)
QUARTERS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("at", "zones", "allowed"),
    [
        (utc(2026, 11, 24, 20), ["America/New_York"], utc(2026, 11, 24, 20)),
        (utc(2026, 11, 25, 0, 59), ["America/New_York"], utc(2026, 11, 25, 0, 59)),
        (utc(2026, 11, 25, 1), ["America/New_York"], utc(2026, 11, 25, 13)),
        (utc(2026, 11, 25, 12, 59, 59), ["America/New_York"], utc(2026, 11, 25, 13)),
        # The night that clocks go forward is an hour shorter, the night that they go back an hour longer.
        (utc(2026, 3, 8, 3), ["America/New_York"], utc(2026, 3, 8, 12)),
        (utc(2026, 11, 1, 3), ["America/New_York"], utc(2026, 11, 1, 13)),
        # Two zones: not before eight in the later one, not from twenty in the earlier one.
        (utc(2026, 11, 24, 17, 30), ["America/Anchorage", "America/Adak"], utc(2026, 11, 24, 18)),
        (utc(2026, 11, 25, 5, 30), ["America/Anchorage", "America/Adak"], utc(2026, 11, 25, 18)),
    ],
)
def test_a_message_waits_until_no_zone_is_quiet(at: datetime, zones: list[str], allowed: datetime) -> None:  # M6
    assert next_allowed(at, zones=zones, start=TWENTY, end=EIGHT) == allowed


def test_quiet_hours_that_begin_when_they_end_hold_nothing() -> None:
    at = utc(2026, 11, 25, 6)
    assert next_allowed(at, zones=["America/New_York"], start=EIGHT, end=EIGHT) == at


def test_an_end_that_clocks_skip_is_the_moment_they_go_forward() -> None:
    allowed = next_allowed(utc(2026, 3, 8, 5), zones=["America/New_York"], start=TWENTY, end=time(2, 30))
    assert allowed == utc(2026, 3, 8, 7)


def test_zones_whose_days_never_meet_keep_the_first() -> None:
    at = utc(2026, 11, 25, 1)
    zones = ["America/New_York", "Asia/Shanghai", "Africa/Nairobi"]
    assert next_allowed(at, zones=zones, start=TWENTY, end=EIGHT) == utc(2026, 11, 25, 13)


@given(MOMENTS, st.lists(st.sampled_from(US_ZONES), min_size=1, max_size=3), QUARTERS, QUARTERS)
@example(utc(2026, 11, 1, 5, 30), ["America/New_York"], time(1, 30), time(8))
@settings(max_examples=150, deadline=None)
def test_the_moment_is_the_earliest_at_which_every_zone_is_awake(at: datetime, zones: list[str], start: time, end: time) -> None:
    allowed = next_allowed(at, zones=zones, start=start, end=end)
    first_only = any(is_quiet(allowed, zone=zone, start=start, end=end) for zone in zones)
    kept = zones[:1] if first_only else zones
    assert allowed >= at
    assert not any(is_quiet(allowed, zone=zone, start=start, end=end) for zone in kept)
    # Clocks change, and these windows begin and end, on quarters of an hour.
    step = at
    while step < allowed:
        assert any(is_quiet(step, zone=zone, start=start, end=end) for zone in kept)
        step = step.replace(minute=step.minute // 15 * 15, second=0, microsecond=0) + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("client", "number", "kept"),
    [
        ("America/Denver", ["America/New_York"], ("America/Denver",)),
        (None, ["America/Los_Angeles"], ("America/Los_Angeles",)),
        ("", ["America/Adak", "America/Anchorage"], ("America/Adak", "America/Anchorage")),
        (None, ["Etc/Unknown"], ("America/Chicago",)),
        (None, [], ("America/Chicago",)),
        (None, US_ZONES, ("America/Chicago",)),
    ],
)
def test_the_zone_is_the_clients_then_the_numbers_then_the_agencys(client: str | None, number: list[str], kept: tuple[str, ...]) -> None:
    assert zones_for(client, number, "America/Chicago") == kept
