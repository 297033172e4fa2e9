"""What a person asks of a job in the background: to pause, to go on, to end."""

from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.jobs.models import MUST_END, Asked, Job, State
from duenotice.jobs.queue import wake


def pause_job(*, job: Job, actor: Actor, now: datetime) -> bool:
    """Pause it, between two batches where it runs; False where it has ended or is paused already."""
    return _ask(job, Asked.PAUSE, at_once=State.PAUSED, from_states=[State.WAITING], actor=actor, now=now)


def cancel_job(*, job: Job, actor: Actor, now: datetime) -> bool:
    """End it, between two batches where it runs. What it did stays, and can be undone where its kind can."""
    return _ask(job, Asked.CANCEL, at_once=State.CANCELLED, from_states=[State.WAITING, State.PAUSED], actor=actor, now=now)


@transaction.atomic
def resume_job(*, job: Job, actor: Actor, now: datetime) -> bool:
    """Go on where it stopped, also after it failed; False where it does not stand still."""
    standing = Job.objects.filter(agency_id=job.agency_id, id=job.id, state__in=[State.PAUSED, State.FAILED])
    resumed = standing.update(state=State.WAITING, asked=Asked.NOTHING, reason="", ended_at=None, updated_at=now)
    if resumed:
        wake(job.agency_id, job.id)
        record(agency_id=job.agency_id, actor=actor, verb="resumed", kind="job", ids=[job.id], now=now, detail={"job": job.kind})
    return bool(resumed)


@transaction.atomic
def _ask(job: Job, asked: Asked, *, at_once: State, from_states: list[State], actor: Actor, now: datetime) -> bool:
    mine = Job.objects.filter(agency_id=job.agency_id, id=job.id).exclude(kind__in=MUST_END)
    ended_at = now if at_once == State.CANCELLED else None
    done = mine.filter(state__in=from_states).update(state=at_once, asked=Asked.NOTHING, ended_at=ended_at, updated_at=now)
    done = done or mine.filter(state=State.RUNNING).exclude(asked__in=[asked, Asked.CANCEL]).update(asked=asked, updated_at=now)
    if done:
        verb = "cancelled" if asked == Asked.CANCEL else "paused"
        record(agency_id=job.agency_id, actor=actor, verb=verb, kind="job", ids=[job.id], now=now, detail={"job": job.kind})
    return bool(done)
