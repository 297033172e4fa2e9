"""What the brake holds, made, approved, cancelled and sent all at once, by real threads on real connections."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from duenotice.actions.brakes import approve_messages, refuse_messages
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.flows.models import Flow
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Attempt, Message
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import flow, step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SOON = cast.NOON + timedelta(minutes=6)
MANY = 40


def court(most: int) -> Agency:
    """An agency that lets so many go unseen, with a flow that tells of each new event at once."""
    made = cast.agency()
    Agency.objects.filter(id=made.id).update(approve_above=most)
    made.refresh_from_db()
    step(flow(of=made), kind="on_created", at=None)
    return made


def people(count: int) -> list[Client]:
    found = [cast.contact(cast.client(f"Person {number}"), f"+1202555{100 + number:04}").client for number in range(count)]
    return [one for one in found if one]


def held() -> Agency:
    """An agency with MANY messages that are due and wait for approval."""
    made = court(MANY - 1)
    for someone in people(MANY):
        cast.event(someone, flow=Flow.objects.get())
    return made


def test_batches_made_at_the_same_moment_let_no_more_go_than_one_would():
    agency, phone, everybody, most = court(MANY // 2), Sender.objects.get(kind="phone"), people(MANY), MANY // 2
    steps, all_made = Flow.objects.get(), threading.Barrier(4)

    def making(some: list[Client]) -> None:
        with transaction.atomic():
            for someone in some:
                cast.event(someone, flow=steps)
            all_made.wait(60)  # each is below the number, and sees nothing of the others
        connections.close_all()

    def working() -> None:
        while Message.objects.filter(status="scheduled", held_for="").exists() or all_made.n_waiting or not Message.objects.exists():
            gate(agency.id, phone.id, claim(agency.id, phone.id, 3, now=SOON), now=SOON)
        connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        workers = [pool.submit(working) for _one in range(2)]
        for one in [*(pool.submit(making, everybody[start::4]) for start in range(4)), *workers]:
            one.result(120)
    left = Message.objects.filter(status="scheduled", held_for="approval").count()
    assert Attempt.objects.count() + left == MANY
    assert Attempt.objects.count() <= most


def test_each_message_is_either_approved_and_sent_once_or_cancelled():
    agency, phone, who = held(), Sender.objects.get(kind="phone"), cast.actor()

    def working() -> None:
        for _turn in range(25):
            gate(agency.id, phone.id, claim(agency.id, phone.id, 7, now=SOON), now=SOON)
        connections.close_all()

    def deciding(verb) -> int:
        count = verb(agency=agency, seen=cast.NOON, actor=who, now=SOON)
        connections.close_all()
        return count

    with ThreadPoolExecutor(8) as pool:
        workers = [pool.submit(working) for _one in range(2)]
        verdicts = [pool.submit(deciding, verb) for verb in (approve_messages, refuse_messages, approve_messages, refuse_messages)]
        counts = [one.result() for one in verdicts]
        for one in workers:
            one.result()
    assert sorted(counts) == [0, 0, 0, MANY]  # whoever came first decided about all of them
    refused = MANY in (counts[1], counts[3])
    gate(agency.id, phone.id, claim(agency.id, phone.id, MANY, now=SOON), now=SOON)
    attempts = Counter(Attempt.objects.values_list("message_id", flat=True))
    assert Message.objects.filter(status="cancelled").count() == (MANY if refused else 0)
    assert len(attempts) == (0 if refused else MANY)
    assert set(attempts.values()) <= {1}
