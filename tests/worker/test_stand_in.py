"""What one agency phone or email may carry while it stands in for another."""

import pytest
from django.utils import timezone

from duenotice.contacts.models import Contact
from duenotice.gateways.failover import StandIn
from duenotice.gateways.protocol import Kind, Refused
from duenotice.messaging.dispatch import DueSender, Outcome, due_senders
from duenotice.messaging.models import Message, Status
from duenotice.senders.models import Registration, Sender
from duenotice.worker.consequences import apply_consequences
from duenotice.worker.gateways import Refusing, standing_in
from duenotice.worker.taking import pass_on, take
from tests import cast
from tests.worker.conftest import contacts
from tests.worker.conftest import due as due_now


@pytest.mark.parametrize(
    ("registration", "channels", "carried"),
    [
        (Registration.REGISTERED, ["text", "voice"], {"text", "voice"}),
        (Registration.UNREGISTERED, ["text", "voice"], {"voice"}),
        (Registration.PENDING, ["text"], None),
        (Registration.NOT_NEEDED, ["email"], {"email"}),
        (Registration.REGISTERED, ["voice"], {"voice"}),
    ],
)
def test_a_stand_in_carries_what_it_would_carry_for_itself(registration: str, channels: list[str], carried: set[str] | None):  # C9
    found = standing_in(Refusing("It carries everything."), Sender(value="+12025550166", registration=registration, channels=channels))
    assert (found and found.channels) == carried


def standing(*, channels: frozenset[str] = frozenset({"text"}), **fields: object) -> tuple[DueSender, StandIn]:
    """Riverton's phone, with something due, and another one that stands in for it."""
    other = cast.phone(cast.agency(), value="+12025550166", primary=False, **fields)
    [due] = due_senders(timezone.now())
    return due, StandIn(Refusing("It carries everything."), other.id, other.value, channels)


def used(value: str) -> int:
    return Sender.objects.get(value=value).used


@pytest.mark.django_db
def test_what_a_stand_in_carries_counts_against_its_own_speed_and_daily_cap():
    due_now(contacts(5))
    due, stand_in = standing(daily_limit=3)
    gated = take(due, 100, stand_in)
    assert {one.outbound.sender for one in gated.handed} == {"+12025550166"}
    assert (len(gated.handed), used("+12025550166"), used("+12025550100")) == (3, 3, 0)
    assert take(due, 100, stand_in).handed == []
    assert Message.objects.filter(status=Status.SCHEDULED).count() == 2


@pytest.mark.django_db
def test_no_attempt_is_spent_on_what_the_stand_in_does_not_carry():
    text, call = contacts(2)
    Contact.objects.filter(id=call.id).update(channel="voice")
    call.refresh_from_db()
    due_now([call, text])
    due, stand_in = standing()
    assert [one.outbound.to for one in take(due, 100, stand_in).handed] == [text.address.value]
    assert Message.objects.get(channel="voice").attempts == 0


@pytest.mark.django_db
def test_what_the_first_refused_is_passed_on_as_far_as_the_stand_in_may_carry():
    due_now(contacts(3))
    due, stand_in = standing(daily_limit=2)
    gated = take(due, 100)
    going = pass_on(due, gated.handed, stand_in)
    assert [one.outbound.sender for one in going] == ["+12025550166"] * 2
    assert (used("+12025550166"), used("+12025550100")) == (2, 1)


@pytest.mark.django_db
def test_trouble_with_the_stand_ins_set_up_is_its_own():
    due_now(contacts(1))
    due, stand_in = standing()
    [handed] = take(due, 100, stand_in).handed
    refusal = Refused("unregistered", "The number is not registered.", Kind.REGISTRATION)
    apply_consequences([Outcome(handed, refusal)], now=timezone.now())
    assert [one.value for one in Sender.objects.exclude(trouble="")] == ["+12025550166"]
