"""A real worker, a real web server and Twilio's stand-in: from a composed text to what became of it."""

from collections.abc import Generator
from typing import Any

import pytest
from django.utils import timezone

from duenotice.actions.models import News
from duenotice.contacts.models import Address
from duenotice.messaging.models import Message, Status
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from tests import cast, twilio
from tests.carrier import Reply
from tests.twilio import Twilio
from tests.worker.conftest import awake, contacts, due, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def carrier(live_server: Any, settings: Any) -> Generator[Twilio]:
    """Riverton's phone at Twilio, which can call us back."""
    settings.PUBLIC_URL = str(live_server)
    with twilio.running() as made:
        sealed = credentials.seal({**twilio.SETTINGS, "url": made.url, "timeout": 2})
        Sender.objects.filter(agency=cast.agency(), kind="phone").update(
            gateway="twilio", gateway_settings=sealed, updated_at=timezone.now()
        )
        yield made


def statuses() -> set[str]:
    return set(Message.objects.values_list("status", flat=True))


def test_texts_go_out_and_what_became_of_them_comes_back(carrier: Twilio):  # M2, C3, O6
    awake(cast.agency())
    numbers = [cast.ROSA_PHONE, "+12025550194", "+12025550191"]
    due([cast.contact(cast.client("Person", number), number) for number in numbers])
    with worker():
        eventually(lambda: len(carrier.taken) == 2)
        carrier.deliver()
        eventually(lambda: statuses() == {Status.DELIVERED, Status.FAILED})
    rosa, landline, stopped = (Message.objects.get(address__value=number) for number in numbers)
    assert (rosa.status, landline.status, stopped.status) == (Status.DELIVERED, Status.FAILED, Status.FAILED)
    assert Address.objects.get(value="+12025550194").invalid_for == ["text"]
    assert Address.objects.get(value="+12025550191").opted_out
    assert carrier.asked == 3, "what was blocked is never tried again"


def test_an_answer_that_was_lost_is_made_up_for_by_the_receipt(carrier: Twilio):
    carrier.script = lambda _: Reply(status=201, then="drop")
    due(contacts(3))
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        carrier.deliver()
        eventually(lambda: statuses() == {Status.DELIVERED})
    assert len(carrier.taken) == 3
    assert not News.objects.filter(applied_at=None).exists()
