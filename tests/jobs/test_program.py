"""The real program on a real database: it runs what is enqueued, and what it was killed in is begun again where it committed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from duenotice.clients.models import Client
from duenotice.jobs.health import health
from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import enqueue
from tests import cast
from tests.worker.conftest import environment_here, eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
HERE = Path(__file__).parents[2]


@contextmanager
def program() -> Iterator[subprocess.Popen[bytes]]:
    """`duenotice jobs`, which also knows the kind of these tests."""
    command = "import tests.jobs.slow_kind; import django.core.management as m; m.execute_from_command_line(['duenotice', 'jobs'])"
    process = subprocess.Popen([sys.executable, "-c", command], env=environment_here(), cwd=HERE)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)


def begun(**parameters: Any) -> Job:
    now = timezone.now()
    return enqueue(agency=cast.agency(), kind="slow", permission="view_clients", actor=cast.actor(), now=now, parameters=parameters)


def now_of(job: Job) -> Job:
    return Job.objects.get(agency_id=job.agency_id, id=job.id)


def test_it_runs_what_is_enqueued_and_says_that_it_lives():
    job = begun(clients=2, seconds=0)
    with program() as process:
        eventually(lambda: now_of(job).state == State.DONE)
        assert health(timezone.now()).well
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    assert Client.objects.count() == 2
    assert not ProcrastinateWorker.objects.exists()


def test_killed_in_a_batch_it_goes_on_where_it_committed():
    job = begun(clients=5, seconds=0.3)
    with program() as process:
        eventually(lambda: now_of(job).done >= 2)
        process.kill()
        process.wait()
    assert now_of(job).state == State.RUNNING
    # Time passes: thirty seconds after the last word of the dead, its jobs are free.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    with program():
        eventually(lambda: now_of(job).state == State.DONE, seconds=180)
    assert sorted(Client.objects.values_list("last_name", flat=True)) == ["1", "2", "3", "4", "5"]


def test_told_to_stop_it_ends_its_batch_and_leaves_the_job_in_the_queue():
    job = begun(clients=50, seconds=0.1)
    with program() as process:
        eventually(lambda: now_of(job).done >= 1)
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    job = now_of(job)
    assert job.state == State.WAITING
    assert Client.objects.count() == job.done
    assert ProcrastinateJob.objects.filter(status="todo", task_name="run_job").count() == 1
