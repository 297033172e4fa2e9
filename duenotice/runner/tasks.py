"""What Procrastinate runs: jobs, by their kind, and the recurring duties. Bodies are thin; the work is done below."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.utils import timezone
from procrastinate import App, JobContext, RetryStrategy

from duenotice.jobs import queue
from duenotice.jobs.reviving import retry_stalled
from duenotice.jobs.running import run
from duenotice.runner.duties import DUTIES, Duty
from duenotice.runner.kinds import STEPS

DUTY_QUEUE = "duties"
# What the program says in `additional_context`: whether it is about to stop.
STOPPING = "stopping"
# A database that stays away is waited for.
RETRY = RetryStrategy(wait=10, retry_exceptions={OperationalError, InterfaceError})
# So long Procrastinate's own tables remember what ended.
REMEMBERED_HOURS = 72


def register(app: App) -> App:
    """Make the tasks known to the app of the program that runs them; whoever enqueues only names them."""
    app.task(name=queue.RUN, queue=queue.QUEUE, retry=RETRY, pass_context=True)(run_job)
    _recurring(app, "retry_stalled", "* * * * *")(retry_stalled_tasks)
    _recurring(app, "forget_tasks", "23 * * * *")(forget_tasks)
    for duty in DUTIES:
        _recurring(app, duty.name, duty.cron)(partial(work, duty))
    return app


def run_job(context: JobContext, agency_id: str, job_id: str) -> None:
    """One turn of a job."""
    stopping = context.additional_context.get(STOPPING, lambda: False)
    run(UUID(agency_id), UUID(job_id), STEPS, clock=timezone.now, stopping=stopping)


def work(duty: Duty, context: JobContext, timestamp: int) -> None:
    """One turn of a duty."""
    duty.work(timezone.now())


async def retry_stalled_tasks(context: JobContext, timestamp: int) -> None:
    await retry_stalled(context.app)


async def forget_tasks(context: JobContext, timestamp: int) -> None:
    await context.app.job_manager.delete_old_jobs(
        nb_hours=REMEMBERED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def _recurring(app: App, name: str, cron: str) -> Callable[..., object]:
    """Waits at most once in the queue, however long the program was down, and runs on one machine at a time."""

    def declare(body: Callable[..., object]) -> object:
        task = app.task(name=name, queue=DUTY_QUEUE, lock=name, queueing_lock=name, pass_context=True)(body)
        return app.periodic(cron=cron)(task)

    return declare
