"""Runs what is enqueued to the end, in the test's own thread and transaction: by the task's name and arguments, as the program does."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.job_context import JobContext

from duenotice.jobs.queue import RUN
from duenotice.runner.tasks import run_job


def finish_jobs(most_turns: int = 100) -> int:
    """Every job that waits, and those that these enqueue; answers how many turns that took."""
    for turn in range(most_turns):
        waiting = ProcrastinateJob.objects.filter(status="todo", task_name=RUN).order_by("id").first()
        if waiting is None:
            return turn
        context = JobContext(app=app, job=waiting.procrastinate_job, start_timestamp=0, abort_reason=lambda: None)
        assert app.job_manager.cancel_job_by_id(waiting.id, delete_job=True)
        run_job(context, **waiting.args)
    raise AssertionError("the jobs do not end")
