"""Jobs whose runner died: Procrastinate does not begin them again by itself, so a duty does, every minute."""

import logging
from datetime import datetime, timedelta

from procrastinate import App
from procrastinate.contrib.django.models import ProcrastinateJob

from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import lock_of, wake

log = logging.getLogger(__name__)
# A runner says every ten seconds that it lives; after this long without a word it is dead.
DEAD_AFTER = 30.0
# A job under way that has neither moved nor stands in any queue for this long was lost.
LOST_AFTER = timedelta(minutes=2)
AT_A_TIME = 1000


async def retry_stalled(app: App) -> None:
    """Put what dead runners had in hand back into its queue."""
    for stalled in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        log.warning("%s of a dead runner begins again", stalled.call_string)
        await app.job_manager.retry_job(stalled)


def revive_lost(now: datetime) -> int:
    """Wake jobs under way that no queue knows of; answers how many."""
    under_way = Job.objects.filter(state__in=[State.WAITING, State.RUNNING], updated_at__lt=now - LOST_AFTER)
    silent = {lock_of(id): (agency_id, id) for agency_id, id in under_way.values_list("agency_id", "id")[:AT_A_TIME]}
    queued = ProcrastinateJob.objects.filter(lock__in=list(silent), status__in=["todo", "doing"]).values_list("lock", flat=True)
    lost = [ids for lock, ids in silent.items() if lock not in set(queued)]
    for agency_id, job_id in lost:
        wake(agency_id, job_id)
    return len(lost)
