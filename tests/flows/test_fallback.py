"""A flow's message that certainly failed goes another way: a call, an email, the next contact; never twice, never after a STOP (M6, C9)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duenotice.actions.attendance import remove_clients
from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.events import save_event
from duenotice.actions.falling_back import fall_back
from duenotice.actions.flows import follow_flow
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, Contact
from duenotice.flows.models import Flow
from duenotice.flows.sync import Synced
from duenotice.gateways.protocol import Accepted, Answer, Kind, Refused, Unknown
from duenotice.messaging.dispatch import Outcome, claim, outcomes
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Message, Status
from duenotice.worker.consequences import apply_consequences
from tests import cast
from tests.flows.cast import flow, synced, usual

pytestmark = pytest.mark.django_db

LANDLINE = Refused("landline", "This is a landline, which cannot get texts.", Kind.CHANNEL)
FILTERED = Refused("filtered", "The carrier's filter does not take these words.", Kind.CONTENT)
BUSY = Refused("busy", "Try again.", Kind.RETRY)
STOPPED = Refused("blocked", "The person sent STOP.", Kind.BLOCKED)
GONE = Refused("unknown_number", "Nobody has this number.", Kind.ADDRESS)
# Three days before the hearing at nine in New York, at ten.
DUE = cast.NOON + timedelta(days=2, hours=19, minutes=1)


def court(*, fallback: bool = True, mail: bool = True, **fields: Any) -> Contact:
    """Rosa has a hearing, with a reminder by text three days ahead, a mobile, and most often an email."""
    rosa = cast.contact()
    if mail:
        cast.contact(rosa.client, cast.ROSA_EMAIL)
    cast.event(rosa.client, flow=flow(3, channels=["text"], fallback=fallback), **fields)
    return rosa


def answered(*answers: Answer, at: Any = DUE) -> None:
    """What is due goes out, one after the other, and is answered so; then what failed is settled."""
    for answer in answers:
        agency = cast.agency()
        for sender_id in Message.objects.filter(status=Status.SCHEDULED, send_at__lte=at).values_list("sender_id", flat=True).distinct():
            gated = gate(agency.id, sender_id, claim(agency.id, sender_id, 10, now=at), now=at)
            batch = [Outcome(one, answer) for one in gated.handed]
            apply_consequences(batch, now=at)
            outcomes(batch, now=at)
        fall_back(at)


def ways(messages: Iterable[Message] | None = None) -> list[tuple[str, str, str]]:
    rows = messages if messages is not None else Message.objects.order_by("created_at", "id")
    return [(one.channel, one.address.value, one.status) for one in rows]


def test_a_text_that_cannot_be_had_goes_as_a_call_then_as_an_email():
    court()
    answered(LANDLINE)
    assert ways() == [("text", cast.ROSA_PHONE, "failed"), ("voice", cast.ROSA_PHONE, "scheduled")]
    answered(FILTERED)
    assert ways()[2:] == [("email", cast.ROSA_EMAIL, "scheduled")]
    answered(Accepted("x"))
    first, second, third = Message.objects.order_by("created_at", "id")
    assert (second.fallback_of, third.fallback_of, third.status) == (first.id, second.id, Status.SENT)
    assert fall_back(DUE) == 0


def test_so_many_other_ways_at_once_wait_for_approval():
    court()
    cast.event(cast.contact(cast.client("Ben", "Ortiz"), cast.BEN_PHONE).client, flow=Flow.objects.get())
    Agency.objects.update(approve_above=1)
    answered(LANDLINE)
    assert sorted(Message.objects.filter(channel="voice").values_list("status", "held_for")) == [("scheduled", "approval")] * 2


def test_where_no_channel_is_left_the_next_contact_has_it():
    rosa = court(mail=False)
    other = cast.contact(rosa.client, cast.BEN_PHONE)
    Message.objects.filter(contact=other).delete()
    answered(GONE)
    assert ways()[1:] == [("text", cast.BEN_PHONE, "scheduled")], "a number that nobody has takes no call either"


@pytest.mark.parametrize("answer", [Unknown("No answer."), Accepted("x"), STOPPED])
def test_what_may_have_arrived_and_what_somebody_stopped_goes_no_other_way(answer: Answer):  # O1, O6
    court()
    answered(answer)
    assert Message.objects.count() == 1


def test_a_step_that_does_not_ask_for_it_has_no_other_way():
    court(fallback=False)
    answered(LANDLINE)
    assert (Message.objects.count(), Message.objects.get().fallback_settled_at) == (1, DUE)


def test_it_is_looked_for_only_once_no_other_message_of_the_occasion_may_reach_the_client():
    rosa = cast.contact()
    cast.contact(rosa.client, cast.ROSA_EMAIL)
    cast.event(rosa.client, flow=flow(3, channels=["text", "email"], fallback=True))
    Message.objects.filter(channel="email").update(send_at=DUE + timedelta(hours=1))
    answered(LANDLINE)
    assert Message.objects.count() == 2
    answered(GONE, at=DUE + timedelta(hours=2))
    assert ways()[2:] == [("voice", cast.ROSA_PHONE, "scheduled")]


def test_consent_and_quiet_hours_are_asked_anew_and_too_late_is_too_late():  # O1, M6
    rosa = court()
    opt_out(address_ids=[Address.objects.get(value=cast.ROSA_EMAIL).id], cause=Cause("staff"), **usual())
    late = DUE + timedelta(hours=11)
    Message.objects.update(ignores_quiet_hours=True)
    answered(LANDLINE, at=late)
    answered(BUSY, at=late + timedelta(seconds=1))
    call = Message.objects.get(channel="voice")
    assert (call.status, call.held_for) == (Status.SCHEDULED, "quiet_hours")
    Message.objects.filter(id=call.id).update(send_at=DUE + timedelta(days=4))
    answered(BUSY, at=DUE + timedelta(days=4))
    call.refresh_from_db()
    assert call.status == Status.EXPIRED
    assert rosa.client.messages.count() == 2


def test_sync_takes_the_occasion_as_done_and_leaves_the_other_way_alone():  # A4
    rosa = court()
    answered(LANDLINE)
    assert synced(clients=[rosa.client_id], now=DUE) == Synced()
    assert ways()[1:] == [("voice", cast.ROSA_PHONE, "scheduled")]


@pytest.mark.parametrize("what", ["moved", "not attending", "another flow"])
def test_what_is_no_longer_called_for_does_not_go_another_way(what: str):  # A5
    rosa = court()
    event = rosa.client.attendances.get().event
    answered(LANDLINE)
    if what == "moved":
        save_event(event=event, fields={"date": event.date + timedelta(days=7)}, **{**usual(), "now": DUE})
    elif what == "not attending":
        remove_clients(event=event, client_ids=[rosa.client_id], **{**usual(), "now": DUE})
    else:
        follow_flow(event=event, flow=None, **{**usual(), "now": DUE})
    answered(Accepted("x"))
    assert not Message.objects.filter(channel="voice").exists()


def test_another_agencys_failures_and_contacts_are_not_mixed_in():
    court(mail=False)
    nadia = cast.client("Nadia", of=cast.agency("lakeside"))
    cast.contact(nadia, "nadia@example.org")
    answered(GONE)
    assert Message.objects.count() == 1


ANSWERS = st.sampled_from([LANDLINE, FILTERED, GONE, STOPPED, Unknown("?"), Accepted("x")])
OTHERS = st.lists(st.sampled_from(["+12025550151", "+12025550152", "rosa@example.org", "two@example.org"]), unique=True, max_size=3)


@given(OTHERS, st.lists(ANSWERS, min_size=1, max_size=6), st.sets(st.integers(0, 3)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_never_two_accepted_for_one_occasion_and_never_one_after_a_stop(others: list[str], answers: list[Answer], out: set[int]):  # O1
    with transaction.atomic():
        rosa = court(mail=False)
        more = [cast.contact(rosa.client, entered, channel="voice" if entered.startswith("+") else "email") for entered in others]
        stopped = [one.address_id for number, one in enumerate(more) if number in out]
        if stopped:
            opt_out(address_ids=stopped, cause=Cause("staff"), **usual())
        answered(*answers)
        gone = Message.objects.filter(status__in=[Status.SENT, Status.DELIVERED, Status.UNKNOWN])
        tried = list(Message.objects.values_list("contact_id", "channel"))
        assert gone.count() <= 1
        assert len(tried) == len(set(tried))
        assert not Message.objects.filter(address_id__in=stopped).exists()
        transaction.set_rollback(True)
