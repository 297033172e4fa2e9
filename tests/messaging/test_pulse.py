"""What every page's frame and the health check learn about sending."""

from datetime import timedelta

import pytest

from duenotice.contacts.models import Address
from duenotice.messaging.models import Kind, Message, Status, WorkerHeartbeat
from duenotice.messaging.pulse import LATE_AFTER, SILENT_AFTER, health, pulse
from duenotice.senders.models import Sender
from duenotice.web.warnings import warnings
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def message(of: str, **fields: object) -> None:
    agency = cast.agency(of)
    address, _ = Address.objects.get_or_create(agency=agency, kind="phone", value=cast.ROSA_PHONE)
    sender = Sender.objects.get(agency=agency, kind="phone")
    given = {"kind": Kind.ONE_OFF, "status": Status.SCHEDULED, "channel": "text", "send_at": NOON, **fields}
    Message.objects.create(agency=agency, address=address, sender=sender, status_at=NOON, **given)


def test_a_worker_that_was_never_heard_is_silent() -> None:
    beat = pulse(cast.agency())
    assert beat.worker_silent(NOON)
    assert str(warnings(cast.agency(), beat, NOON)[0].heading) == "Nothing is being sent."


def test_a_message_is_late_only_after_a_while_and_only_at_its_agency() -> None:
    WorkerHeartbeat.objects.create(started_at=NOON, at=NOON)
    message("riverton", send_at=NOON - LATE_AFTER)
    message("riverton", status=Status.SENT, send_at=NOON - timedelta(days=1))
    beat = pulse(cast.agency())
    assert not beat.late(NOON)
    assert beat.late(NOON + timedelta(seconds=1))
    assert not beat.worker_silent(NOON + SILENT_AFTER)
    assert pulse(cast.agency("lakeside")).oldest_due_at is None


def test_only_what_nobody_read_is_unread() -> None:  # M7
    message("riverton", kind=Kind.INBOUND, status=Status.RECEIVED, gateway_reference="1")
    message("riverton", kind=Kind.INBOUND, status=Status.RECEIVED, gateway_reference="2", read_at=NOON)
    message("lakeside", kind=Kind.INBOUND, status=Status.RECEIVED)
    assert pulse(cast.agency()).unread == 1


def test_pausing_outweighs_every_other_warning() -> None:
    agency = cast.agency()
    agency.sending_paused_at = NOON
    assert [str(warning.heading) for warning in warnings(agency, pulse(agency), NOON)] == ["Sending is paused."]


def test_the_health_of_the_installation_names_a_silent_worker_and_a_late_message():
    WorkerHeartbeat.objects.create(started_at=cast.NOON, at=cast.NOON)
    assert health(cast.NOON).well
    cast.one_off(cast.contact(), send_now=True)
    later = health(cast.NOON + timedelta(minutes=10))
    assert (later.well, later.worker_heard_ago, later.oldest_due_for) == (False, 600.0, 600.0)


def test_monitors_are_told_of_sending(client):
    told = client.get("/healthz").json()
    assert told["database"] == "ok"
    assert told["sending"]["status"] == "late or silent"
