"""From due to handed off and back (O1, C9, M3 to M6, O6): claim, gate, outcome."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.contacts import ContactChanges, save_contact
from duenotice.actions.lifecycle import archive
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Activity, Agency, Mode
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.gateways.protocol import Accepted, Answer, Kind, Refused, Unknown
from duenotice.messaging.dispatch import Outcome, claim, due_senders, give_back, outcomes
from duenotice.messaging.gate import Gated, gate
from duenotice.messaging.hold import Claimed
from duenotice.messaging.models import Attempt, Message, Receipt, Status
from duenotice.messaging.models import Kind as MessageKind
from duenotice.senders.models import Registration, Sender
from duenotice.words.models import Template, TemplateWords
from tests import cast
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=10)


def due(body: str = "Please call the clerk.", **fields: object) -> Message:
    """A one-off to Rosa's phone that has been due for minutes."""
    message = cast.one_off(cast.contact(), body)
    Message.objects.filter(id=message.id).update(**fields)
    return message


def phone() -> Sender:
    return Sender.objects.get(agency=cast.agency(), kind="phone")


def claimed(limit: int = 100, now: datetime = LATER) -> list[Claimed]:
    return claim(cast.agency().id, phone().id, limit, now=now)


def gated(claims: Sequence[Claimed] | None = None, now: datetime = LATER) -> Gated:
    return gate(cast.agency().id, phone().id, claimed(now=now) if claims is None else claims, now=now)


def answered(answer: Answer, now: datetime = LATER) -> Message:
    """Hands the one due message off, and writes this answer."""
    [handed] = gated().handed
    assert outcomes([Outcome(handed, answer)], now=now, jitter=lambda: 0.5) == []
    return Message.objects.get(id=handed.outbound.id)


def test_a_due_message_is_claimed_submitted_and_sent():
    message = due("Hello [ClientFirstName], call us.")
    assert [one.sender_id for one in due_senders(LATER)] == [phone().id]
    [handed] = gated().handed
    assert (handed.outbound.to, handed.outbound.body) == (cast.ROSA_PHONE, "Hello Rosa, call us.")
    message.refresh_from_db()
    assert (message.status, message.attempts, message.sent_body) == (Status.SUBMITTING, 1, "Hello Rosa, call us.")
    outcomes([Outcome(handed, Accepted("SM1"))], now=LATER)
    message.refresh_from_db()
    assert (message.status, message.gateway_reference) == (Status.SENT, "SM1")
    assert Attempt.objects.get(message=message).outcome == "accepted"
    assert due_senders(LATER) == []


def test_nothing_is_due_before_its_time():
    due()
    assert due_senders(NOON) == []
    assert claimed(now=NOON) == []


def test_what_is_claimed_is_not_claimed_again():
    due()
    assert len(claimed()) == 1
    assert claimed() == []


def test_a_claimed_message_to_an_address_that_opts_out_is_never_handed_off():  # O1
    message = due()
    claims = claimed()
    opt_out(agency=message.agency, address_ids=[message.address_id], cause=Cause("staff"), actor=SYSTEM, now=LATER)
    assert gated(claims).handed == []
    assert not Message.objects.filter(id=message.id).exists()


def test_a_confirmation_needs_no_consent():  # O1
    message = due(kind=MessageKind.COMPLIANCE)
    opt_out(agency=message.agency, address_ids=[message.address_id], cause=Cause("keyword"), actor=SYSTEM, now=LATER)
    assert [one.outbound.id for one in gated().handed] == [message.id]


def test_a_confirmation_is_not_sent_to_an_invalid_address():  # O1
    message = due(kind=MessageKind.COMPLIANCE)
    Address.objects.filter(id=message.address_id).update(invalid_for=["text"], invalid_reason="disconnected")
    assert gated().ended == 1


def test_what_became_unreachable_otherwise_is_deleted_at_the_gate_with_its_reason():  # M4
    message = due()
    claims = claimed()
    Address.objects.filter(id=message.address_id).update(consent="out")
    assert gated(claims).ended == 1
    assert not Message.objects.filter(id=message.id).exists()
    assert Activity.objects.get(verb="message_deleted").detail == {"code": "opted_out"}


def test_archiving_deletes_what_is_claimed():  # L1
    message = due()
    claims = claimed()
    archive(agency=message.agency, kind="contact", ids=[message.contact_id], actor=SYSTEM, now=LATER)
    assert gated(claims).handed == []


