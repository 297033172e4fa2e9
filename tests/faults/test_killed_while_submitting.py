"""kill -9 of a worker between a submit_sm and its answer: what the SMSC may have is unknown, and goes out no second time."""

from collections.abc import Generator

import pytest
from django.utils import timezone

from duenotice.messaging.models import Message, Status
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from tests import cast, smsc
from tests.smsc import Smsc
from tests.worker.conftest import contacts, due, eventually, start_worker, worker
from tests.worker.test_faults import let_leases_run_out, make_askable, statuses

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
LONG = "Your hearing is on Monday at 9:00 AM. " * 5


@pytest.fixture
def carrier() -> Generator[Smsc]:
    with smsc.running() as made:
        sealed = credentials.seal(smsc.settings(made))
        Sender.objects.filter(agency=cast.agency(), kind="phone").update(gateway="smpp", gateway_settings=sealed, updated_at=timezone.now())
        yield made


def test_what_an_smsc_had_not_answered_when_its_worker_was_killed_is_unknown_and_not_sent_again(carrier: Smsc):  # M2
    carrier.script = lambda part: smsc.HANG if part.header[1] == part.header[2] else smsc.ACCEPT
    *people, long, another = contacts(4)
    for message in due([*people, long]):
        Message.objects.filter(id=message.id, contact=long).update(body=LONG)
    process = start_worker()
    eventually(lambda: len(carrier.taken) == 4)
    process.kill()
    process.wait()
    assert statuses() == {Status.SUBMITTING}
    let_leases_run_out()
    carrier.script = lambda _: smsc.ACCEPT
    with worker():
        eventually(lambda: statuses() == {Status.UNKNOWN})
        make_askable()
        [after] = due([another])
        eventually(lambda: Message.objects.get(id=after.id).status == Status.SENT)
    assert Message.objects.filter(status=Status.UNKNOWN).count() == 3
    assert len(carrier.asked) == len(carrier.taken) == 5, "one part each, two of the long one, and the message after them"
    assert carrier.shown("12025550102") == [LONG]
