"""When texts and calls may reach a person again: quiet hours in every time zone that the person may be in."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from duenotice.lib.local_time import clock_change

# A number with more zones than these, such as a toll-free one, says nothing about where its owner is.
MOST_ZONES = 3
UNKNOWN_ZONE = "Etc/Unknown"
# Zones whose waking hours never meet within this time are too far apart to wait for all of them.
PATIENCE = timedelta(days=2)


def zones_for(client_zone: str | None, number_zones: Sequence[str], agency_zone: str) -> tuple[str, ...]:
    """The zones whose quiet hours a message keeps: the client's own, else all those of the number, if few, else the agency's."""
    if client_zone:
        return (client_zone,)
    known = tuple(zone for zone in number_zones if zone != UNKNOWN_ZONE)
    return known if 1 <= len(known) <= MOST_ZONES else (agency_zone,)


def is_quiet(at: datetime, *, zone: str, start: time, end: time) -> bool:
    """Whether clocks in `zone` show, at this moment, a time from `start` until just before `end`. Equal ones mean no quiet hours."""
    clock = at.astimezone(ZoneInfo(zone)).time()
    if start <= end:
        return start <= clock < end
    return clock >= start or clock < end


def next_allowed(at: datetime, *, zones: Sequence[str], start: time, end: time) -> datetime:
    """The earliest moment from `at` on, in UTC, that is outside quiet hours in every one of `zones`.

    `at` is aware; `start` and `end` are local, and the window may go past midnight. Where the zones are so far apart that no such moment
    comes within two days, the first zone alone is kept.
    """
    moment = at.astimezone(UTC)
    quiet = [zone for zone in zones if is_quiet(moment, zone=zone, start=start, end=end)]
    while quiet and moment - at < PATIENCE:
        moment = max(_end_of_quiet(moment, zone=zone, start=start, end=end) for zone in quiet)
        quiet = [zone for zone in zones if is_quiet(moment, zone=zone, start=start, end=end)]
    return next_allowed(at, zones=zones[:1], start=start, end=end) if quiet else moment


def _end_of_quiet(at: datetime, *, zone: str, start: time, end: time) -> datetime:
    place = ZoneInfo(zone)
    today = at.astimezone(place).date()
    ends = [
        datetime.combine(today + timedelta(days=days), end, tzinfo=place).replace(fold=fold).astimezone(UTC)
        for days in range(3)
        for fold in (0, 1)
    ]
    soonest = min(moment for moment in ends if moment > at and not is_quiet(moment, zone=zone, start=start, end=end))
    # A change of clocks on the way can end quiet hours by itself: it may skip their end, or go back to before their start.
    if soonest.astimezone(place).utcoffset() != at.astimezone(place).utcoffset():
        change = clock_change(at, soonest, place)
        if change > at and not is_quiet(change, zone=zone, start=start, end=end):
            return min(change, soonest)
    return soonest
