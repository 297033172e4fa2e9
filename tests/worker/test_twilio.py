"""A real worker, a real web server and Twilio's stand-in: from a composed text to what became of it."""

from collections import Counter
from collections.abc import Generator, Mapping
from datetime import timedelta
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


def bad_hour(fields: Mapping[str, str], seen: Counter[str]) -> Reply:
    """Each number has its own bad luck at first: throttled, an error, a lost answer, a hang; then all is well."""
    seen[fields["To"]] += 1
    first, luck = seen[fields["To"]] == 1, int(fields["To"][-1]) % 5
    if not first or luck == 0:
        return Reply(status=201)
    return [twilio.THROTTLE, Reply(status=500, taken=False), Reply(status=201, then="drop"), Reply(status=201, then="hang")][luck - 1]


def test_a_bad_hour_of_the_carriers_loses_nothing_and_repeats_nothing(carrier: Twilio, figure: Any):
    seen: Counter[str] = Counter()
    carrier.script = lambda fields: bad_hour(fields, seen)
    due(contacts(40))
    with worker():
        eventually(lambda: len(seen) == 40 and not Message.objects.filter(status__in=["claimed", "submitting"]).exists(), 60)
        unknown = Message.objects.filter(status=Status.UNKNOWN).count()
        carrier.deliver()
        Message.objects.filter(status=Status.UNKNOWN).update(status_at=timezone.now() - timedelta(minutes=5))
        eventually(lambda: _again_until_delivered(carrier), 90)
    taken = Counter(one["To"] for one in carrier.taken)
    lost, twice = 40 - len(taken), sum(count - 1 for count in taken.values())
    figure("40 texts in a carrier's bad hour", f"lost {lost}, sent twice {twice}, unknown {unknown}, all resolved")
    assert (lost, twice) == (0, 0)


def _again_until_delivered(carrier: Twilio) -> bool:
    """What was certainly not taken is due again at once, so that the test need not wait for the back-off."""
    Message.objects.filter(status=Status.SCHEDULED).update(send_at=timezone.now())
    if Message.objects.filter(status=Status.SENT).exists():
        carrier.deliver()
    return statuses() == {Status.DELIVERED}
