"""A real worker bound to an SMSC over real TCP: from a composed text to what became of it, and what people answer (M2, M7, O3, O6)."""

from collections.abc import Generator

import pytest
from django.utils import timezone

from duenotice.actions.models import News
from duenotice.contacts.models import Address
from duenotice.messaging.models import Message, Receipt, Status
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from tests import cast, smsc
from tests.smsc import Smsc
from tests.worker.conftest import awake, contacts, due, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
LONG = "Your hearing is on Monday at 9:00 AM. " * 5


@pytest.fixture
def carrier() -> Generator[Smsc]:
    """Riverton's phone at an SMSC that answers in hexadecimal and tells in decimal."""
    with smsc.running(ids=lambda number: f"{number + 0xA0:08X}") as made:
        sealed = credentials.seal(smsc.settings(made, timeout=5, blocked_codes="0x0455"))
        Sender.objects.filter(agency=cast.agency(), kind="phone").update(gateway="smpp", gateway_settings=sealed, updated_at=timezone.now())
        awake(cast.agency())
        yield made


def told(carrier: Smsc, part: smsc.Part, state: str = "DELIVRD") -> None:
    assert carrier.receipt(part, state, id=str(int(part.id, 16))) == 0


def statuses() -> list[str]:
    return sorted(Message.objects.exclude(kind="inbound").values_list("status", flat=True))


def test_texts_go_out_and_what_became_of_them_comes_back_out_of_order_and_twice(carrier: Smsc):  # M1, M2, O6
    lost, blocked = "12025550101", "12025550102"
    carrier.script = lambda part: {lost: smsc.HANG, blocked: smsc.refuse(0x455)}.get(part.to, smsc.ACCEPT)
    people = contacts(5)
    Message.objects.filter(id=due(people)[3].id).update(body=LONG)
    with worker():
        eventually(lambda: statuses() == [Status.FAILED, *[Status.SENT] * 3, Status.UNKNOWN])
        mine = [part for part in carrier.taken if part.to != lost]
        for part in [*reversed(mine), *mine]:
            told(carrier, part, "UNDELIV" if part is mine[0] else "DELIVRD")
        eventually(lambda: statuses() == [*[Status.DELIVERED] * 2, *[Status.FAILED] * 2, Status.UNKNOWN])
        eventually(lambda: not News.objects.filter(applied_at=None).exists())
    assert Receipt.objects.count() == 4, "told twice, kept once"
    assert carrier.shown("12025550103") == [LONG]
    assert [part.to for part in carrier.asked].count(lost) == 1, "what is unknown is not sent again"
    assert Address.objects.get(value="+12025550102").opted_out


def test_a_stop_comes_in_without_anything_being_due_and_by_whichever_worker_hears_it(carrier: Smsc):  # O3, M7
    cast.contact()
    me = {"source_addr": cast.ROSA_PHONE.lstrip("+"), "destination_addr": "12025550100"}
    with worker(), worker():
        eventually(lambda: carrier.bound == 2)
        assert carrier.deliver(**me, short_message=b"START") == 0
        carrier.turn()
        assert carrier.deliver(**me, short_message="¡ALTO!".encode("utf-16-be"), data_coding=8) == 0
        assert Address.objects.get(value=cast.ROSA_PHONE).opted_out, "acted on before it was answered"
        carrier.turn()
        assert carrier.deliver(**me, short_message=b"START") == 0
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out, "told a second time, a START does not undo the STOP"
    assert [one.body for one in Message.objects.filter(kind="inbound").order_by("id")] == ["START", "¡ALTO!", "START"]
    assert Message.objects.get(needs_review=True).body == "START"
