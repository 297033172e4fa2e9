"""How much a worker takes in hand: what it holds until it is written is bounded, and so is its memory."""

from typing import cast

from duenotice.gateways.handset import Handset
from duenotice.lib.identity import uuid7
from duenotice.messaging.hold import Claimed
from duenotice.worker.calls import SLOTS, Calls
from duenotice.worker.database import Database
from duenotice.worker.outbox import Outbox


def claimed() -> Claimed:
    return Claimed(uuid7(), 1, uuid7(), None, None, None)


def test_messages_that_were_not_called_with_take_their_slots_until_they_are_given_back():
    outbox = Outbox(cast(Database, None))
    calls, gateway = Calls(outbox), Handset(lambda handed: None)
    assert calls.room(gateway) > 0
    outbox.give_back(uuid7(), [claimed() for _ in range(SLOTS)])
    assert len(outbox) == SLOTS
    assert calls.room(gateway) == 0
