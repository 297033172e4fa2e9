"""What is left of jobs goes when its time is over: first the files, later the job itself."""

from datetime import datetime, timedelta

from duenotice.jobs.models import Chunk, Job, State

# So long the list of jobs remembers.
REMEMBERED = timedelta(days=90)
ENDED = [State.DONE, State.FAILED, State.CANCELLED]


def expire(now: datetime) -> int:
    """Remove the files whose time is over, and jobs that ended long ago; answers how many jobs lost their files."""
    over = list(Job.objects.filter(expires_at__lte=now).values_list("agency_id", "id")[:1000])
    for agency_id, job_id in over:
        Chunk.objects.filter(agency_id=agency_id, job_id=job_id).delete()
        Job.objects.filter(agency_id=agency_id, id=job_id).update(expires_at=None, result={"expired": True}, updated_at=now)
    Job.objects.filter(state__in=ENDED, ended_at__lt=now - REMEMBERED).delete()
    return len(over)