def test_a_stale_claim_number_hands_nothing_off():
    message = due()
    claims = claimed()
    Message.objects.filter(id=message.id).update(claim=7)
    assert not gated(claims).progress
    message.refresh_from_db()
    assert message.status == Status.CLAIMED


def test_in_simulate_mode_nothing_is_handed_off():  # M3
    message = due("Hello [ClientFirstName].")
    Agency.objects.update(mode=Mode.SIMULATE)
    assert gated().handed == []
    message.refresh_from_db()
    assert (message.status, message.sent_body) == (Status.SIMULATED, "Hello Rosa.")
    assert not Attempt.objects.exists()


def test_quiet_hours_hold_a_text_until_the_morning():  # M6
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)  # 22:00 in New York
    message = due(expires_at=night + timedelta(days=1))
    assert gated(now=night).held == 1
    message.refresh_from_db()
    assert (message.status, message.held_for, message.send_at) == (Status.SCHEDULED, "quiet_hours", night + timedelta(hours=10))


def test_what_staff_chose_to_send_anyway_is_not_held():  # M6
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)
    due(expires_at=night + timedelta(days=1), ignores_quiet_hours=True)
    assert len(gated(now=night).handed) == 1


def test_quiet_hours_that_end_too_late_expire_the_message():  # M6
    night = datetime(2026, 11, 25, 3, tzinfo=UTC)
    message = due(expires_at=night + timedelta(hours=1))
    assert gated(now=night).ended == 1
    message.refresh_from_db()
    assert (message.status, message.reason_code) == (Status.EXPIRED, "too_late")


def test_an_unregistered_sender_holds_texts_back():  # C9
    message = due()
    Sender.objects.update(registration=Registration.PENDING)
    assert gated().held == 1
    message.refresh_from_db()
    assert (message.status, message.held_for) == (Status.SCHEDULED, "sender_not_registered")


def test_a_call_that_did_not_begin_gives_the_message_back():
    message = due()
    [handed] = gated().handed
    assert give_back(message.agency_id, [handed.claimed], now=LATER) == []
    message.refresh_from_db()
    assert message.status == Status.SCHEDULED
    assert Attempt.objects.get(message=message).outcome == "given_back"
    assert [one.outbound.attempt for one in gated().handed] == [2]


def test_a_refusal_that_passes_is_tried_again_and_honours_retry_after():
    due()
    message = answered(Refused("throttled", "Busy.", Kind.RETRY, retry_after=60))
    assert (message.status, message.held_for) == (Status.SCHEDULED, "retry")
    assert message.send_at == LATER + timedelta(seconds=65)


def test_a_refusal_that_would_pass_too_late_fails():
    due(expires_at=LATER + timedelta(minutes=1))
    message = answered(Refused("throttled", "Busy.", Kind.RETRY, retry_after=60))
    assert (message.status, message.reason) == (Status.FAILED, "Busy.")


def test_nothing_comes_back_to_an_address_that_opted_out_during_the_call():  # O1
    message = due()
    [handed] = gated().handed
    opt_out(agency=message.agency, address_ids=[message.address_id], cause=Cause("staff"), actor=SYSTEM, now=LATER)
    outcomes([Outcome(handed, Refused("throttled", "Busy.", Kind.RETRY))], now=LATER)
    assert not Message.objects.filter(id=message.id).exists()


def test_a_gateway_that_says_never_fails_the_message_in_words():
    due()
    message = answered(Refused("filtered", "Taken for spam.", Kind.CONTENT))
    assert (message.status, message.reason_code, message.reason) == (Status.FAILED, "filtered", "Taken for spam.")


def test_no_answer_leaves_the_message_unknown():
    due()
    assert answered(Unknown("It did not answer.")).status == Status.UNKNOWN


def test_a_message_known_to_have_arrived_gets_a_receipt():
    due()
    message = answered(Accepted("SM1", delivered=True))
    assert message.status == Status.DELIVERED
    assert Receipt.objects.get(message=message).status == "delivered"


