"""Telephone calls at Twilio: what is said, to whom, which keys do what; calls that come in; links to files (M1, O3)."""

from datetime import timedelta
from urllib.parse import urlparse
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address
from duenotice.messaging.file_links import WORKS_FOR, fax_link, link
from duenotice.messaging.models import File, Message, Status
from duenotice.messaging.secrets import HIDDEN, conceal
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import cast
from tests.callbacks.test_carriers import handed, phone, status_of, tell, url

pytestmark = pytest.mark.django_db

BODY = "Hearing <9 & 10> on Monday in case CR-2026-0017, in Main Street 12."


def call(body: str = BODY, language: str = "en") -> Message:
    message = handed(channel="voice")
    Message.objects.filter(id=message.id).update(sent_body=body, language=language)
    return message


def heard(message: Message | None, about: str, **fields: str) -> str:
    """What Twilio is told to say; it has to be XML."""
    answer = tell(url(about, message.id if message else None), {"CallSid": "CA1", **fields})
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    ElementTree.fromstring(answer.content)
    return answer.content.decode()


def test_a_person_hears_the_message_escaped_with_its_case_number_spelled_and_the_keys():
    words = heard(call(), "voice", AnsweredBy="human")
    assert "Hearing &lt;9 &amp; 10&gt; on Monday in case C, R, 2, 0, 2, 6, 0, 0, 1, 7, in Main Street 12." in words
    assert 'language="en-US"' in words
    assert "Press 9 to stop calls" in words


@pytest.mark.parametrize(("kept", "said"), [("+12025550100", "2 0 2, 5 5 5, 0 1 0 0"), ("+442079460958", "4 4, 2 0, 7 9 4 6, 0 9 5 8")])
@pytest.mark.parametrize(("language", "words"), [("en", "call us at"), ("es", "llámenos al")])
def test_the_help_phone_is_said_in_groups_of_digits(kept: str, said: str, language: str, words: str):
    message = call(language=language)
    Agency.objects.filter(id=message.agency_id).update(help_phone=kept)
    assert f"{words} {said}." in heard(message, "voice", AnsweredBy="machine_end_beep")


@pytest.mark.parametrize("written", ["202-555-0100", "(202) 555-0100"])
def test_a_phone_within_the_words_is_said_in_groups_too(written: str):
    words = heard(call(f"Call {written} about CR-2026-0017."), "voice", AnsweredBy="human")
    assert "Call 2 0 2, 5 5 5, 0 1 0 0 about C, R, 2, 0, 2, 6" in words


def test_a_code_is_said_to_a_person_and_to_no_machine():  # P4
    message = call(f"Your code is {HIDDEN}.")
    Message.objects.filter(id=message.id).update(secret=conceal("1, 2, 3, 4, 5, 6"))
    assert "Your code is 1, 2, 3, 4, 5, 6." in heard(message, "voice", AnsweredBy="human")
    assert "1, 2, 3" not in heard(message, "voice", AnsweredBy="machine_end_beep")


def test_spanish_is_spoken_with_a_spanish_voice():
    words = heard(call("Su audiencia es el lunes.", "es"), "voice", AnsweredBy="human")
    assert 'language="es-US" voice="Polly.Lupe"' in words
    assert "Oprima 9" in words


@pytest.mark.parametrize("by", ["machine_start", "machine_end_beep", "fax", "unknown"])
def test_what_may_be_a_machine_hears_nothing_of_the_case(by: str):
    words = heard(call(), "voice", AnsweredBy=by)
    assert "Monday" not in words
    assert ("Press 1 to hear it" in words) == (by == "unknown")


def test_keys_repeat_confirm_and_stop():  # O3
    message = call()
    assert "on Monday" in heard(message, "keys", Digits="1")
    assert "you confirm" in heard(message, "keys", Digits="2")
    assert Message.objects.get(kind="inbound").body == "Pressed 2: confirmed."
    assert "Your court dates have not changed" in heard(message, "keys", Digits="9")
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out
    assert not Message.objects.filter(kind="compliance").exists(), "the call itself confirmed it"
    assert "Goodbye" in heard(message, "keys", Digits="5")


def test_a_call_that_was_taken_has_delivered_and_one_that_was_not_is_tried_once_more():
    taken, busy = call(), handed(entered=cast.BEN_PHONE, channel="voice")
    tell(url("call-status", taken.id), {"CallSid": "CA1", "CallStatus": "completed", "AnsweredBy": "machine_end_beep"})
    tell(url("call-status", busy.id), {"CallSid": "CA2", "CallStatus": "busy"})
    receive_news()
    assert status_of(taken) == Status.DELIVERED
    assert "answering machine" in taken.reason
    assert status_of(busy) == Status.SCHEDULED


def test_who_calls_hears_the_agency_and_is_put_through_where_somebody_answers():  # M7
    phone()
    words = heard(None, "call", From=cast.ROSA_PHONE)
    assert "reminder line of Riverton County Court" in words
    assert Message.objects.get(kind="inbound").channel == "voice"
    Sender.objects.update(call_answer="One moment <please>.", calls_go_to="+12025550166")
    words = heard(None, "call", From=cast.ROSA_PHONE, CallSid="CA2")
    assert "One moment &lt;please&gt;." in words
    assert "<Dial>+12025550166</Dial>" in words


def test_a_fax_is_fetched_by_its_link_as_a_pdf():
    message = handed(channel="fax", type="fax")
    got = Client().get(urlparse(fax_link(message.agency_id, message.id)).path)
    assert got.content.startswith(b"%PDF-")
    assert Client().get(urlparse(fax_link(message.agency_id, message.contact_id or message.id)).path).status_code == 404
    assert Client().get(urlparse(link(message.agency_id, message.id)).path).status_code == 404


def test_a_link_to_a_file_works_for_a_while_and_cannot_be_made_up():
    agency = cast.agency()
    file = File.objects.create(agency=agency, name="map.png", type="image/png", size=3, content=b"png")
    path = urlparse(link(agency.id, file.id)).path
    got = Client().get(path)
    assert (got.content, got["Content-Type"]) == (b"png", "image/png")
    assert Client().head(path).status_code == 200
    assert Client().get(path[:-2] + "xx").status_code == 404
    assert Client().get("/files/x").status_code == 404
    assert Client().get(urlparse(link(cast.agency("lakeside").id, file.id)).path).status_code == 404
    with time_machine.travel(timezone.now() + WORKS_FOR + timedelta(minutes=1)):
        assert Client().get(path).status_code == 404
