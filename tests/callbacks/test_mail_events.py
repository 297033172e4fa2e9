"""What mail services tell: bounces told apart, complaints, and only from the services themselves (C3, O6)."""

import base64
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from duenotice.actions.models import News
from duenotice.messaging.models import Message, Status
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.senders.webhook_password import USER, password
from duenotice.worker.receiving import receive_news
from tests import cast
from tests.mail_service import SETTINGS

pytestmark = pytest.mark.django_db

Event = Callable[[Message], dict[str, Any]]


def ours(message: Message) -> dict[str, str]:
    return {"message": str(message.id), "attempt": "1"}


def postmark(kind: str, **fields: Any) -> Event:
    return lambda message: {"RecordType": kind, "ID": 4, "Email": cast.ROSA_EMAIL, "Metadata": ours(message), "MessageID": "m1", **fields}


def mailgun(event: str, **fields: Any) -> Event:
    return lambda message: {
        "event-data": {"event": event, "id": "e1", "timestamp": 1795000000.5, "user-variables": ours(message), **fields}
    }


def brevo(event: str) -> Event:
    return lambda message: {
        "event": event,
        "email": cast.ROSA_EMAIL,
        "message-id": "<m1>",
        "ts_epoch": 1795000000000,
        "X-Mailin-custom": json.dumps(ours(message)),
    }


def resend(kind: str, **data: Any) -> Event:
    def told(message: Message) -> dict[str, Any]:
        headers = [{"name": "X-Metadata", "value": json.dumps(ours(message))}]
        about = {"email_id": "m1", "to": [cast.ROSA_EMAIL], "headers": headers, **data}
        return {"type": kind, "created_at": "2026-11-24T20:00:00.000Z", "data": about}

    return told


def sender_at(gateway: str) -> Sender:
    mine = Sender.objects.filter(agency=cast.agency(), kind="email")
    mine.update(gateway=gateway, gateway_settings=credentials.seal(SETTINGS[gateway]))
    return mine.get()


def signed(gateway: str, sender: Sender, told: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """The body and the headers, as the service would call."""
    stamp = str(int(timezone.now().timestamp()))
    if gateway == "mailgun":
        signature = hmac.digest(b"s1gn", f"{stamp}t0ken".encode(), "sha256").hex()
        return json.dumps({**told, "signature": {"timestamp": stamp, "token": "t0ken", "signature": signature}}).encode(), {}
    body = json.dumps(told).encode()
    if gateway == "resend":
        digest = hmac.digest(b"secret", f"id1.{stamp}.".encode() + body, "sha256")
        return body, {"svix-id": "id1", "svix-timestamp": stamp, "svix-signature": f"v1,{base64.b64encode(digest).decode()}"}
    return body, {"authorization": "Basic " + base64.b64encode(f"{USER}:{password(sender.id)}".encode()).decode()}


def call(gateway: str, body: bytes, headers: dict[str, str]) -> HttpResponse:
    sender = sender_at(gateway)
    path = f"/carriers/{sender.agency_id}/{sender.id}/{gateway}/events"
    return Client().post(path, body, content_type="application/json", headers=headers)


def handed() -> Message:
    made = cast.one_off(cast.contact(entered=cast.ROSA_EMAIL), now=timezone.now())
    Message.objects.filter(id=made.id).update(status=Status.SENT, attempts=1, sent_body=made.body)
    return made


HARD, SOFT, POLICY, COMPLAINT = "failed, invalid", "scheduled", "failed", "sent, out"


@pytest.mark.parametrize(
    ("gateway", "event", "became"),
    [
        ("postmark", postmark("Delivery", DeliveredAt="2026-11-24T20:00:00Z"), "delivered"),
        ("postmark", postmark("Bounce", Type="HardBounce"), HARD),
        ("postmark", postmark("Bounce", Type="SoftBounce"), SOFT),
        ("postmark", postmark("Bounce", Type="Blocked"), POLICY),
        ("postmark", postmark("SpamComplaint", Type="SpamComplaint"), COMPLAINT),
        ("mailgun", mailgun("delivered"), "delivered"),
        ("mailgun", mailgun("failed", severity="permanent", **{"delivery-status": {"code": 550, "message": "5.1.1 no such user"}}), HARD),
        ("mailgun", mailgun("failed", severity="permanent", **{"delivery-status": {"code": 550, "message": "5.7.1 spam"}}), POLICY),
        ("mailgun", mailgun("complained"), COMPLAINT),
        ("brevo", brevo("delivered"), "delivered"),
        ("brevo", brevo("hard_bounce"), HARD),
        ("brevo", brevo("soft_bounce"), SOFT),
        ("brevo", brevo("blocked"), POLICY),
        ("brevo", brevo("spam"), COMPLAINT),
        ("resend", resend("email.delivered"), "delivered"),
        ("resend", resend("email.bounced", bounce={"type": "Permanent", "subType": "General"}), HARD),
        ("resend", resend("email.bounced", bounce={"type": "Transient", "subType": "MailboxFull"}), SOFT),
        ("resend", resend("email.complained"), COMPLAINT),
    ],
)
def test_what_a_service_tells_becomes_of_the_message_and_the_address(gateway: str, event: Event, became: str) -> None:  # C3, O6
    message = handed()
    assert call(gateway, *signed(gateway, sender_at(gateway), event(message))).status_code == 200
    receive_news()
    message.refresh_from_db()
    address = message.address
    found = [message.status, *(["invalid"] if address.invalid_for else []), *(["out"] if address.opted_out else [])]
    assert ", ".join(found) == became, message.reason


def test_a_complaint_is_not_lost_beside_a_bounce_of_the_same_email() -> None:  # O6
    message = handed()
    for event in (postmark("SpamComplaint", Type="SpamComplaint"), postmark("Bounce", Type="HardBounce")):
        call("postmark", *signed("postmark", sender_at("postmark"), event(message)))
    receive_news()
    address = Message.objects.get(id=message.id).address
    assert (address.opted_out, address.invalid_for) == (True, ["email"])


@pytest.mark.parametrize("gateway", sorted(SETTINGS))
def test_who_is_not_the_service_changes_nothing(gateway: str) -> None:
    message = handed()
    _body, headers = signed(gateway, sender_at(gateway), brevo("hard_bounce")(message))
    forged = json.dumps({"signature": {"timestamp": "1", "token": "t0ken", "signature": "00"}}).encode()
    for tried_body, tried in ((forged, {}), (forged, dict.fromkeys(headers, "v1,AAAA")), (b"", headers if gateway == "resend" else {})):
        assert call(gateway, tried_body, tried).status_code == 403
    assert not News.objects.exists()


def test_an_old_call_of_mailguns_is_refused_and_a_repeated_one_kept_once() -> None:
    message = handed()
    body, _headers = signed("mailgun", sender_at("mailgun"), mailgun("delivered")(message))
    assert call("mailgun", body, {}).status_code == 200
    assert call("mailgun", body, {}).status_code == 200
    assert News.objects.count() == 1
    old = json.loads(body)
    old["signature"] |= {"timestamp": "1795000000", "signature": hmac.digest(b"s1gn", b"1795000000t0ken", "sha256").hex()}
    assert call("mailgun", json.dumps(old).encode(), {}).status_code == 403
