"""Agency phones and emails at carriers (P2)."""

from typing import Any

import pytest

from duenotice.contacts.models import Address
from duenotice.gateways import smpp_settings
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.registry import CARRIES, GATEWAYS
from duenotice.gateways.surroundings import Surroundings
from duenotice.messaging.gateway_health import gateway_health
from duenotice.messaging.models import Message
from duenotice.senders import credentials, gateway_settings
from duenotice.senders.models import Sender
from tests import cast, twilio

TWILIO = {"value": "+12025550177", "channels": "text", "speed": "1", "gateway": "twilio", "registration": "registered"}


def test_a_phone_at_twilio_shows_where_answers_go_and_never_its_token(visit: Any, words: Any) -> None:  # P2
    ada = visit(cast.ada())
    ada.press("senders/new/phone", **TWILIO, twilio_account_sid=twilio.ACCOUNT, twilio_auth_token=twilio.TOKEN)
    made = Sender.objects.get(value="+12025550177")
    page = words(ada.open(f"senders/{made.id}"))
    assert f"/carriers/{made.agency_id}/{made.id}/twilio/inbound" in page
    assert twilio.ACCOUNT in page
    assert twilio.TOKEN not in page
    assert twilio.TOKEN.encode() not in bytes(made.gateway_settings)
    wrong = ada.press("senders/new/phone", **{**TWILIO, "value": "+12025550178"}, twilio_account_sid="AC1", twilio_auth_token="x")
    assert "begins with AC" in words(wrong)


def test_every_gateway_says_what_it_carries() -> None:
    assert CARRIES.keys() == GATEWAYS.keys() == gateway_settings.CHOICES.keys()


@pytest.mark.parametrize(
    ("gateway", "channels", "said"),
    [
        ("twilio", ["text", "fax"], "carries text, voice, and not fax"),
        ("telnyx", ["text", "voice"], "carries text, fax, and not voice"),
        ("smpp", ["voice", "fax"], "carries text, and not voice, fax"),
    ],
)
def test_a_phone_takes_no_channel_that_its_gateway_does_not_carry(
    visit: Any, words: Any, gateway: str, channels: list[str], said: str
) -> None:  # P2
    page = visit(cast.ada()).press("senders/new/phone", **{**TWILIO, "gateway": gateway, "channels": channels})
    assert page.status_code == 422
    assert said in words(page)
    assert page.context["form"].errors["channels"]
    assert not Sender.objects.filter(value=TWILIO["value"]).exists()


def test_a_new_phone_is_tried_at_once_by_a_test_message(visit: Any, words: Any) -> None:
    ada = visit(cast.ada())
    page = words(ada.press("senders/new/phone", **TWILIO, twilio_account_sid=twilio.ACCOUNT, twilio_auth_token=twilio.TOKEN))
    assert "Send a test message" in page
    made = Sender.objects.get(value="+12025550177")
    assert "on its way" in words(ada.press(f"senders/{made.id}/try", to="(202) 555-0143", channel="text"))
    message = Message.objects.get()
    assert (message.sender_id, message.address.value, message.client_id) == (made.id, cast.ROSA_PHONE, None)
    ada.press(f"senders/{made.id}/try", to="(202) 555-0143", channel="text")
    assert Message.objects.count() == 2, "a test may be repeated"


def test_a_test_goes_by_the_rules_that_every_message_goes_by(visit: Any, words: Any) -> None:  # C9
    sender = Sender.objects.get(agency=cast.agency(), kind="phone")
    Address.objects.filter(id=cast.contact().address_id).update(consent="out")
    ada = visit(cast.ada())
    assert "opted out" in words(ada.press(f"senders/{sender.id}/try", to=cast.ROSA_PHONE, channel="text"))
    assert ada.press(f"senders/{sender.id}/try", to="nonsense", channel="text").status_code == 422
    assert not Message.objects.exists()
    theirs = Sender.objects.get(agency=cast.agency("lakeside"), kind="phone")
    assert ada.press(f"senders/{theirs.id}/try", to=cast.ROSA_PHONE, channel="text").status_code == 404


