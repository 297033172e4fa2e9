"""A sender's cap for a day: what is above it waits until midnight Pacific."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from duenotice.messaging.dispatch import adjust_tokens, claim, due_senders
from duenotice.messaging.models import Message, Status
from duenotice.senders.models import Sender
from tests import cast

pytestmark = pytest.mark.django_db
LATER = cast.NOON + timedelta(minutes=10)
MIDNIGHT = datetime(2026, 11, 25, tzinfo=ZoneInfo("America/Los_Angeles"))


def phone(**fields: object) -> Sender:
    Sender.objects.filter(agency=cast.agency(), kind="phone").update(**fields)
    return Sender.objects.get(agency=cast.agency(), kind="phone")


def test_what_is_above_the_cap_waits_until_midnight_pacific():
    contact = cast.contact()
    for number in range(5):
        cast.one_off(contact, f"Number {number}")
    sender = phone(daily_limit=3)
    assert len(claim(sender.agency_id, sender.id, 100, now=LATER)) == 3
    assert claim(sender.agency_id, sender.id, 100, now=LATER) == []
    assert due_senders(LATER) == []
    assert Message.objects.filter(status=Status.SCHEDULED).count() == 2
    assert due_senders(MIDNIGHT - timedelta(seconds=1)) == []
    assert len(due_senders(MIDNIGHT)) == 1
    assert len(claim(sender.agency_id, sender.id, 100, now=MIDNIGHT)) == 2


def test_longer_texts_count_by_their_segments_and_what_was_not_used_is_put_back():
    cast.one_off(cast.contact())
    sender = phone(daily_limit=3)
    claim(sender.agency_id, sender.id, 1, now=LATER)
    adjust_tokens(sender.agency_id, sender.id, -2)
    assert phone().used == 3
    assert due_senders(LATER) == []
    adjust_tokens(sender.agency_id, sender.id, 1)
    assert phone().used == 2
