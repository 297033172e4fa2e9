"""A database restored from a backup sends nothing until a person says so."""

import pytest

from duenotice.actions.brakes import pause_agency, resume_agency, resume_installation
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Activity, Installation
from duenotice.messaging.dispatch import claim, due_senders
from duenotice.worker.identity import check_identity
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_first_start_notes_the_database_and_another_one_pauses_sending():
    cast.agency()
    check_identity()
    check_identity()
    assert Installation.objects.get().sending_paused_at is None
    Installation.objects.update(database_identity="of another server")
    check_identity()
    assert "restored" in Installation.objects.get().sending_paused_why
    assert Activity.objects.get(verb="installation_paused").actor_kind == "system"


def test_brakes_stop_probing_and_claiming_until_released():
    message = cast.one_off(cast.contact(), send_now=True)
    agency = message.agency
    Installation.objects.update_or_create(id=1, defaults={"sending_paused_at": cast.NOON})
    assert due_senders(cast.NOON) == []
    assert claim(agency.id, message.sender_id, 1, now=cast.NOON) == []
    assert resume_installation(actor=SYSTEM, now=cast.NOON)
    assert pause_agency(agency=agency, actor=SYSTEM, now=cast.NOON)
    assert not pause_agency(agency=agency, actor=SYSTEM, now=cast.NOON)
    assert claim(agency.id, message.sender_id, 1, now=cast.NOON) == []
    assert resume_agency(agency=agency, actor=SYSTEM, now=cast.NOON)
    assert len(claim(agency.id, message.sender_id, 1, now=cast.NOON)) == 1
