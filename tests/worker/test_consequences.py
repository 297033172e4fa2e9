"""What gateways' refusals say of addresses: Invalid (C3), or opted out (O6). The handset refuses some numbers on purpose."""

import pytest

from duenotice.contacts.models import Address, ConsentEvent
from duenotice.messaging.models import Message, Status
from tests import cast
from tests.worker.conftest import awake, due, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def test_refusals_make_addresses_invalid_or_opted_out_and_are_never_retried():  # C3, O6
    awake(cast.agency())
    numbers = ["+12025550190", "+12025550191", "+12025550194"]
    due([cast.contact(cast.client("Person", number), number) for number in numbers])
    with worker():
        eventually(lambda: set(Message.objects.values_list("status", flat=True)) == {Status.FAILED})
    unknown, stopped, landline = (Address.objects.get(value=number) for number in numbers)
    assert (unknown.invalid_reason, set(unknown.invalid_for)) == ("unknown_number", {"text", "voice", "fax"})
    assert stopped.opted_out
    assert ConsentEvent.objects.get(address_id=stopped.id).how == "gateway"
    assert (landline.invalid_reason, landline.invalid_for) == ("landline", ["text"])
