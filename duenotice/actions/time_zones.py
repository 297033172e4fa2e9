"""An agency's time zone changed: its coming events keep their local times, and their messages follow (P2, A5).

Many events are moved in the background, the soonest first, a few hundred in each transaction, so that nobody else waits for all of them.
Until the last one has moved, `events_moving_since` is set, and the gate keeps back messages about those that have not (`may_leave.py`).
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from duenotice.actions.events import apply_lists, hold_events
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.events.models import Event
from duenotice.flows.hold import hold_attendees
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress
from duenotice.lib.local_time import local_moment

JOB = "move_events"
# So many events are moved in one transaction; where an agency has no more, in that which changes its time zone.
BATCH = 300


def follow_time_zone(agency: Agency, *, actor: Actor, now: datetime) -> Job | None:
    """Move the coming events into the agency's time zone, just changed: at once where they are few, else answers the job that does.

    Raises NoSuchTime where an event's local time does not exist in the new zone. The caller's transaction changed the agency.
    """
    waiting = _to_move(agency, now)
    for day, clock in waiting.order_by().values_list("date", "time").distinct():
        local_moment(day, clock, agency.time_zone)
    total = waiting.count()
    if total <= BATCH:
        _move(agency, now)
        return None
    Agency.objects.filter(id=agency.id).update(events_moving_since=now)
    return enqueue(agency=agency, kind=JOB, permission="settings", actor=actor, now=now, total=total)


def move_batch(job: Job, now: datetime) -> Progress:
    """The next few hundred, into the zone that the agency has by now; the last batch finds none."""
    agency = Agency.objects.get(id=job.agency_id)
    moved = _move(agency, now)
    if not moved:
        Agency.objects.filter(id=agency.id, time_zone=agency.time_zone).update(events_moving_since=None)
    return Progress(handled=moved, ended=not moved)


def _to_move(agency: Agency, now: datetime) -> QuerySet[Event]:
    """Where an event was is no longer changed; a location with a zone of its own keeps its events there."""
    coming = Event.objects.filter(agency_id=agency.id, starts_at__gte=now - timedelta(days=1)).exclude(time_zone=agency.time_zone)
    return coming.exclude(location__time_zone__gt="").order_by("starts_at", "id")


def _move(agency: Agency, now: datetime) -> int:
    ids = list(_to_move(agency, now).values_list("id", flat=True)[:BATCH])
    hold_attendees(agency.id, ids)
    apply_lists(agency=agency, events=hold_events(agency, ids), now=now)
    return len(ids)
