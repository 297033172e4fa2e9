"""When archived and trashed records move on (L4): the day that screens show, and the moment that the duty goes by, are one rule."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from duenotice.clients.models import Client
from duenotice.lifecycle.retention import due_before, fate

ZONES = [ZoneInfo(name) for name in ("America/New_York", "Pacific/Honolulu", "America/Phoenix", "Pacific/Kiritimati")]
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(since=MOMENTS, waited=st.timedeltas(timedelta(), timedelta(days=90)), days=st.integers(1, 60), zone=st.sampled_from(ZONES))
def test_the_duty_takes_a_record_from_the_beginning_of_the_day_that_its_screen_shows(
    since: datetime, waited: timedelta, days: int, zone: ZoneInfo
):
    now = since + waited
    shown = fate(Client(trashed_at=since), trash_after=None, delete_after=days, zone=zone)
    assert shown is not None
    assert shown.purged
    assert (now.astimezone(zone).date() >= shown.day) == (since < due_before(now, days, zone))


def test_what_is_live_or_switched_off_stays():
    at, usual = datetime(2026, 1, 1, tzinfo=UTC), {"zone": ZONES[0]}
    assert fate(Client(), trash_after=1, delete_after=1, **usual) is None
    assert fate(Client(archived_at=at), trash_after=None, delete_after=1, **usual) is None
    assert fate(Client(trashed_at=at), trash_after=1, delete_after=None, **usual) is None
    archived = fate(Client(archived_at=at), trash_after=1, delete_after=None, **usual)
    assert archived is not None
    assert not archived.purged
