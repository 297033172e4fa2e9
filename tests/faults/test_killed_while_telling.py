"""kill -9 of the program that tells webhooks, between an answer and its note of it: nothing is lost, and repeats carry their ids (U2)."""

import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from duenotice.webhooks.models import Delivery, Endpoint
from tests import cast
from tests.jobs.test_program import program
from tests.webhooks.conftest import endpoint, receiver  # noqa: F401
from tests.webhooks.receiver import Receiver
from tests.worker.conftest import eventually

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def waiting() -> bool:
    return Delivery.objects.exclude(state="delivered").exists()


def test_who_is_killed_while_telling_tells_again_in_order_and_loses_nothing(receiver: Receiver, monkeypatch: Any):  # noqa: F811
    monkeypatch.setenv("DUENOTICE_WEBHOOK_PRIVATE_HOST", "127.0.0.1")
    endpoint(receiver, "message.created")
    contact = cast.contact()
    happened = [str(cast.one_off(contact, f"Number {number}.").id) for number in range(5)]
    with program() as process:

        def killing_at_the_third(_change: dict[str, Any]) -> int:
            if len(receiver.tries) == 3:
                os.kill(process.pid, signal.SIGKILL)
            return 200

        receiver.script = killing_at_the_third
        assert process.wait(60) == -signal.SIGKILL
    first, receiver.script = list(receiver.tries), lambda _change: 200
    assert (len(first), Delivery.objects.filter(state="delivered").count()) == (3, 0)
    Endpoint.objects.update(lease_until=timezone.now() - timedelta(seconds=1))  # the lease of the dead has run out
    with program():
        eventually(lambda: not waiting())
    assert receiver.tries[:3] == receiver.tries[3:6] == first
    once = {told: change["data"]["uuid"] for told, change in zip(receiver.tries, receiver.took, strict=True)}
    assert (len(receiver.tries), list(once.values())) == (8, happened)
