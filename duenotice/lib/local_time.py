"""Which moment a local date and time is."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """A local time that clocks skip when they go forward. `first_after` is the first local time there is after it."""

    def __init__(self, local: datetime, zone: str, first_after: datetime) -> None:
        self.local, self.zone, self.first_after = local, zone, first_after
        super().__init__(
            f"{local:%H:%M} does not exist on {local:%Y-%m-%d} in {zone}, because clocks go forward that night. "
            f"Choose {first_after:%H:%M} or later."
        )


def local_moment(day: date, at: time, zone: str) -> datetime:
    """The moment, in UTC, at which clocks in `zone` show this date and time.

    Where clocks show it twice, because they go back that night, it is the first of the two: a message that is an hour early does less harm
    than one that is an hour late. Raises NoSuchTime where they never show it.
    """
    local = datetime.combine(day, at.replace(tzinfo=None, fold=0))
    place = ZoneInfo(zone)
    moment = local.replace(tzinfo=place).astimezone(UTC)
    if moment.astimezone(place).replace(tzinfo=None) == local:
        return moment
    # In a gap, fold=1 reads the clock as after the change, which is a moment before it, and fold=0 the other way round.
    before = local.replace(tzinfo=place, fold=1).astimezone(UTC)
    first_after = clock_change(before, moment, place).astimezone(place).replace(tzinfo=None)
    raise NoSuchTime(local, zone, first_after)


def clock_change(before: datetime, after: datetime, place: ZoneInfo) -> datetime:
    """The first moment, to the second, at which clocks are as they are `after`: between two moments on the two sides of one change."""
    offset = after.astimezone(place).utcoffset()
    low, high = before.replace(microsecond=0), after.replace(microsecond=0)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        if middle.astimezone(place).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high
