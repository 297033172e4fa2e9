"""What carriers call: verified on raw bytes, kept once, applied once, forward only; what nobody knows is parked (M2, M7, O3, O6, C3)."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlparse
from uuid import UUID

import pytest
from django.conf import settings
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from duenotice.actions.models import News
from duenotice.actions.troubles import tell_troubles
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, ConsentEvent
from duenotice.gateways.surroundings import callbacks_url
from duenotice.lib.identity import uuid7
from duenotice.messaging.models import Message, Receipt, Status, WorkerHeartbeat
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import cast, twilio

pytestmark = pytest.mark.django_db


def phone(agency: Agency | None = None) -> Sender:
    """Riverton's phone, at Twilio."""
    mine = Sender.objects.filter(agency=agency or cast.agency(), kind="phone", value="+12025550100")
    mine.update(gateway="twilio", gateway_settings=credentials.seal(twilio.SETTINGS))
    return mine.get()


def url(about: str, message_id: UUID | None = None, attempt: int = 1) -> str:
    sender = phone()
    base = f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/twilio/{about}"
    return f"{base}/{message_id}/{attempt}" if message_id else base


def tell(address: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> HttpResponse:
    signed = twilio.signed(address, fields) if headers is None else headers
    return Client(enforce_csrf_checks=True).post(
        urlparse(address).path, urlencode(fields), content_type="application/x-www-form-urlencoded", headers=dict(signed)
    )


def handed(status: Status = Status.SENT, entered: str = cast.ROSA_PHONE, **contact: str) -> Message:
    made = cast.one_off(cast.contact(cast.client("Person", entered), entered, **contact), now=timezone.now())
    Message.objects.filter(id=made.id).update(status=status, attempts=1, sent_body=made.body)
    return made


def told(message_id: UUID, status: str, code: int = 0) -> None:
    fields = {"MessageSid": f"SM{message_id.hex}", "MessageStatus": status} | ({"ErrorCode": str(code)} if code else {})
    answer = tell(url("status", message_id), fields)
    assert (answer.status_code, answer.content.decode()) == (200, "<Response/>")


def status_of(message: Message) -> str:
    message.refresh_from_db()
    return message.status


def test_a_receipt_is_kept_at_once_and_applied_by_the_worker():  # M2
    message = handed()
    told(message.id, "delivered")
    assert status_of(message) == Status.SENT
    receive_news()
    assert status_of(message) == Status.DELIVERED
    assert message.gateway_reference == f"SM{message.id.hex}"
    assert News.objects.get().content == {}


def test_told_twice_it_is_kept_once_and_late_news_moves_nothing_back():
    message = handed()
    for status in ("delivered", "delivered", "sent"):
        told(message.id, status)
    receive_news()
    receive_news()
    assert status_of(message) == Status.DELIVERED
    assert Receipt.objects.filter(message=message).count() == 2


def test_an_unreachable_landline_is_invalid_for_texts_and_a_block_is_an_opt_out():  # C3, O6
    landline, stopped = handed(entered="+12025550194"), handed(entered="+12025550191")
    told(landline.id, "undelivered", 30006)
    told(stopped.id, "failed", 21610)
    receive_news()
    assert status_of(landline) == status_of(stopped) == Status.FAILED
    assert "landline" in landline.reason
    assert landline.address.invalid_for == ["text"]
    assert stopped.address.opted_out
    assert ConsentEvent.objects.get().how == "gateway"


def test_an_unregistered_sender_never_blames_the_contact():
    message = handed()
    told(message.id, "undelivered", 30034)
    receive_news()
    assert status_of(message) == Status.FAILED
    assert message.address.invalid_for == []
    assert "administrator" in message.reason


def test_an_administrator_is_told_on_every_page_until_a_message_arrives(visit: Any, words: Any):
    message, next_one = handed(), handed(entered=cast.BEN_PHONE)
    WorkerHeartbeat.objects.create(started_at=timezone.now(), at=timezone.now())
    told(message.id, "undelivered", 30034)
    receive_news()
    assert "until its campaign (10DLC) is registered" in words(visit(cast.ada()).open("settings/"))
    Agency.objects.update(support_email="help@example.com")
    assert (tell_troubles(timezone.now()), tell_troubles(timezone.now())) == (1, 0)
    assert mail.outbox[0].to == ["help@example.com"]
    assert "(10DLC)" in mail.outbox[0].body
    told(next_one.id, "delivered")
    receive_news()
    assert "until its campaign" not in words(visit(cast.ada()).open("settings/"))


def test_what_may_pass_is_tried_once_more_and_never_after_an_opt_out():
    message, stopped = handed(), handed(entered=cast.BEN_PHONE)
    Address.objects.filter(value=cast.BEN_PHONE).update(consent="out")
    for one in (message, stopped):
        told(one.id, "undelivered", 30003)
    receive_news()
    assert (status_of(message), message.held_for) == (Status.SCHEDULED, "retry")
    assert message.send_at > timezone.now() + timedelta(minutes=9)
    assert status_of(stopped) == Status.FAILED
    Message.objects.filter(id=message.id).update(status=Status.SENT, attempts=2)
    fields = {"MessageSid": "SM9", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    tell(url("status", message.id, 2), fields)
    receive_news()
    assert status_of(message) == Status.FAILED


def test_bad_news_of_an_earlier_attempt_does_not_fail_the_one_that_goes_on():
    message = handed()
    Message.objects.filter(id=message.id).update(attempts=2)
    told(message.id, "undelivered", 30008)
    receive_news()
    assert status_of(message) == Status.SENT
    assert Receipt.objects.count() == 1


def test_news_of_nobodys_message_is_parked_looked_at_again_and_given_up_after_three_days():
    told(uuid7(), "delivered")
    receive_news()
    parked = News.objects.get()
    assert parked.applied_at is None
    assert parked.due_at > timezone.now()
    News.objects.update(received_at=timezone.now() - timedelta(days=4), due_at=timezone.now())
    receive_news()
    assert News.objects.get().applied_at is not None


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Webhooks-Signature-Settings": "algorithm=none"}])
def test_a_call_that_is_not_signed_changes_nothing(headers: dict[str, str]):
    message = handed()
    assert tell(url("status", message.id), {"MessageSid": "SM1", "MessageStatus": "failed"}, headers).status_code == 403
    assert not News.objects.exists()


def test_a_signature_counts_for_its_own_address_alone():
    mine, other = handed(), handed(entered=cast.BEN_PHONE)
    fields = {"MessageSid": "SM1", "MessageStatus": "failed"}
    assert tell(url("status", other.id), fields, twilio.signed(url("status", mine.id), fields)).status_code == 403
    strange = url("status", mine.id).replace(str(mine.agency_id), str(cast.agency("lakeside").id))
    assert tell(strange, fields).status_code == 404
    assert Client().get(urlparse(url("status", mine.id)).path).status_code == 403


def test_what_another_agency_is_told_of_our_message_moves_nothing():
    mine, theirs = handed(), cast.agency("lakeside")
    sender = phone(theirs)
    address = f"{callbacks_url(settings.PUBLIC_URL, theirs.id, sender.id)}/twilio/status/{mine.id}/1"
    assert tell(address, {"MessageSid": "SM1", "MessageStatus": "failed"}).status_code == 200
    receive_news()
    assert status_of(mine) == Status.SENT


def inbound(body: str, **fields: str) -> HttpResponse:
    usual = {"MessageSid": f"SM{uuid7().hex}", "From": cast.ROSA_PHONE, "To": "+12025550100", "Body": body, "NumMedia": "0"}
    return tell(url("inbound"), {**usual, **fields})


def test_a_stop_counts_before_its_call_is_answered_and_once():  # O3, M7
    handed()
    assert inbound("STOP", MessageSid="SM7").status_code == 200
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out
    inbound("STOP", MessageSid="SM7")
    receive_news()
    assert Message.objects.filter(kind="inbound").count() == 1
    assert Message.objects.filter(kind="compliance").count() == 1


def test_a_keyword_that_twilio_answered_gets_no_second_answer():  # O3
    handed()
    inbound("STOP", OptOutType="STOP")
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out
    assert not Message.objects.filter(kind="compliance").exists()


def test_a_text_to_another_number_of_the_agency_is_filed_there():  # M7
    handed()
    other = cast.phone(cast.agency(), value="+12025550166", primary=False)
    inbound("Hello", To="+12025550166")
    assert Message.objects.get(kind="inbound").sender == other


def test_a_text_to_nobodys_number_is_parked_until_somebody_adds_it():  # M7
    handed()
    cast.phone(cast.agency("lakeside"), value="+12025550167", primary=False)
    assert inbound("STOP", To="+12025550167").status_code == 200
    assert not Message.objects.filter(kind="inbound").exists()
    News.objects.update(due_at=timezone.now())
    cast.phone(cast.agency(), value="+12025550167", primary=False)
    receive_news()
    assert Address.objects.get(agency=cast.agency(), value=cast.ROSA_PHONE).opted_out


def test_a_text_to_a_number_of_the_messaging_service_that_the_phone_sends_by_is_filed_under_it():  # M7
    handed()
    address, service = url("inbound"), "MG" + "0" * 32
    Sender.objects.filter(kind="phone").update(gateway_settings=credentials.seal({**twilio.SETTINGS, "messaging_service_sid": service}))
    usual = {"MessageSid": "SM1", "From": cast.ROSA_PHONE, "To": "+12025550177", "Body": "STOP", "MessagingServiceSid": service}
    assert tell(address, usual).status_code == 200
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out


def test_receipts_of_many_messages_in_any_order_bring_each_to_its_end():
    contact = cast.contact()
    messages = [cast.one_off(contact, f"Number {number}") for number in range(40)]
    Message.objects.update(status=Status.SUBMITTING, attempts=1)
    news = [(one.id, status) for one in messages for status in ("sent", "delivered", "delivered")]
    random.Random(7).shuffle(news)
    for message_id, status in news:
        told(message_id, status)
    receive_news()
    assert set(Message.objects.values_list("status", flat=True)) == {Status.DELIVERED}
    assert Receipt.objects.count() == 80
