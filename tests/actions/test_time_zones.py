"""Another time zone of an agency with many events: moved in batches, and nothing goes by the old time meanwhile (P2, A5, A6)."""

from datetime import timedelta

import pytest

from duenotice.actions import time_zones
from duenotice.actions.jobs import cancel_job, pause_job
from duenotice.actions.settings import save_settings
from duenotice.events.models import Event
from duenotice.jobs.models import Job
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.models import Message, Status
from tests import cast
from tests.messaging.test_dispatch import gated
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
LATER = cast.NOON + timedelta(minutes=10)


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_zones, "BATCH", 1)


def to_chicago() -> list[str]:
    return save_settings(agency=cast.agency(), fields={"time_zone": "America/Chicago"}, actor=cast.actor(), now=cast.NOON)


def hearings() -> list[Event]:
    return [cast.event(cast.client(), date=(cast.NOON + timedelta(days=days)).date()) for days in (5, 2, 3)]


def zones() -> list[str]:
    return list(Event.objects.order_by("starts_at").values_list("time_zone", flat=True))


def test_many_events_move_in_the_background_the_soonest_first():
    hearings()
    to_chicago()
    job = Job.objects.get(kind=time_zones.JOB)
    assert (job.total, zones()) == (3, ["America/New_York"] * 3)
    time_zones.move_batch(job, LATER)
    assert zones() == ["America/Chicago", "America/New_York", "America/New_York"]
    finish_jobs()
    assert zones() == ["America/Chicago"] * 3
    assert cast.agency().events_moving_since is None


def test_a_message_about_an_event_that_has_not_moved_waits_for_it():
    _last, first, _second = hearings()
    message = cast.one_off(cast.contact(), "Bring your papers on [EventDateTime].", event=first)
    cast.one_off(cast.contact(cast.client("Ben"), entered=cast.BEN_PHONE), "About nothing.")
    to_chicago()
    assert [one.outbound.body for one in gated(now=LATER).handed] == ["About nothing."]
    message.refresh_from_db()
    assert (message.status, message.held_for) == (Status.SCHEDULED, "time_zone")
    finish_jobs()
    [handed] = gated(now=LATER + timedelta(minutes=1)).handed
    assert "CST" in handed.outbound.body


def test_nobody_stops_the_job_half_way():
    hearings()
    to_chicago()
    job = Job.objects.get(kind=time_zones.JOB)
    given = {"job": job, "actor": cast.actor(), "now": LATER}
    assert [job.can_pause, job.can_cancel, pause_job(**given), cancel_job(**given)] == [False] * 4


def test_a_time_that_does_not_exist_there_is_refused_before_anything_moves():
    hearings()
    Event.objects.filter(id=Event.objects.earliest("starts_at").id).update(date="2027-03-14", time="02:30")
    with pytest.raises(NoSuchTime):
        to_chicago()
    assert (cast.agency().time_zone, zones(), Message.objects.count()) == ("America/New_York", ["America/New_York"] * 3, 0)
