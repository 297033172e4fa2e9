"""Real workers on a real database: everything due goes out once, and comes to its end."""

import signal
from datetime import timedelta

import pytest
from django.utils import timezone

from duenotice.agencies.models import Activity, ActivitySeal, Agency, Mode
from duenotice.agencies.sealing import verify
from duenotice.lib.identity import first_at
from duenotice.messaging.models import HandOff, Message, Status, WorkerHeartbeat
from tests import cast
from tests.carrier import Carrier
from tests.worker.conftest import contacts, due, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def ended(count: int, *statuses: str) -> bool:
    return Message.objects.filter(status__in=statuses or [Status.SENT]).count() == count


def test_four_workers_hand_each_message_off_once():
    due(contacts(60))
    with worker(), worker(), worker(), worker():
        eventually(lambda: ended(60))
    assert HandOff.objects.count() == 60
    assert HandOff.objects.values("message_id").distinct().count() == 60


def test_a_carrier_gets_each_message_and_the_worker_ends_in_order(carrier: Carrier):
    due(contacts(20))
    with worker() as process:
        eventually(lambda: ended(20))
        process.send_signal(signal.SIGTERM)
        assert process.wait(120) == 0
    assert len({message["id"] for message in carrier.taken}) == len(carrier.taken) == 20
    assert not WorkerHeartbeat.objects.exists()


def test_in_simulate_mode_no_gateway_is_called(carrier: Carrier):  # M3
    to = contacts(3)
    due(to)
    Agency.objects.update(mode=Mode.SIMULATE)
    with worker():
        eventually(lambda: ended(3, Status.SIMULATED))
        assert WorkerHeartbeat.objects.filter(at__lte=timezone.now()).count() == 1
    assert carrier.requests == []


def test_a_paused_agency_sends_nothing_until_it_resumes():
    due(contacts(2))
    agency = cast.agency()
    Agency.objects.filter(id=agency.id).update(sending_paused_at=timezone.now())
    with worker():
        eventually(WorkerHeartbeat.objects.exists)
        assert ended(2, Status.SCHEDULED)
        Agency.objects.filter(id=agency.id).update(sending_paused_at=None)
        eventually(lambda: ended(2))


def test_activity_is_sealed_while_the_worker_runs():  # P6
    agency, old = cast.agency(), timezone.now() - timedelta(minutes=2)
    Activity.objects.create(id=first_at(old), agency=agency, at=old, actor_kind="system", verb="created", record_id=agency.id)
    with worker():
        eventually(lambda: ActivitySeal.objects.filter(agency=agency).exists())
    assert verify(agency.id).breaks == []
