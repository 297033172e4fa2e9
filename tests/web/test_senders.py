"""Agency phones and emails at carriers (P2)."""

from typing import Any

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
