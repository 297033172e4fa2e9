"""What gateways say afterwards: kept always, and states only move forward."""

import pytest

from duenotice.lib.identity import uuid7
from duenotice.messaging import receipts
from duenotice.messaging.models import Message, Receipt, Status
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def message(status: Status, attempts: int = 1) -> Message:
    made = cast.one_off(cast.contact())
    Message.objects.filter(id=made.id).update(status=status, attempts=attempts)
    return made


def told(about: Message, status: str) -> receipts.Applied:
    [applied] = receipts.apply(agency_id=about.agency_id, gateway="http", news=[receipts.News(about.id, status, NOON)], now=NOON)
    return applied


@pytest.mark.parametrize("before", [Status.SUBMITTING, Status.UNKNOWN, Status.SENT, Status.SCHEDULED])
def test_a_message_known_to_have_arrived_is_delivered(before: Status):
    about = message(before)
    assert told(about, "delivered").moved
    about.refresh_from_db()
    assert about.status == Status.DELIVERED


@pytest.mark.parametrize(("before", "status"), [(Status.DELIVERED, "sent"), (Status.DELIVERED, "failed"), (Status.FAILED, "delivered")])
def test_late_and_repeated_receipts_are_kept_and_move_nothing_back(before: Status, status: str):
    about = message(before)
    assert not told(about, status).moved
    assert not told(about, status).moved
    about.refresh_from_db()
    assert about.status == before
    assert Receipt.objects.filter(message=about).count() == 2


def test_what_was_never_tried_cannot_have_arrived():
    assert not told(message(Status.SCHEDULED, attempts=0), "delivered").moved


def test_another_agencys_message_is_not_found():
    about = message(Status.SENT)
    about.agency_id = cast.agency("lakeside").id
    assert told(about, "delivered") == receipts.Applied(None, False)
    assert not Receipt.objects.filter(agency_id=about.agency_id).exists()


def test_a_receipt_of_something_that_is_no_message_is_not_found():
    about = message(Status.SENT)
    about.id = uuid7()
    assert told(about, "delivered").before is None
