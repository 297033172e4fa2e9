"""Cancelling an event against composing about it, by real threads on real connections (M4)."""

import threading
from contextlib import suppress

import pytest
from django.db import connections

from duenotice.actions.composing import CannotCompose
from duenotice.actions.events import cancel_event, save_event, uncancel_event
from duenotice.agencies.activity import SYSTEM
from duenotice.events.models import Event
from duenotice.messaging.models import Message
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROUNDS = 60


def test_nothing_is_left_scheduled_about_an_event_that_was_cancelled_meanwhile():
    rosa = cast.contact()
    made = cast.event(rosa.client)
    usual = {"agency": made.agency, "actor": SYSTEM, "now": cast.NOON}
    failures: list[BaseException] = []

    def composing() -> None:
        for number in range(ROUNDS):
            with suppress(CannotCompose):
                cast.one_off(rosa, f"Message {number}", event=made)

    def moving() -> None:
        for number in range(ROUNDS):
            save_event(event=made, fields={"judge": f"Judge {number}"}, **usual)

    def cancelling() -> None:
        for _number in range(ROUNDS):
            cancel_event(ids=[made.id], **usual)
            left.append(Message.objects.filter(agency=made.agency, event=made, status="scheduled").count())
            uncancel_event(ids=[made.id], **usual)

    left: list[int] = []
    run([composing, moving, cancelling], failures)
    assert failures == []
    assert left == [0] * ROUNDS
    assert Event.objects.get().version == ROUNDS + 1


def run(works, failures: list[BaseException]) -> None:
    """All at once, each on a connection of its own."""

    def one(work) -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
