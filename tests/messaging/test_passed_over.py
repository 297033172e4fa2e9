"""What the gate passes over, because somebody holds its row for an instant, is due again at once, not after its lease."""

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


def test_a_row_that_somebody_holds_at_the_gate_is_not_left_to_its_lease(monkeypatch):
    message = cast.one_off(cast.contact(), send_now=True)
    other = connections["default"].copy()
    real = taking.gate

    def gate_while_held(*args, **kwargs):
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM messaging_message WHERE id = %s FOR UPDATE", [message.id])
            answer = real(*args, **kwargs)
            cursor.execute("ROLLBACK")
        return answer

    monkeypatch.setattr(taking, "gate", gate_while_held)
    monkeypatch.setattr(taking, "database_now", lambda: cast.NOON)
    [due] = due_senders(cast.NOON)
    taken = taking.take(due, 10)
    other.close()
    assert not taken.handed
    assert Message.objects.get().status == Status.SCHEDULED
