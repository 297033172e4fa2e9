"""What comes in, and what it does (O3, M7)."""

from datetime import timedelta

import pytest

from duenotice.actions.inbound import Arrival, receive
from duenotice.contacts.models import Address, Consent, ConsentEvent
from duenotice.events.models import Attendance, Event
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import UNPROVEN, Kind, Message, Status
from duenotice.messaging.open_question import asks_for_yes
from duenotice.senders.models import Sender
from duenotice.words.replies import WORDING_VERSION, wording_version
from tests import cast

pytestmark = pytest.mark.django_db


def text(body, *, came_from=cast.ROSA_PHONE, reference="carrier-1", now=cast.NOON, **fields):
    agency = cast.agency()
    sender = Sender.objects.get(agency=agency, kind="phone")
    arrival = Arrival(sender=sender, channel="text", came_from=came_from, body=body, reference=reference, **fields)
    return receive(agency=agency, arrival=arrival, now=now)


def consent(value=cast.ROSA_PHONE):
    return Address.objects.get(agency=cast.agency(), value=value).consent


def confirmations():
    return list(Message.objects.filter(kind=Kind.COMPLIANCE).order_by("id"))


def test_stop_opts_out_deletes_what_is_scheduled_and_confirms_once():  # O3, O1
    rosa = cast.contact()
    cast.one_off(rosa)
    received = text("Stop.")
    assert consent() == Consent.OUT
    assert not Message.objects.filter(kind=Kind.ONE_OFF).exists()
    [answer] = confirmations()
    assert "court dates have NOT changed" in answer.body
    assert (answer.answers, answer.expires_at) == (received, cast.NOON + timedelta(minutes=5))


def test_the_confirmation_is_in_the_persons_language():  # O3
    cast.contact(cast.client(language="es"))
    text("ALTO")
    assert "NO cambian" in confirmations()[0].body


def test_the_same_delivery_twice_is_kept_once():  # M7
    cast.contact()
    assert text("STOP", reference="one")
    assert text("STOP", reference="one") is None
    assert len(confirmations()) == 1


def test_two_machines_do_not_answer_each_other_for_ever():  # rules 1.5.7
    cast.contact()
    text("STOP", reference="one")
    text("STOP", reference="two")
    assert len(confirmations()) == 1


def test_start_opts_back_in_and_help_changes_nothing():  # O3
    cast.contact()
    text("STOP", reference="one")
    text("START", reference="two")
    assert consent() == Consent.IN
    text("HELP", reference="three")
    assert consent() == Consent.IN
    assert {answer.occasion for answer in confirmations()} == {"stop", "start", "help"}


def test_yes_opts_in_only_who_is_opted_out():  # O3
    cast.contact()
    text("yes", reference="one")
    assert consent() == Consent.UNSET
    text("STOP", reference="two")
    text("Yes", reference="three")
    assert consent() == Consent.IN


def test_a_clear_wish_in_a_sentence_counts_and_is_flagged():  # O3
    cast.contact()
    received = text("please stop texting me")
    assert consent() == Consent.OUT
    assert received.needs_review


def test_an_unclear_wish_changes_nothing_and_goes_to_staff():  # O3
    rosa = cast.contact()
    cast.one_off(rosa)
    received = text("Can I cancel my court date?")
    assert consent() == Consent.UNSET
    assert received.needs_review
    assert Message.objects.filter(kind=Kind.ONE_OFF).count() == 1
    assert ConsentEvent.objects.get().change == "unclear"
    assert confirmations() == []


def test_a_shared_number_goes_to_the_client_last_written_to_and_says_so():  # M7
    cast.contact()
    ben = cast.contact(cast.client("Ben", "Okafor"))
    message = cast.one_off(ben)
    Message.objects.filter(id=message.id).update(status=Status.DELIVERED)
    received = text("Thank you")
    assert received.client == ben.client
    assert received.shared_address


def test_a_sender_nobody_knows_still_lands_in_the_inbox():  # M7
    received = text("Who is this?", came_from="+12025550199")
    assert (received.client, received.contact, received.status) == (None, None, Status.RECEIVED)


def test_stop_from_a_number_nobody_knows_is_remembered_for_a_later_contact():  # O4
    text("STOP", came_from=cast.BEN_PHONE)
    assert cast.contact(cast.client("Ben", "Okafor"), entered=cast.BEN_PHONE).address.opted_out


def test_what_the_carrier_answered_is_not_answered_again():  # rules 1.5
    cast.contact()
    text("STOP", answered_by_carrier=True)
    assert consent() == Consent.OUT
    assert confirmations() == []


def dispatched():
    """Everything that is due by now left, as the worker does it."""
    sender = Sender.objects.get(agency=cast.agency(), kind="phone")
    gate(sender.agency_id, sender.id, claim(sender.agency_id, sender.id, 100, now=cast.NOON), now=cast.NOON)


def test_two_machines_do_not_answer_each_other_once_the_confirmation_has_left():  # rules 1.5.7
    cast.contact()
    text("STOP", reference="one")
    dispatched()
    text("STOP", reference="two")
    assert len(confirmations()) == 1


def test_a_stop_takes_back_the_answer_to_an_earlier_start():  # O1: only the answers to STOP and HELP go to who is out
    cast.contact()
    text("STOP", reference="one")
    text("START", reference="two")
    text("HELP", reference="three")
    text("STOP", reference="four")
    assert [answer.occasion for answer in confirmations()] == ["stop", "help"]


