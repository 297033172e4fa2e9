"""A worker killed at every line of docs/message-life.md, Crashes and faults, by kill -9: a lock of ours stops it just there first."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from duenotice.contacts.models import Address
from duenotice.messaging.models import Message, Status
from tests.carrier import Carrier, Reply, refuse
from tests.worker.conftest import contacts, due, eventually, start_worker, worker
from tests.worker.test_faults import drop_every_connection, let_leases_run_out, make_askable, statuses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
COUNT = 8
WAITING = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE relation = %s::regclass AND NOT granted AND query LIKE %s
"""


@contextmanager
def stopped(statement: str, table: str, mode: str = "SHARE") -> Iterator[Callable[[], bool]]:
    """A lock on the table holds every such statement of a worker until the block ends. Gives: does one wait?"""

    def one_waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(WAITING, [table, f"%{statement}%"])
            return bool(cursor.fetchone()[0])

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield one_waits


@contextmanager
def killed(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """By kill -9 when the block ends, and with it what it sent to the database."""
    try:
        yield
    finally:
        process.kill()
        process.wait()
        drop_every_connection()


def killed_at(statement: str, table: str, mode: str = "SHARE") -> set[str]:
    """Kills a worker at such a statement, which is then not carried out; answers the messages' statuses."""
    with stopped(statement, table, mode) as one_waits:
        with killed(start_worker()):
            eventually(one_waits)
        return statuses()


def killed_with_answers_unwritten(carrier: Carrier, reply: Reply) -> set[str]:
    """Kills a worker that has the carrier's answers, and has drawn their consequences, before it writes them."""
    speak = threading.Event()
    carrier.script = lambda _: reply if speak.wait(120) else refuse(500)
    process = start_worker()
    eventually(lambda: statuses() == {Status.SUBMITTING})
    with stopped("Writes what gateways answered", "messaging_attempt") as one_waits, killed(process):
        speak.set()
        eventually(lambda: one_waits() and len(carrier.requests) == Message.objects.count())
    return statuses()


def test_killed_at_every_line_in_turn_each_message_goes_out_once(carrier: Carrier, figure: Callable[[str, object], None]) -> None:
    due(contacts(COUNT))
    assert killed_at("Claims what of one sender", "messaging_message") == {Status.SCHEDULED}, "before the claim"
    assert killed_at("FROM contacts_address", "contacts_address", "ACCESS EXCLUSIVE") == {Status.CLAIMED}, "while claimed"
    let_leases_run_out()
    assert killed_at("The moment of hand-off", "messaging_attempt") == {Status.CLAIMED}, "in the gate, before its commit"
    assert carrier.requests == []
    let_leases_run_out()
    answered = killed_with_answers_unwritten(carrier, Reply())
    assert answered == {Status.SUBMITTING}, "the carrier has them, and we did not write it down"
    let_leases_run_out()
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        make_askable()
        eventually(lambda: statuses() == {Status.SENT})
    taken = [message["id"] for message in carrier.taken]
    assert len(taken) == len(set(taken)) == COUNT
    figure("worker killed at 4 lines in turn", f"{COUNT} messages, {len(taken)} handed off, 0 lost, 0 twice")


def test_killed_between_a_block_and_its_message_no_stop_is_lost(carrier: Carrier) -> None:  # O6
    [message] = due(contacts(1))
    refusal = refuse(403, kind="blocked")
    assert killed_with_answers_unwritten(carrier, refusal) == {Status.SUBMITTING}
    assert Address.objects.get(id=message.address_id).opted_out
    let_leases_run_out()
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        make_askable()
        eventually(lambda: not Message.objects.exists())
    assert carrier.taken == []
    assert len(carrier.requests) == 1, "it was tried again although the recipient blocks us"
