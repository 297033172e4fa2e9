"""Approving and cancelling what the brake holds, against workers and against each other, by real threads on real connections."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from duenotice.actions.brakes import approve_messages, refuse_messages
from duenotice.agencies.models import Agency
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Attempt, Message
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import flow, step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
SOON = cast.NOON + timedelta(minutes=6)
MANY = 40


def held() -> Agency:
    """An agency with MANY messages that are due and wait for approval."""
    made = cast.agency()
    Agency.objects.filter(id=made.id).update(approve_above=MANY - 1)
    made.refresh_from_db()
    steps = flow(of=made)
    step(steps, kind="on_created", at=None)
    for number in range(MANY):
        someone = cast.contact(cast.client(f"Person {number}"), f"+1202555{100 + number:04}")
        assert someone.client
        cast.event(someone.client, flow=steps)
    return made


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
