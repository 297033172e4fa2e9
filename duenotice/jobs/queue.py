"""Beginning work in the background: a job is enqueued by the name of its kind, in the caller's transaction, and undone with it."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import translation
from procrastinate.contrib.django import app

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.jobs.models import Job

# The task that runs jobs, and the queue of what people wait for.
RUN, QUEUE = "run_job", "jobs"


def enqueue(
    *,
    agency: Agency,
    kind: str,
    permission: str,
    actor: Actor,
    now: datetime,
    parameters: Mapping[str, object] | None = None,
    total: int | None = None,
    expires_at: datetime | None = None,
) -> Job:
    """A new job, which begins once the caller's transaction is committed. `kind` is one of runner/kinds.py.

    `permission` is what looking at it takes. It speaks the language that is active now.
    """
    job = Job.objects.create(
        agency=agency,
        kind=kind,
        permission=permission,
        made_by=actor.id,
        language=translation.get_language() or "en",
        parameters=dict(parameters or {}),
        total=total,
        expires_at=expires_at,
        created_at=now,
        updated_at=now,
    )
    record(agency_id=agency.id, actor=actor, verb="created", kind="job", ids=[job.id], now=now, detail={"job": kind})
    wake(agency.id, job.id)
    return job


def wake(agency_id: UUID, job_id: UUID) -> None:
    """Let a runner take the job in hand; only one does at a time."""
    app.configure_task(RUN, queue=QUEUE, lock=lock_of(job_id)).defer(agency_id=str(agency_id), job_id=str(job_id))


def lock_of(job_id: UUID) -> str:
    return f"job {job_id}"
