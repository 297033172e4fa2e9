"""What a receiver over real HTTP is told: signed, in order, again until it hears (U2)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail

from duenotice.actions.composing import cancel_message
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.agencies.models import Activity, Outbox
from duenotice.contacts.models import Contact
from duenotice.db.only_simulate import only_simulating
from duenotice.messaging.models import Message
from duenotice.webhooks.again import tell_again, tell_test
from duenotice.webhooks.delivering import claim
from duenotice.webhooks.fan_out import fan_out
from duenotice.webhooks.managing import end_overlap, pause_endpoint, remove_endpoint, resume_endpoint, rotate_endpoint_secret
from duenotice.webhooks.models import Delivery, Endpoint
from duenotice.webhooks.pruning import prune_deliveries
from duenotice.webhooks.telling_people import mail_pauses
from duenotice.webhooks.trying import pause_before
from tests import cast
from tests.webhooks.conftest import again, endpoint
from tests.webhooks.receiver import Receiver, from_the_docs

pytestmark = pytest.mark.django_db(transaction=True)
Tell = Callable[..., None]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def stop(contact: Contact) -> None:
    opt_out(agency=contact.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=cast.actor(), now=cast.NOON)


def start(contact: Contact) -> None:
    opt_in(agency=contact.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=cast.actor(), now=cast.NOON)


def states() -> list[str]:
    return list(Delivery.objects.order_by("seq").values_list("state", flat=True))


def test_a_receiver_verifies_both_signatures_with_the_code_of_the_docs(receiver: Receiver, tell: Tell):
    made, verify = endpoint(receiver), from_the_docs()
    cast.contact()
    tell()
    headers, body = receiver.signed[0]
    assert verify["is_from_due_notice"](made.secret, headers, body, now=cast.NOON.timestamp())
    assert verify["is_signed_as_by_ecourtdate"](made.secret, headers, body)
    assert not verify["is_from_due_notice"](made.secret, headers, body + b" ", now=cast.NOON.timestamp())
    assert not verify["is_from_due_notice"](made.secret, headers, body, now=cast.NOON.timestamp() + 301)
    assert not verify["is_signed_as_by_ecourtdate"]("whsec_AAAA", headers, body)


def test_contact_and_message_changes_come_in_order_with_ids_and_codes_alone(receiver: Receiver, tell: Tell):
    endpoint(receiver)
    contact = cast.contact()
    sent, cancelled = cast.one_off(contact), cast.one_off(contact, "Another one.")
    Message.objects.filter(id=sent.id).update(status="sent")
    cancel_message(agency=contact.agency, message_id=cancelled.id, actor=cast.actor(), now=cast.NOON)
    cast.one_off(contact, "A third.")
    stop(contact)
    tell()
    assert receiver.types()[:5] == ["contact.created", "message.created", "message.created", "message.status", "message.status"]
    assert sorted(receiver.types()[5:]) == ["contact.opted_out", "message.created", "message.status"]
    assert [one["data"]["status"] for one in receiver.took if one["type"] == "message.status"] == ["sent", "cancelled", "deleted"]
    first = receiver.took[0]
    assert first["data"] == {"uuid": str(contact.id), "client": str(contact.client_id), "actor": "system", "detail": {"source": "staff"}}
    assert (first["agency"], first["mode"]) == ("riverton", "live")
    everything = b"".join(body for _headers, body in receiver.signed).decode()
    assert not any(personal in everything for personal in ("555", "Rosa", "Delgado", "clerk"))


def test_an_endpoint_hears_only_what_it_asked_for_and_only_of_its_own_agency(receiver: Receiver, tell: Tell):
    endpoint(receiver, "contact.opted_out")
    nadia = cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    contact = cast.contact()
    for one in (nadia, contact):
        stop(one)
    tell()
    assert [(one["type"], one["data"]["uuid"]) for one in receiver.took] == [("contact.opted_out", str(contact.id))]
    assert not Outbox.objects.exists()


def test_two_agencies_each_hear_their_own(receiver: Receiver, tell: Tell):
    lakeside = cast.agency("lakeside", mode="simulate")
    endpoint(receiver)
    endpoint(receiver, of=lakeside)
    cast.contact()
    cast.contact(cast.client("Nadia", of=lakeside))
    tell()
    assert {(one["agency"], one["mode"]) for one in receiver.took} == {("riverton", "live"), ("lakeside", "simulate")}
    assert len(receiver.took) == 2


def test_what_a_test_client_of_the_api_does_is_told_to_nobody(receiver: Receiver, tell: Tell):
    endpoint(receiver)
    contact = cast.contact()
    with only_simulating():
        cast.contact(cast.client("Ben"), cast.BEN_PHONE)
        tested = cast.one_off(contact)
    Message.objects.filter(id=tested.id).update(status="simulated")
    tell()
    assert receiver.types() == ["contact.created"]


def test_an_outage_is_survived_by_retries_and_nothing_comes_out_of_order(receiver: Receiver, tell: Tell):
    made = endpoint(receiver)
    contact = cast.contact()
    receiver.script = lambda _: 503
    tell()
    stop(contact)
    start(contact)
    tell(rounds=2)
    assert len(receiver.tries) == 1, "while it waits for its next try, nothing is told"
    tell(cast.NOON + MINUTE)
    assert again(made).failures == 2
    receiver.script = lambda _: 200
    tell(cast.NOON + 2 * MINUTE)
    assert receiver.types() == ["contact.created", "contact.opted_out", "contact.opted_in"]
    assert len(set(receiver.tries)) == 3
    assert receiver.tries[0] == receiver.tries[1] == receiver.tries[2]
    assert [one["status"] for one in Delivery.objects.order_by("seq")[0].tried] == [503, 503, 200]
    assert (again(made).failures, again(made).failing_since) == (0, None)


def test_what_one_record_is_refused_for_keeps_back_that_record_alone(receiver: Receiver, tell: Tell):
    endpoint(receiver)
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben"), cast.BEN_PHONE)
    stop(rosa)
    receiver.script = lambda change: 422 if change["data"]["uuid"] == str(rosa.id) else 200
    tell(rounds=2)
    assert [one["data"]["uuid"] for one in receiver.took] == [str(ben.id)]
    assert len(receiver.tries) == 2
    receiver.script = lambda _: 200
    tell(cast.NOON + MINUTE)
    assert receiver.types() == ["contact.created", "contact.created", "contact.opted_out"]


def test_who_is_killed_between_claim_and_outcome_leaves_it_to_the_next_with_the_same_id(receiver: Receiver, tell: Tell):
    endpoint(receiver)
    cast.contact()
    fan_out(cast.NOON)
    killed = claim(cast.NOON, 10)
    tell(cast.NOON + timedelta(seconds=30))
    assert receiver.tries == [], "somebody has it in hand"
    tell(cast.NOON + timedelta(seconds=61))
    assert receiver.tries == [str(killed[0].told[0].id)]
    assert states() == ["delivered"]


@pytest.mark.parametrize(("status", "why"), [(410, "gone"), (500, "failing")])
def test_an_endpoint_that_keeps_failing_is_paused_and_administrators_are_told(receiver: Receiver, tell: Tell, status: int, why: str):
    made = endpoint(receiver)
    agency = cast.agency()
    agency.support_email = "help@riverton.example.com"
    agency.save(update_fields=["support_email"])
    cast.contact()
    receiver.script = lambda _: status
    tell()
    tell(cast.NOON + DAY + MINUTE)
    assert again(made).paused_by == why
    assert Activity.objects.filter(verb="paused", record_kind="webhook", detail={"why": why}).count() == 1
    assert [mail_pauses(cast.NOON), mail_pauses(cast.NOON)] == [1, 0]
    assert "Case system is paused" in mail.outbox[0].subject


def test_resuming_tells_what_waited_and_replaying_what_failed(receiver: Receiver, tell: Tell):
    made = endpoint(receiver)
    rosa = cast.contact()
    receiver.script = lambda _: 500
    tell()
    stop(rosa)
    tell(cast.NOON + DAY + MINUTE)
    assert states() == ["failed", "waiting"]
    receiver.script = lambda _: 200
    later = cast.NOON + 2 * DAY
    resume_endpoint(endpoint=again(made), actor=cast.actor(), now=later)
    tell(later)
    assert tell_again(endpoint=again(made), ids=None, actor=cast.actor(), now=later) == 1
    tell(later)
    assert receiver.types() == ["contact.opted_out", "contact.created"]
    assert receiver.tries[0] == receiver.tries[-1], "a replay keeps its webhook-id"


def test_a_test_goes_to_a_paused_endpoint_too_and_once(receiver: Receiver, tell: Tell):
    made = endpoint(receiver)
    cast.contact()
    pause_endpoint(endpoint=made.endpoint, actor=cast.actor(), now=cast.NOON)
    receiver.script = lambda _: 500
    tell_test(endpoint=made.endpoint, actor=cast.actor(), now=cast.NOON)
    tell(rounds=2)
    assert len(receiver.tries) == 1
    assert states() == ["failed", "waiting"]
    assert again(made).failures == 0


def test_a_new_secret_and_the_one_before_both_sign_for_a_day(receiver: Receiver, tell: Tell):
    made, verify = endpoint(receiver), from_the_docs()
    new = rotate_endpoint_secret(endpoint=made.endpoint, actor=cast.actor(), now=cast.NOON)
    cast.contact()
    tell()
    end_overlap(endpoint=made.endpoint, actor=cast.actor(), now=cast.NOON)
    cast.contact(entered=cast.BEN_PHONE)
    tell()
    both, one = receiver.signed
    good = [
        [verify["is_from_due_notice"](key, *told, now=cast.NOON.timestamp()) for key in (made.secret, new.secret)] for told in (both, one)
    ]
    assert good == [[True, True], [False, True]]
    as_before = [[verify["is_signed_as_by_ecourtdate"](key, *told) for key in (made.secret, new.secret)] for told in (both, one)]
    assert as_before == [[True, False], [False, True]]
    assert made.secret.encode() not in bytes(Endpoint.objects.get().secret)


def test_a_redirect_is_not_followed(receiver: Receiver, tell: Tell):
    endpoint(receiver)
    receiver.headers = {"Location": receiver.url}
    receiver.script = lambda _: 307
    cast.contact()
    tell()
    assert len(receiver.tries) == 1
    assert states() == ["waiting"]


def test_the_log_is_forgotten_after_a_month_and_with_its_endpoint(receiver: Receiver, tell: Tell):
    made = endpoint(receiver)
    cast.contact()
    tell()
    assert prune_deliveries(cast.later()) == 0
    assert prune_deliveries(cast.later() + 30 * DAY) == 1
    remove_endpoint(endpoint=made.endpoint, actor=cast.actor(), now=cast.NOON)
    cast.contact(entered=cast.BEN_PHONE)
    assert not Outbox.objects.exists(), "nobody is told of anything any more"


def test_tries_are_spread_and_slow_down_to_one_an_hour():
    spread = {again: [pause_before(again) for _ in range(50)] for again in (1, 5, 30)}
    assert all(timedelta(seconds=2.5) <= one <= timedelta(seconds=5) for one in spread[1])
    assert all(timedelta(seconds=40) <= one <= timedelta(seconds=80) for one in spread[5])
    assert all(timedelta(minutes=30) <= one <= timedelta(hours=1) for one in spread[30])
    assert pause_before(1, asked=600) == timedelta(minutes=10)
