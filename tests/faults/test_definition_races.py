"""Changing a step of a flow that many events follow, against the gate: nothing goes by what stood before once the change is saved (A5)."""

import os
import random
import time as clock
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from django.db import connections

from duenotice.actions.events import NewEvent, create_events
from duenotice.actions.flows import StepDraft, save_step
from duenotice.actions.syncing import AT_ONCE
from duenotice.lib.identity import uuid7
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Attempt, Message
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import WORDS, flow, usual

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
MANY = 60
ROUNDS = max(3, int(os.environ.get("RACES", "75")) // 25)


def test_no_attempt_begins_by_the_old_channel_after_the_change_is_saved():
    steps, given = flow(3), usual()
    people = [cast.contact(cast.client(f"Person {number}"), f"+1202555{100 + number:04}") for number in range(MANY)]
    fields = {"type": "Hearing", "date": cast.NOON.date() + timedelta(days=6), "time": time(9), "flow": steps}
    ids = [one.client_id for one in people if one.client_id]
    create_events(wanted=[NewEvent(uuid7(), fields, ids[n : n + 1]) for n in range(AT_ONCE + 1)], **given)
    phone, step, due = Sender.objects.get(kind="phone"), steps.steps.get(), Message.objects.latest("send_at").send_at
    draft = StepDraft(name="Soon", kind="before", wordings=WORDS, at=time(10), amount=3, channels=["email"])

    def sending(turns: int) -> None:
        for _turn in range(turns):
            gate(given["agency"].id, phone.id, claim(given["agency"].id, phone.id, 3, now=due), now=due)
        connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        workers = [pool.submit(sending, 40) for _one in range(2)]
        clock.sleep(random.random() * 0.1)
        save_step(flow=steps, step=step, draft=draft, **given)
        before = Attempt.objects.count()
        for one in workers:
            one.result()
    sending(10)
    assert Attempt.objects.count() == before
    assert before < MANY, "the change came too late to prove anything"
