"""A job goes batch by batch: each is committed with its progress, or not at all."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from duenotice.actions.jobs import cancel_job, pause_job, resume_job
from duenotice.clients.models import Client
from duenotice.jobs import files, running
from duenotice.jobs.expiring import expire
from duenotice.jobs.models import Chunk, Job, State
from duenotice.jobs.queue import enqueue
from duenotice.jobs.reviving import revive_lost
from duenotice.jobs.running import CannotGoOn, Errand, Progress, Step, run
from duenotice.runner.kinds import STEPS
from tests import cast
from tests.cast import NOON
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db


def three_clients(job: Job, now: datetime) -> Progress:
    """Makes one client a batch, three in all."""
    made = int(job.place or 0) + 1
    cast.client("Person", str(made))
    return Progress(handled=1, place=made, counts={"made": 1}, total=3, ended=made == 3)


def begun(step: Step = three_clients, **fields: Any) -> Job:
    STEPS["test"] = step
    return enqueue(agency=cast.agency(), kind="test", permission="view_clients", actor=cast.actor(), now=NOON, **fields)


def now_of(job: Job) -> Job:
    return Job.objects.get(agency_id=job.agency_id, id=job.id)


def test_a_job_runs_to_its_end_and_tells_its_progress():
    job = begun()
    assert (job.state, job.percent) == (State.WAITING, None)
    finish_jobs()
    job = now_of(job)
    assert (job.state, job.done, job.total, job.counts, job.percent) == (State.DONE, 3, 3, {"made": 3}, 100)
    assert Client.objects.filter(agency=job.agency).count() == 3


def test_what_is_enqueued_in_a_transaction_goes_with_it():
    with transaction.atomic():
        begun()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    assert not Job.objects.exists()


def test_a_person_pauses_and_resumes_it_between_two_batches():
    def one_then_pause(job: Job, now: datetime) -> Progress:
        if not job.place:
            assert pause_job(job=job, actor=cast.actor(), now=now)
        return three_clients(job, now)

    job = begun(one_then_pause)
    finish_jobs()
    assert (now_of(job).state, now_of(job).done) == (State.PAUSED, 1)
    assert resume_job(job=job, actor=cast.actor(), now=NOON)
    finish_jobs()
    assert (now_of(job).state, Client.objects.count()) == (State.DONE, 3)


def test_a_person_cancels_it_and_what_was_done_stays():
    def one_then_cancel(job: Job, now: datetime) -> Progress:
        cancel_job(job=job, actor=cast.actor(), now=now)
        return three_clients(job, now)

    job = begun(one_then_cancel)
    finish_jobs()
    assert (now_of(job).state, Client.objects.count()) == (State.CANCELLED, 1)
    assert not resume_job(job=job, actor=cast.actor(), now=NOON)
    assert not cancel_job(job=job, actor=cast.actor(), now=NOON)


def test_one_that_waits_is_paused_and_cancelled_at_once():
    job = begun()
    assert pause_job(job=job, actor=cast.actor(), now=NOON)
    finish_jobs()
    assert now_of(job).state == State.PAUSED
    assert cancel_job(job=job, actor=cast.actor(), now=NOON)
    assert now_of(job).state == State.CANCELLED


def test_a_batch_that_fails_leaves_nothing_and_says_why():
    def second_fails(job: Job, now: datetime) -> Progress:
        progress = three_clients(job, now)
        if job.place:
            raise CannotGoOn("The moon is wrong. Wait for another.")
        return progress

    job = begun(second_fails)
    finish_jobs()
    job = now_of(job)
    assert (job.state, job.reason, job.done) == (State.FAILED, "The moon is wrong. Wait for another.", 1)
    assert Client.objects.count() == 1


def test_a_fault_of_ours_fails_the_job_in_words_and_it_can_be_resumed():
    job = begun(lambda job, now: Progress(handled=1 // 0))
    finish_jobs()
    assert "Press Resume" in now_of(job).reason
    STEPS["test"] = three_clients
    assert resume_job(job=job, actor=cast.actor(), now=NOON)
    finish_jobs()
    assert (now_of(job).state, now_of(job).reason) == (State.DONE, "")


def test_a_deadlock_is_tried_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "PAUSE", 0)
    fails = iter([True, True])

    def unlucky(job: Job, now: datetime) -> Progress:
        if next(fails, False):
            raise OperationalError("deadlock detected")
        return three_clients(job, now)

    job = begun(unlucky)
    finish_jobs()
    assert (now_of(job).state, Client.objects.count()) == (State.DONE, 3)


def test_whom_another_runner_overtook_writes_nothing():
    job, looks = begun(), iter(range(100))

    def clock() -> datetime:
        if next(looks) == 3:  # one batch is committed, and the next is about to begin
            run(job.agency_id, job.id, {"test": three_clients}, clock=lambda: NOON)
        return NOON

    run(job.agency_id, job.id, {"test": three_clients}, clock=clock)
    assert (now_of(job).state, now_of(job).done, Client.objects.count()) == (State.DONE, 3, 3)


def test_its_turn_over_it_makes_way_and_goes_on_later(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "TURN", -1)
    job = begun()
    with pytest.raises(AssertionError, match="do not end"):
        finish_jobs(most_turns=3)
    assert (now_of(job).state, now_of(job).run) == (State.WAITING, 3)
    monkeypatch.setattr(running, "TURN", 20)
    finish_jobs()
    assert now_of(job).state == State.DONE


def test_a_job_that_no_queue_knows_of_is_woken():
    job = begun()
    assert revive_lost(NOON + timedelta(hours=1)) == 0
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert revive_lost(NOON + timedelta(hours=1)) == 1
    finish_jobs()
    assert now_of(job).state == State.DONE


def test_files_are_read_as_they_were_written_and_expire():
    job = begun(lambda job, now: Progress(ended=True), expires_at=NOON + timedelta(days=1))
    finish_jobs()
    for piece in (b"one,", b"two,", b"three"):
        files.append(job, "numbers.csv", piece, now=NOON)
    assert b"".join(files.read(job.agency_id, job.id, "numbers.csv")) == b"one,two,three"
    assert expire(NOON) == 0
    assert expire(NOON + timedelta(days=2)) == 1
    assert not Chunk.objects.exists()
    assert now_of(job).result["expired"]


@pytest.mark.django_db(transaction=True)
def test_an_errand_asks_outside_any_transaction_and_keeps_the_answer_with_its_progress():
    happened: list[tuple[str, bool]] = []

    def call(name: str) -> str:
        happened.append((name, connection.in_atomic_block))
        return f"hello {name}"

    def keep(job: Job, name: str, said: str, now: datetime) -> Progress:
        cast.client(said)
        return Progress(handled=1, ended=True)

    job = begun(Errand(lambda job, now: cast.client("claimed").first_name, call, keep))
    finish_jobs()
    assert happened == [("claimed", False)]
    assert sorted(Client.objects.filter(agency=job.agency).values_list("first_name", flat=True)) == ["claimed", "hello claimed"]
    assert now_of(job).state == State.DONE