def test_the_answer_to_a_start_does_not_pass_the_gate_after_a_stop():  # O1
    rosa = cast.contact()
    text("START")
    Address.objects.filter(id=rosa.address_id).update(consent=Consent.OUT)
    dispatched()
    assert confirmations() == []


def test_a_stop_in_the_subject_of_an_empty_email_counts():  # O3
    agency = cast.agency()
    sender = Sender.objects.get(agency=agency, kind="email")
    mail = {"sender": sender, "channel": "email", "came_from": "Rosa@Example.org"}
    receive(agency=agency, arrival=Arrival(**mail, body="I see.", subject="Re: How to stop", reference="1"), now=cast.NOON)
    assert consent(cast.ROSA_EMAIL) == Consent.UNSET
    receive(agency=agency, arrival=Arrival(**mail, body="", subject="STOP", reference="2"), now=cast.NOON)
    assert consent(cast.ROSA_EMAIL) == Consent.OUT


@pytest.mark.parametrize("body", ["STOP\x00", "STOP \ud83d"])
def test_a_stop_is_heard_whatever_else_its_bytes_hold(body):  # O3
    text(body)
    assert consent() == Consent.OUT


def test_received_messages_without_a_reference_are_all_kept():  # M7
    assert text("Hello", reference="")
    assert text("STOP", reference="")
    assert consent() == Consent.OUT


def test_the_ledger_knows_which_words_the_person_was_told():  # O5
    agency = cast.agency()
    agency.replies = {"stop": {"en": "[AgencyName] stops."}}
    agency.save()
    text("STOP", reference="one")
    text("START", reference="two")
    versions = list(ConsentEvent.objects.order_by("id").values_list("wording_version", flat=True))
    assert versions == [wording_version("stop", "en", agency.replies), WORDING_VERSION]


def asked(body="Reply YES if you will come.", *, to=None, event=None, now=cast.NOON):
    """A message that asked this arrived an hour before `now`."""
    message = cast.one_off(to or cast.contact(), body, event=event, now=now - timedelta(hours=2))
    Message.objects.filter(id=message.id).update(status=Status.DELIVERED, sent_body=body, send_at=now - timedelta(hours=1))
    Event.objects.update(updated_at=now - timedelta(days=1))
    return message


def coming(event):
    return Attendance.objects.select_related("event").get(event=event).confirmed


def test_yes_to_our_question_about_an_event_says_that_the_client_will_come():  # O3, rules 1.5.5
    rosa = cast.contact()
    hearing = cast.event(rosa.client)
    question = asked(to=rosa, event=hearing)
    received = text("Sí")
    assert (received.answers, received.event, received.needs_review) == (question, hearing, False)
    assert coming(hearing)
    assert consent() == Consent.UNSET


def test_yes_after_stop_with_a_question_open_opts_nobody_in_and_goes_to_staff():  # O3
    question = asked()
    text("STOP", reference="one")
    received = text("YES", reference="two")
    assert (consent(), received.answers, received.needs_review) == (Consent.OUT, question, True)


def test_yes_is_an_opt_in_again_once_the_question_is_answered():  # O3
    asked()
    text("YES", reference="one")
    text("STOP", reference="two")
    assert text("YES", reference="three", now=cast.NOON + timedelta(minutes=1)).answers is None
    assert consent() == Consent.IN


def test_a_question_about_no_event_is_open_for_seven_days():  # O3
    asked()
    text("STOP", reference="one")
    assert text("YES", reference="two", now=cast.NOON + timedelta(days=8)).answers is None
    assert consent() == Consent.IN


def test_yes_to_a_question_about_an_event_that_was_changed_since_confirms_nothing():  # O3
    rosa = cast.contact()
    hearing = cast.event(rosa.client)
    asked(to=rosa, event=hearing)
    Event.objects.update(updated_at=cast.NOON)
    assert text("yes").needs_review
    assert not coming(hearing)


def test_yes_from_a_shared_phone_confirms_nothing_where_two_clients_were_asked():  # O3, M7
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Okafor"))
    hearing = cast.event(rosa.client, ben.client)
    for contact in (rosa, ben):
        asked(to=contact, event=hearing)
    assert text("yes").needs_review
    assert not Attendance.objects.exclude(confirmed_for=None).exists()


def test_a_yes_by_an_email_that_anybody_may_have_written_marks_nobody_and_leaves_the_question_open():  # O3
    rosa = cast.contact(entered=cast.ROSA_EMAIL)
    hearing = cast.event(rosa.client)
    question = asked(to=rosa, event=hearing)
    mail = {"came_from": cast.ROSA_EMAIL, "now": cast.NOON}
    forged = text("YES", reference="forged", proven=False, **mail)
    assert (forged.answers, forged.needs_review, forged.reason_code) == (question, True, UNPROVEN)
    assert not coming(hearing)
    hers = text("YES", reference="hers", **{**mail, "now": cast.NOON + timedelta(minutes=1)})
    assert (hers.answers, hers.needs_review) == (question, False)
    assert coming(hearing)


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        *[(words, True) for words in ("Reply YES to confirm.", 'Please answer "yes" or call us', "Will you come? Yes or no?")],
        *[(words, True) for words in ("Responda SI para confirmar.", "Conteste «sí» por favor", "Responda SÍ")],
        *[(words, False) for words in ("Reply STOP to end. Yes, we are open.", "Responda si no puede venir", "Yes, court is open.")],
    ],
)
def test_what_asks_for_yes(words, asks):  # O3
    assert asks_for_yes(words) is asks