def test_what_comes_back_goes_by_the_channel_that_the_contact_has_by_now():  # C4
    message = due()
    [handed] = gated().handed
    changes = ContactChanges(name="", type="mobile", channel="voice")
    save_contact(agency=message.agency, contact=message.contact, changes=changes, actor=SYSTEM, now=LATER)
    outcomes([Outcome(handed, Refused("throttled", "Busy.", Kind.RETRY))], now=LATER, jitter=lambda: 0.0)
    message.refresh_from_db()
    assert (message.status, message.channel) == (Status.SCHEDULED, "voice")


def test_a_call_that_never_began_comes_back_on_the_channel_of_today():  # C4
    message = due()
    [handed] = gated().handed
    Contact.objects.update(channel="voice")
    give_back(message.agency_id, [handed.claimed], now=LATER)
    message.refresh_from_db()
    assert (message.status, message.channel) == (Status.SCHEDULED, "voice")


def test_an_automated_message_is_not_repeated_within_the_window_and_words_are_the_templates():  # M5
    template = Template.objects.create(agency=cast.agency(), name="Reminder")
    TemplateWords.objects.create(agency=template.agency, template=template, language="en", body="Court tomorrow, [ClientFirstName].")
    contact = cast.contact()
    for number in range(2):
        message = cast.one_off(contact, f"Message {number}")
        Message.objects.filter(id=message.id).update(kind=MessageKind.AUTO, template=template)
    assert [one.outbound.body for one in gated().handed] == ["Court tomorrow, Rosa."]
    assert Message.objects.get(status=Status.CANCELLED).reason_code == "duplicate"


def test_equal_one_offs_that_a_pause_held_together_go_out_once():  # M5
    first = due()
    Message.objects.update(send_at=NOON - timedelta(hours=2))
    again = cast.one_off(first.contact)
    assert [one.outbound.id for one in gated().handed] == [first.id]
    assert Message.objects.get(id=again.id).reason_code == "duplicate"


def test_an_equal_one_off_that_staff_chose_to_send_anyway_goes_too():  # M5
    first = due()
    cast.one_off(first.contact, repeat_anyway=True)
    assert len(gated().handed) == 2


def test_a_late_receipt_does_not_make_a_duplicate_of_what_was_composed_after_the_window():  # M5
    first = due()
    gated()
    Message.objects.filter(id=first.id).update(status=Status.DELIVERED, status_at=LATER + timedelta(minutes=25))
    again = cast.one_off(first.contact, now=LATER + timedelta(minutes=26))
    assert [one.outbound.id for one in gated(now=LATER + timedelta(minutes=32)).handed] == [again.id]


def test_equal_one_offs_a_window_apart_both_go_although_the_first_was_late():  # M5
    first = due(send_at=NOON)
    gated(now=NOON + timedelta(minutes=2))
    again = cast.one_off(first.contact, send_now=True, now=NOON + timedelta(minutes=30))
    assert [one.outbound.id for one in gated(now=NOON + timedelta(minutes=30)).handed] == [again.id]


def test_a_template_without_words_fails_its_message_alone():
    contact = cast.contact()
    broken, fine = cast.one_off(contact, "One."), cast.one_off(contact, "Two.")
    template = Template.objects.create(agency=cast.agency(), name="Empty")
    Message.objects.filter(id=broken.id).update(template=template)
    assert [one.outbound.id for one in gated().handed] == [fine.id]
    broken.refresh_from_db()
    assert (broken.status, broken.reason_code) == (Status.FAILED, "no_words")


def test_one_message_that_cannot_be_decided_waits_and_its_batch_goes_on():
    odd = due()
    Client.objects.update(time_zone="Nowhere/Land")
    fine = cast.one_off(cast.contact(cast.client("Ben", "Okafor"), cast.BEN_PHONE))
    assert [one.outbound.id for one in gated().handed] == [fine.id]
    odd.refresh_from_db()
    assert (odd.status, odd.held_for) == (Status.SCHEDULED, "cannot_decide")
    assert odd.send_at > LATER


def test_a_sender_sends_no_faster_than_its_speed():
    Sender.objects.filter(id=phone().id).update(speed=2.0, tokens=2.0, tokens_at=LATER)
    contact = cast.contact()
    for number in range(5):
        cast.one_off(contact, f"Message {number}")
    assert len(claimed()) == 2
    assert claimed() == []
    assert len(claimed(now=LATER + timedelta(seconds=0.6))) == 1
    assert len(claimed(now=LATER + timedelta(seconds=60))) == 2
