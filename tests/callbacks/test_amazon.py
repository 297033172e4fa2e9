"""Amazon SES: what it tells by Amazon SNS, signed; and only from there (C3, O3, O6)."""

import base64
import json
from collections.abc import Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from django.http import HttpResponse
from django.test import Client

from duenotice.actions.models import News
from duenotice.callbacks import amazon
from duenotice.contacts.models import Address
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.ses import SesSettings
from duenotice.messaging.models import Message
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import cast
from tests.callbacks.test_mail_events import COMPLAINT, HARD, POLICY, SOFT, handed, ours
from tests.gateways.test_email_in import written
from tests.threaded import serve, threaded

pytestmark = pytest.mark.django_db

TOPIC = "arn:aws:sns:us-east-1:123456789012:emails"
CERTIFICATE = "https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem"
KEY = rsa.generate_private_key(65537, 2048)
TOLD = {"host": "email-smtp.us-east-1.amazonaws.com", "user": "u", "password": "p", "configuration_set": "court", "topics": TOPIC}


def certificate() -> bytes:
    now, name = datetime.now(UTC), x509.Name([])
    draft = x509.CertificateBuilder(name, name, KEY.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    return draft.sign(KEY, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Amazon:
    """SNS, as it answers to whom it called."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.keys: list[str] = []
        self.email = b""
        self.status = 200
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        if request.path.startswith("/court-emails/"):
            self.keys.append(request.headers.get("Authorization", ""))
            return web.Response(body=self.email, status=self.status)
        return web.Response(body=certificate() if request.path.endswith(".pem") else b"<Confirmed/>", status=self.status)

    async def start(self) -> web.AppRunner:
        runner, self.url = await serve([web.get("/{path:.*}", self.answer)])
        return runner


@pytest.fixture
def sns(settings: Any) -> Generator[Amazon]:
    amazon._certificate.cache_clear()
    there = Amazon()
    with threaded(there.start):
        settings.SNS_ADDRESS = there.url
        yield there
    amazon._certificate.cache_clear()


def notice(message: Any, kind: str = "Notification", **fields: str) -> dict[str, str]:
    """Signed, as SNS would post it."""
    more = {"Token": "t0ken", "SubscribeURL": "https://evil.example.com/"} if kind == "SubscriptionConfirmation" else {}
    told = {"Type": kind, "MessageId": "n1", "TopicArn": TOPIC, "Message": json.dumps(message), "Timestamp": "2026-11-26T10:00:00.000Z"}
    told |= {**more, "SignatureVersion": "2", "SigningCertURL": CERTIFICATE, **fields}
    names = [name for name in sorted(told) if not name.startswith("Sign")]
    text = "".join(f"{name}\n{told[name]}\n" for name in names).encode()
    digest = hashes.SHA1() if told["SignatureVersion"] == "1" else hashes.SHA256()
    return {**told, "Signature": base64.b64encode(KEY.sign(text, PKCS1v15(), digest)).decode()}


def call(told: dict[str, str], about: str = "events", **more: str) -> HttpResponse:
    settings = credentials.seal({**TOLD, **more})
    Sender.objects.filter(agency=cast.agency(), kind="email").update(gateway="ses", gateway_settings=settings)
    sender = Sender.objects.get(agency=cast.agency(), kind="email")
    path = f"/carriers/{sender.agency_id}/{sender.id}/ses/{about}"
    return Client().post(path, json.dumps(told), content_type="text/plain; charset=UTF-8")


def ses(kind: str, **about: Any) -> Callable[[Message], dict[str, Any]]:
    def told(message: Message) -> dict[str, Any]:
        mail = {
            "messageId": "m1",
            "destination": [cast.ROSA_EMAIL],
            "headers": [{"name": "X-Metadata", "value": json.dumps(ours(message))}],
        }
        return {"eventType": kind, "mail": mail, kind.lower(): about}

    return told


def bounced(kind: str, subtype: str) -> Callable[[Message], dict[str, Any]]:
    return ses("Bounce", bounceType=kind, bounceSubType=subtype, bouncedRecipients=[{"emailAddress": cast.ROSA_EMAIL}])


@pytest.mark.parametrize(
    ("event", "became"),
    [
        (ses("Delivery", recipients=[cast.ROSA_EMAIL]), "delivered"),
        (bounced("Permanent", "General"), HARD),
        (bounced("Transient", "MailboxFull"), SOFT),
        (bounced("Transient", "ContentRejected"), POLICY),
        (ses("Complaint", complainedRecipients=[{"emailAddress": cast.ROSA_EMAIL}]), COMPLAINT),
        (ses("Reject", reason="Bad content"), POLICY),
    ],
)
def test_what_amazon_tells_becomes_of_the_message_and_the_address(sns: Amazon, event: Any, became: str) -> None:  # C3, O6
    message = handed()
    for _twice in range(2):
        assert call(notice(event(message))).status_code == 200
    assert News.objects.count() == 1
    receive_news()
    message.refresh_from_db()
    address = message.address
    found = [message.status, *(["invalid"] if address.invalid_for else []), *(["out"] if address.opted_out else [])]
    assert ", ".join(found) == became, message.reason


def test_a_subscription_to_the_topic_is_confirmed_at_amazon_and_nowhere_else(sns: Amazon) -> None:
    assert call(notice("You have chosen to subscribe", "SubscriptionConfirmation", SignatureVersion="1")).status_code == 200
    asked = urlencode({"Action": "ConfirmSubscription", "TopicArn": TOPIC, "Token": "t0ken"})
    assert sns.asked == ["/SimpleNotificationService-1.pem", f"/?{asked}"]


@pytest.mark.parametrize(
    "fields",
    [
        {"TopicArn": "arn:aws:sns:us-east-1:999999999999:emails"},
        {"SigningCertURL": "https://sns.us-east-1.amazonaws.com.example.com/x.pem"},
        {"SigningCertURL": "https://user@sns.us-east-1.amazonaws.com/x.pem"},
        {"SigningCertURL": "http://sns.us-east-1.amazonaws.com/x.pem"},
        {"SigningCertURL": "https://sns.us-east-1.amazonaws.com/?Action=x.pem"},
        {"SigningCertURL": "https://[sns/x.pem"},
        {"SignatureVersion": "3"},
    ],
)
def test_for_what_is_not_amazons_nothing_is_even_fetched(sns: Amazon, fields: dict[str, str]) -> None:
    for kind in ("Notification", "SubscriptionConfirmation"):
        assert call(notice({}, kind, **fields)).status_code == 403
    assert (sns.asked, News.objects.count()) == ([], 0)


def test_words_that_amazon_did_not_sign_change_nothing(sns: Amazon) -> None:
    message = handed()
    told = notice(bounced("Permanent", "General")(message))
    for changed in ({"Message": told["Message"].replace("Permanent", "permanent")}, {"Signature": "AAAA"}, {"Signature": "ä"}):
        assert call({**told, **changed}).status_code == 403
    assert call({"Type": "Notification"}).status_code == 403
    assert not News.objects.exists()


def test_while_amazon_does_not_answer_it_is_asked_to_tell_again(sns: Amazon) -> None:
    message, sns.status = handed(), 500
    assert call(notice(ses("Delivery", recipients=[cast.ROSA_EMAIL])(message))).status_code == 503
    sns.status = 200
    assert call(notice(ses("Delivery", recipients=[cast.ROSA_EMAIL])(message))).status_code == 200


def came_in(body: str, verdict: str = "FAIL", **fields: Any) -> dict[str, Any]:
    email = written(body).as_bytes()
    receipt = {"recipients": ["court@riverton.example.com"], "action": {"type": "SNS", "encoding": "BASE64"}}
    return {
        "notificationType": "Received",
        "receipt": {**receipt, "dmarcVerdict": {"status": verdict}},
        "mail": {"source": cast.ROSA_EMAIL, "messageId": "m1", "timestamp": "2026-11-26T10:00:00.000Z"},
        "content": base64.b64encode(email).decode(),
    }


def test_an_email_that_comes_in_stops_and_starts_only_by_dmarc(sns: Amazon) -> None:  # M7, O3
    handed()
    assert call(notice(came_in("STOP")), "inbound").status_code == 200
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    for number, (verdict, consent) in enumerate((("GRAY", "out"), ("PASS", "in"))):
        told = came_in("START", verdict)
        again = base64.b64decode(told["content"]).replace(b"a1@", b"b%d@" % number)
        call(notice({**told, "content": base64.b64encode(again).decode()}), "inbound")
        assert Address.objects.get(value=cast.ROSA_EMAIL).consent == consent


def test_an_email_without_its_words_or_at_the_other_address_is_not_lost_in_silence(sns: Amazon) -> None:  # O3
    told = came_in("STOP")
    assert call(notice(told)).status_code == 503
    del told["content"]
    assert call(notice(told), "inbound").status_code == 503


def test_a_large_email_is_read_from_s3_and_its_stop_counts(sns: Amazon) -> None:  # O3
    handed()
    told, key = came_in("STOP"), {"s3_key_id": "AKIAREADER", "s3_secret": "s3cret"}
    sns.email = base64.b64decode(told.pop("content"))
    told["receipt"]["action"] = {"type": "S3", "bucketName": "court-emails", "objectKey": "in/m 1"}
    assert call(notice(told), "inbound").status_code == 503
    assert sns.keys == []
    assert call(notice(told), "inbound", **key).status_code == 200
    assert sns.asked[-1] == "/court-emails/in/m%201"
    assert "Credential=AKIAREADER/" in sns.keys[0]
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out


def test_an_event_at_the_address_for_emails_changes_nothing(sns: Amazon) -> None:
    message = handed()
    assert call(notice(bounced("Permanent", "General")(message)), "inbound").status_code == 200
    assert not News.objects.exists()


def test_settings_that_cannot_work_are_named() -> None:
    assert SesSettings.read(TOLD).topics == {TOPIC}
    with pytest.raises(BadSettings, match="An SNS topic looks like"):
        SesSettings.read({**TOLD, "topics": "emails"})
    with pytest.raises(BadSettings, match="two parts"):
        SesSettings.read({**TOLD, "s3_key_id": "AKIAREADER"})
