"""Worker processes killed in every window of the crash table, and a database that goes away: nothing is lost, nothing goes out twice."""

import signal
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from duenotice.messaging.models import Attempt, Message, Status
from tests.carrier import HANG, Carrier, Reply, refuse
from tests.worker.conftest import contacts, due, eventually, start_worker, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def statuses() -> set[str]:
    return set(Message.objects.values_list("status", flat=True))


def drop_every_connection() -> None:
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
    with connection.cursor() as cursor:
        cursor.execute(others)


def let_leases_run_out() -> None:
    Message.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now() - timedelta(seconds=1))


def make_askable() -> None:
    """A carrier is asked a minute after a message became unknown: let that be over."""
    Message.objects.update(status_at=timezone.now() - timedelta(minutes=2))


def test_killed_while_a_carrier_holds_the_messages_they_are_unknown_and_then_asked_about(carrier: Carrier):
    carrier.script = lambda _: HANG
    due(contacts(5))
    process = start_worker()
    eventually(lambda: len(carrier.taken) == 5)
    process.kill()
    process.wait()
    assert statuses() == {Status.SUBMITTING}
    let_leases_run_out()
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        make_askable()
        eventually(lambda: statuses() == {Status.SENT})
    assert len(carrier.taken) == 5
    assert Attempt.objects.count() == 5


def test_killed_before_a_carrier_took_them_they_are_tried_again_once_it_says_so(carrier: Carrier):
    carrier.script = lambda _: Reply(then="hang", taken=False)
    due(contacts(3))
    process = start_worker()
    eventually(lambda: len(carrier.requests) == 3)
    process.kill()
    process.wait()
    let_leases_run_out()
    carrier.script = lambda _: Reply()
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        make_askable()
        eventually(lambda: statuses() == {Status.SCHEDULED} or statuses() == {Status.SENT})
        Message.objects.filter(status=Status.SCHEDULED).update(send_at=timezone.now())
        eventually(lambda: statuses() == {Status.SENT})
    assert len({message["id"] for message in carrier.taken}) == len(carrier.taken) == 3


def test_killed_again_and_again_nothing_is_lost_and_nothing_goes_out_twice(carrier: Carrier):
    carrier.script = lambda _: Reply(delay=0.1)
    due(contacts(80))
    for seconds in (0.0, 0.05, 0.1):
        before = len(carrier.taken)
        process = start_worker()
        eventually(lambda before=before: len(carrier.taken) > before or not Message.objects.filter(status=Status.SCHEDULED).exists())
        with pytest.raises(Exception, match="timed out"):
            process.wait(max(seconds, 0.001))
        process.kill()
        process.wait()
        let_leases_run_out()
    with worker():
        eventually(lambda: statuses() <= {Status.SENT, Status.UNKNOWN})
    taken = [message["id"] for message in carrier.taken]
    assert len(taken) == len(set(taken)), "something went out twice"
    gone = {str(key) for key in Message.objects.filter(status=Status.SENT).values_list("id", flat=True)}
    assert gone <= set(taken), "something is called sent that no carrier has"


def test_asked_to_stop_a_worker_finishes_its_calls_and_claims_no_more(carrier: Carrier):
    carrier.script = lambda _: Reply(delay=1.0)
    due(contacts(10))
    process = start_worker()
    eventually(lambda: len(carrier.requests) == 10)
    process.send_signal(signal.SIGTERM)
    assert process.wait(120) == 0
    assert statuses() == {Status.SENT}


def test_when_the_database_drops_every_connection_everything_recovers_by_itself(carrier: Carrier):
    carrier.script = lambda _: Reply(delay=0.3)
    due(contacts(60))
    with worker():
        for _again in range(4):
            eventually(lambda: Message.objects.filter(status=Status.SUBMITTING).exists() or statuses() == {Status.SENT})
            drop_every_connection()
        eventually(lambda: statuses() == {Status.SENT}, 40)
    taken = [message["id"] for message in carrier.taken]
    assert len(taken) == len(set(taken)) == 60


def test_a_certain_refusal_is_tried_again_until_it_is_taken(carrier: Carrier):
    seen: list[str] = []

    def busy_at_first(message: dict[str, object]) -> Reply:
        seen.append(str(message["id"]))
        return refuse(429) if seen.count(str(message["id"])) == 1 else Reply()

    carrier.script = busy_at_first
    due(contacts(3))
    with worker():
        eventually(lambda: statuses() == {Status.SCHEDULED} and len(seen) == 3)
        Message.objects.update(send_at=timezone.now())
        eventually(lambda: statuses() == {Status.SENT})
    assert len(seen) == 6
