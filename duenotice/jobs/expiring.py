"""What is left of jobs goes when its time is over: first the files, later the job itself."""

from datetime import datetime, timedelta

from duenotice.jobs.models import Chunk, Job, State

# So long the list of jobs remembers.
REMEMBERED = timedelta(days=90)
ENDED = [State.DONE, State.FAILED, State.CANCELLED]


def expire(now: datetime) -> int:
    """Remove the files whose time is over, and jobs that ended long ago; answers how many jobs lost their files."""
    over = list(Job.objects.filter(expires_at__lte=now)[:1000])
    for job in over:
        Chunk.objects.filter(agency_id=job.agency_id, job_id=job.id).delete()
        changes = {"expires_at": None, "result": {**job.result, "expired": True}}
        Job.objects.filter(agency_id=job.agency_id, id=job.id).update(**changes, updated_at=now)
    Job.objects.filter(state__in=ENDED, ended_at__lt=now - REMEMBERED).delete()
    return len(over)
