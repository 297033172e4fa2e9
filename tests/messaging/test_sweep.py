"""What workers and time left behind is moved on (the crash table)."""

from datetime import timedelta

import pytest

from duenotice.gateways.protocol import Absent, Accepted
from duenotice.messaging.dispatch import Outcome, claim, outcomes, sweep
from duenotice.messaging.gate import Handed, gate
from duenotice.messaging.models import Attempt, Message, Status
from duenotice.messaging.unknown import unknown_messages
from duenotice.senders.models import Sender
from duenotice.worker.asking import ABSENT
from duenotice.worker.asking import answer as finding_means
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOON + timedelta(minutes=10)
MUCH_LATER = LATER + timedelta(minutes=10)


def handed_off() -> Handed:
    message = cast.one_off(cast.contact())
    claims = claim(message.agency_id, message.sender_id, 1, now=LATER)
    return gate(message.agency_id, message.sender_id, claims, now=LATER).handed[0]


def the_message() -> Message:
    return Message.objects.get()


def test_a_claim_that_was_left_behind_is_scheduled_again_and_its_holder_loses_it():
    message = cast.one_off(cast.contact())
    stale = claim(message.agency_id, message.sender_id, 1, now=LATER)
    assert sweep(LATER).claimed == 0
    assert sweep(MUCH_LATER).claimed == 1
    assert the_message().status == Status.SCHEDULED
    fresh = claim(message.agency_id, message.sender_id, 1, now=MUCH_LATER)
    assert gate(message.agency_id, message.sender_id, stale, now=MUCH_LATER).handed == []
    assert len(gate(message.agency_id, message.sender_id, fresh, now=MUCH_LATER).handed) == 1


def test_a_hand_off_that_was_left_behind_is_unknown_and_never_sent_again():
    handed_off()
    assert sweep(MUCH_LATER).submitting == 1
    assert (the_message().status, Attempt.objects.get().outcome) == (Status.UNKNOWN, "unknown")
    assert claim(the_message().agency_id, the_message().sender_id, 1, now=MUCH_LATER) == []


def test_a_gateway_that_was_set_up_otherwise_meanwhile_proves_nothing_by_not_having_it():
    handed_off()
    sweep(MUCH_LATER)
    Sender.objects.update(updated_at=cast.NOON)
    [asked] = unknown_messages(before=MUCH_LATER + timedelta(minutes=1), asked=[], limit=9)
    assert (asked.changed, finding_means(Absent(), changed=asked.changed)) == (False, ABSENT)
    Sender.objects.filter(id=asked.sender_id).update(updated_at=MUCH_LATER)
    [asked] = unknown_messages(before=MUCH_LATER + timedelta(minutes=1), asked=[], limit=9)
    assert (asked.changed, finding_means(Absent(), changed=asked.changed)) == (True, None)
    assert finding_means(Accepted("1"), changed=True) == Accepted("1")


def test_an_answer_that_was_written_late_resolves_what_had_become_unknown():
    handed = handed_off()
    sweep(MUCH_LATER)
    outcomes([Outcome(handed, Accepted("SM1"))], now=MUCH_LATER)
    assert the_message().status == Status.SENT


def test_what_waited_too_long_expires():  # M6
    cast.one_off(cast.contact())
    assert sweep(LATER + timedelta(days=2)).expired == 1
    assert the_message().status == Status.EXPIRED


def test_what_the_agencys_set_up_held_for_too_long_fails():  # C9
    message = cast.one_off(cast.contact())
    Message.objects.filter(id=message.id).update(held_for="sender_not_registered")
    sweep(LATER + timedelta(days=2))
    assert the_message().status == Status.FAILED


def test_what_stays_unknown_for_three_days_becomes_a_task_for_staff():
    handed_off()
    sweep(MUCH_LATER)
    assert sweep(MUCH_LATER + timedelta(hours=71)).unknown == 0
    assert sweep(MUCH_LATER + timedelta(hours=72)).unknown == 1
    message = the_message()
    assert (message.status, message.needs_review, message.reason_code) == (Status.FAILED, True, "never_known")