def test_gateway_health_counts_what_arrived_and_failed_at_this_agency_alone(visit: Any, words: Any) -> None:
    mine, theirs = cast.contact(), cast.contact(cast.client(of=cast.agency("lakeside")))
    for number, status in enumerate(("delivered", "delivered", "failed", "unknown", "sent")):
        made = cast.one_off(mine, f"Number {number}", send_now=True)
        Message.objects.filter(id=made.id).update(status=status, attempts=1)
    other = cast.one_off(theirs, send_now=True)
    Message.objects.filter(id=other.id).update(status="failed", attempts=1)
    found = gateway_health(mine.agency_id, now=cast.NOON)
    [phone] = [one for one in found.senders if one.sender.kind == "phone"]
    assert (phone.total.delivered, phone.total.accepted, phone.total.failed, phone.total.unknown) == (2, 1, 1, 1)
    assert phone.failing == 33
    assert sum(hour.all for hour in found.hours) == 5
    page = words(visit(cast.ada()).open("gateway-health"))
    assert "<rect" in page
    assert "33 %" in page


def test_an_email_at_amazon_shows_both_addresses_and_never_its_password(visit: Any, words: Any) -> None:  # P2
    told = {"host": "email-smtp.us-east-1.amazonaws.com", "user": "AKIAU", "password": "s3cret", "configuration_set": "court"}
    given = {f"ses_{name}": value for name, value in {**told, "topics": "arn:aws:sns:us-east-1:123456789012:emails"}.items()}
    email = {"value": "court@lake.example.com", "channels": "email", "speed": "1", "gateway": "ses", "registration": "registered"}
    ada = visit(cast.ada())
    ada.press("senders/new/email", **email, **given)
    made = Sender.objects.get(value="court@lake.example.com")
    page = words(ada.open(f"senders/{made.id}"))
    assert all(f"/carriers/{made.agency_id}/{made.id}/ses/{about}" in page for about in ("events", "inbound"))
    assert "s3cret" not in page
    assert "An SNS topic looks like" in words(
        ada.press("senders/new/email", **{**email, **given, "value": "c2@lake.example.com", "ses_topics": "x"})
    )


def test_a_phone_at_an_smsc_never_shows_its_password(visit: Any, words: Any) -> None:  # P2
    told = {"host": "smpp.example.com", "port": "2776", "system_id": "court", "password": "s3cr3t-s", "source_ton": "1", "window": "20"}
    given = {f"smpp_{name}": value for name, value in told.items()}
    phone = {**TWILIO, "gateway": "smpp"}
    ada = visit(cast.ada())
    ada.press("senders/new/phone", **phone, **given)
    made = Sender.objects.get(value="+12025550177")
    assert credentials.open(made.gateway_settings)["window"] == 20
    page = words(ada.open(f"senders/{made.id}"))
    assert "smpp.example.com" in page
    assert "s3cr3t-s" not in page
    assert b"s3cr3t-s" not in bytes(made.gateway_settings)
    again = {**phone, "value": "+12025550178", **given}
    assert "whole number" in words(ada.press("senders/new/phone", **{**again, "smpp_window": "many"}))
    assert "at most 15" in words(ada.press("senders/new/phone", **{**again, "smpp_system_id": "x" * 16}))


def test_smpp_is_offered_only_where_it_is_installed(visit: Any, words: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = visit(cast.ada())
    assert "SMPP server" in words(ada.open("senders/new/phone"))
    monkeypatch.setattr(gateway_settings, "INSTALLED", False)
    monkeypatch.setattr(smpp_settings, "INSTALLED", False)
    assert "SMPP server" not in words(ada.open("senders/new/phone"))
    with pytest.raises(BadSettings, match="not installed here"):
        GATEWAYS["smpp"]({"host": "smpp.example.com", "system_id": "a", "password": "b"}, Surroundings())
