"""What the gate passes over, because somebody holds its row for an instant, is due again at once, not after its lease."""

import threading

import pytest
from django.db import connections

from duenotice.messaging.dispatch import claim, due_senders, unclaim
from duenotice.messaging.models import Message, Status
from duenotice.senders.models import Sender
from duenotice.worker import taking
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def phone() -> Sender:
    return Sender.objects.get(agency=cast.agency(), kind="phone")


def test_only_what_is_still_ours_is_scheduled_again():
    first, second = (cast.one_off(cast.contact(cast.client(name)), send_now=True) for name in ("Rosa", "Ben"))
    claims = claim(cast.agency().id, phone().id, 10, now=cast.NOON)
    Message.objects.filter(id=second.id).update(claim=7)
    unclaim(cast.agency().id, claims)
    assert Message.objects.get(id=first.id).status == Status.SCHEDULED
    assert Message.objects.get(id=second.id).status == Status.CLAIMED


def test_a_row_that_somebody_holds_at_the_gate_is_not_left_to_its_lease():
    message = cast.one_off(cast.contact(), send_now=True)
    [due] = due_senders(cast.NOON)
    claims = claim(due.agency_id, due.sender_id, 10, now=cast.NOON)
    other = connections["default"].copy()
    other.inc_thread_sharing()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM messaging_message WHERE id = %s FOR UPDATE", [message.id])
    release = threading.Timer(0.3, other.rollback)
    release.start()
    gated = taking._gate(due, claims, cast.NOON)
    release.join()
    other.close()
    assert gated.decided == 0
    assert Message.objects.get().status == Status.SCHEDULED
