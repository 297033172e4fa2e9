"""Opting out against composing and creating, by real threads on real connections (issue: consent under concurrency)."""

import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection, connections

from duenotice.actions.composing import CannotReach
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import create_contact
from duenotice.agencies.activity import SYSTEM
from duenotice.contacts.models import Contact
from duenotice.messaging.models import Kind, Message
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROUNDS = int(os.environ.get("RACES", "300"))

LEFT_SCHEDULED = """
SELECT count(*) FROM messaging_message m JOIN contacts_address a ON a.id = m.address_id
WHERE a.consent = 'out' AND m.status IN ('scheduled', 'claimed') AND m.kind <> 'compliance'
"""


def left_scheduled() -> int:
    with connection.cursor() as cursor:
        cursor.execute(LEFT_SCHEDULED)
        return cursor.fetchone()[0]


def repeatedly(work: Callable[[random.Random, int], None], seed: int) -> None:
    dice = random.Random(seed)
    try:
        for number in range(ROUNDS):
            work(dice, seed * 100_000 + number)
    finally:
        connections.close_all()


def composing(contacts: list[Contact]) -> Callable[[random.Random, int], None]:
    def work(dice: random.Random, number: int) -> None:
        with suppress(CannotReach):
            cast.one_off(dice.choice(contacts), f"Message {number}")

    return work


def consenting(contacts: list[Contact], deleted: list[int]) -> Callable[[random.Random, int], None]:
    def work(dice: random.Random, number: int) -> None:
        contact = dice.choice(contacts)
        verb = opt_out if dice.random() < 0.6 else opt_in
        change = verb(agency=contact.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=SYSTEM, now=cast.NOON)
        deleted.append(change.deleted)

    return work


def creating(addresses: list[str]) -> Callable[[random.Random, int], None]:
    def work(dice: random.Random, number: int) -> None:
        person = cast.client("New", f"Person {number}")
        made = create_contact(agency=person.agency, client=person, entered=dice.choice(addresses), actor=SYSTEM, now=cast.NOON)
        composing([made])(dice, number)

    return work


def test_nothing_stays_scheduled_for_whoever_is_out_at_any_moment():  # O1, O4
    contacts = [cast.contact(cast.client("Person", str(line)), entered=f"+120255501{line}") for line in range(10, 15)]
    deleted: list[int] = []
    jobs = [composing(contacts), composing(contacts), consenting(contacts, deleted), consenting(contacts, deleted)]
    jobs.append(creating([contact.entered for contact in contacts]))
    seen, over = [], threading.Event()

    def watching() -> None:
        while not over.is_set():
            seen.append(left_scheduled())
        connections.close_all()

    watcher = threading.Thread(target=watching)
    watcher.start()
    with ThreadPoolExecutor(len(jobs)) as pool:
        runs = [pool.submit(repeatedly, job, seed) for seed, job in enumerate(jobs)]
    over.set()
    watcher.join()
    assert [run.exception() for run in runs] == [None] * len(jobs), "a deadlock, or worse"
    assert set(seen) == {0}
    assert sum(deleted) > 0
    assert Message.objects.filter(kind=Kind.ONE_OFF).exists()
