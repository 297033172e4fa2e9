"""Twilio over real HTTP: what is sent, what each answer means, and how its calls are verified."""

import asyncio
from collections.abc import Generator
from typing import Any
from uuid import UUID

import pytest

from duenotice.gateways.news import Called, Received, Told
from duenotice.gateways.protocol import Absent, Accepted, Answer, BadSettings, File, Finding, Kind, Outbound, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS, LISTENERS
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.twilio_signature import verified
from tests import cast, twilio
from tests.carrier import Reply
from tests.gateways.messages import question, text
from tests.twilio import SETTINGS, THROTTLE, Twilio, refuse

HERE = Surroundings(private_networks=True, callbacks="https://due.example.com/carriers/a/s")


@pytest.fixture
def carrier() -> Generator[Twilio]:
    with twilio.running() as made:
        yield made


def done(carrier: Twilio, message: Outbound, *, ask: bool = False, **settings: Any) -> Any:
    async def run() -> Answer | Finding:
        gateway = GATEWAYS["twilio"]({**SETTINGS, "url": carrier.url, "timeout": 1, **settings}, HERE)
        try:
            return await (gateway.ask(question(message)) if ask else gateway.send(message))
        finally:
            await gateway.close()

    return asyncio.run(run())


def test_a_text_carries_our_ids_in_the_address_that_news_of_it_goes_to(carrier: Twilio) -> None:
    message = text(body="¿Mañana? 🙂")
    assert done(carrier, message) == Accepted("SM" + "0" * 32)
    [taken] = carrier.taken
    assert (taken["To"], taken["From"], taken["Body"]) == (message.to, message.sender, message.body)
    assert taken["StatusCallback"] == f"{HERE.callbacks}/twilio/status/{message.id}/1"


def test_a_messaging_service_chooses_the_number_itself(carrier: Twilio) -> None:
    done(carrier, text(), messaging_service_sid="MG" + "0" * 32)
    assert carrier.taken[0]["MessagingServiceSid"].startswith("MG")
    assert "From" not in carrier.taken[0]


def test_files_go_as_links_and_what_texts_cannot_carry_is_refused_before_anything_leaves(carrier: Twilio) -> None:
    picture = File("map.png", "image/png", b"png", "https://due.example.com/files/x")
    done(carrier, text(files=(picture,)))
    assert carrier.taken[0]["MediaUrl"] == picture.url
    for file in (File("x.docx", "application/vnd.openxmlformats", b"x"), File("big.png", "image/png", b"x" * 6_000_000)):
        answer = done(carrier, text(files=(file,)))
        assert answer.kind is Kind.CONTENT
    assert carrier.asked == 1


def test_a_call_fetches_its_words_from_us_and_listens_for_machines(carrier: Twilio) -> None:
    message = text(channel="voice")
    assert done(carrier, message) == Accepted("CA" + "0" * 32)
    [taken] = carrier.taken
    assert taken["Url"] == f"{HERE.callbacks}/twilio/voice/{message.id}/1"
    assert taken["MachineDetection"] == "DetectMessageEnd"


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (refuse(21211), Kind.ADDRESS, "unknown_number"),
        (refuse(21610), Kind.BLOCKED, "twilio_21610"),
        (refuse(21614), Kind.CHANNEL, "no_texts"),
        (refuse(21635), Kind.CHANNEL, "landline"),
        (refuse(30007), Kind.CONTENT, "twilio_30007"),
        (refuse(30034), Kind.REGISTRATION, "twilio_30034"),
        (refuse(21606), Kind.CONFIGURATION, "twilio_21606"),
        (refuse(20003, status=401), Kind.CONFIGURATION, "twilio_20003"),
        (refuse(20429, status=429), Kind.RETRY, "twilio_20429"),
        (refuse(99999), Kind.CONTENT, "twilio_99999"),
    ],
)
def test_each_error_has_its_class_and_words_that_say_what_to_do(carrier: Twilio, reply: Reply, kind: Kind, code: str) -> None:
    carrier.script = lambda _: reply
    answer = done(carrier, text())
    assert isinstance(answer, Refused)
    assert (answer.kind, answer.code) == (kind, code)
    assert len(answer.words.split(". ")) >= 2, "the words say what happened, but not what to do"


def test_a_throttled_text_waits_as_long_as_it_is_told(carrier: Twilio) -> None:
    carrier.script = lambda _: THROTTLE
    assert done(carrier, text()).retry_after == 2.0


@pytest.mark.parametrize("reply", [Reply(status=500, taken=False), Reply(status=503, taken=False), Reply(then="drop"), Reply(then="hang")])
def test_what_may_have_been_taken_is_unknown_and_never_called_refused(carrier: Twilio, reply: Reply) -> None:
    carrier.script = lambda _: reply
    assert isinstance(done(carrier, text()), Unknown)


def test_a_server_that_is_not_there_certainly_took_nothing() -> None:
    answer = done(Twilio(url="http://127.0.0.1:9"), text())
    assert (answer.code, answer.kind) == ("no_connection", Kind.RETRY)


def test_asked_it_finds_the_text_by_its_words_and_time_or_is_certain_that_there_is_none(carrier: Twilio) -> None:
    carrier.script = lambda _: Reply(status=201, then="drop")
    message = text(body="Your hearing is on Monday.")
    assert isinstance(done(carrier, message), Unknown)
    assert done(carrier, message, ask=True) == Accepted("SM" + "0" * 32)
    assert isinstance(done(carrier, text(body="****** of a code"), ask=True), Unknown), "other words to the number are no proof"
    assert done(carrier, text(to="+12025550150"), ask=True) == Absent()
    done(carrier, message)
    assert isinstance(done(carrier, message, ask=True), Unknown), "two may be it"


@pytest.mark.parametrize(
    "wrong", [{"account_sid": "AC1"}, {"auth_token": ""}, {"messaging_service_sid": "x"}, {"url": "ftp://x.example.com"}]
)
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadSettings):
        GATEWAYS["twilio"]({**SETTINGS, **wrong}, HERE)


# Twilio's own vectors: github.com/twilio/twilio-python, tests/unit/test_request_validator.py (SDK 9.13), token 12345.
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
FORM = b"CallSid=CA1234567890ABCDE&Digits=1234&From=%2B14158675309&To=%2B18005551212&Caller=%2B14158675309"
TWICE = b"Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"
HASH = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"


def called(url: str, body: bytes, signature: str, **headers: str) -> Called:
    form = {"content-type": "application/x-www-form-urlencoded", "x-twilio-signature": signature}
    return Called(url, "status", form | {name.replace("_", "-"): value for name, value in headers.items()}, body, cast.NOON)


@pytest.mark.parametrize(
    ("url", "body", "signature", "type"),
    [
        (URL, FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "application/x-www-form-urlencoded"),
        (URL, TWICE, "IK+Dwps556ElfBT0I3Rgjkr1wJU=", "application/x-www-form-urlencoded"),
        (URL.replace(".com", ".com:1234"), FORM, "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "application/x-www-form-urlencoded"),
        (URL, FORM, "kvajT1Ptam85bY51eRf/AJRuM3w=", "application/x-www-form-urlencoded"),
        (URL.replace("https", "http"), FORM, "0ZXoZLH/DfblKGATFgpif+LLRf4=", "application/x-www-form-urlencoded"),
        (f"{URL}&bodySHA256={HASH}", b'{"property": "value", "boolean": true}', "a9nBmqA0ju/hNViExpshrM61xv4=", "application/json"),
    ],
)
def test_twilios_published_signatures_are_verified(url: str, body: bytes, signature: str, type: str) -> None:
    genuine = called(url, body, signature, content_type=type)
    assert verified(genuine, token="12345", secret="")
    assert not verified(genuine, token="12346", secret="")
    assert not verified(called(url + "&x=1", body, signature, content_type=type), token="12345", secret="")
    assert not verified(called(url, body + b"&x=1", signature, content_type=type), token="12345", secret="")


def test_a_shared_key_signs_with_sha256_and_an_unknown_way_of_signing_is_refused() -> None:
    fields = {"MessageSid": "SM1", "MessageStatus": "sent"}
    headers = {name.lower(): value for name, value in twilio.signed(URL, fields, key="shared", shared=True).items()}
    body = b"MessageSid=SM1&MessageStatus=sent"
    form = {"content-type": "application/x-www-form-urlencoded"}
    genuine = Called(URL, "status", form | headers, body, cast.NOON)
    assert verified(genuine, token="12345", secret="shared")
    assert not verified(genuine, token="shared", secret="")
    downgraded = Called(URL, "status", form | headers | {"x-twilio-webhooks-signature-settings": "algorithm=HMAC_MD5"}, body, cast.NOON)
    assert not verified(downgraded, token="12345", secret="shared")


def test_news_and_texts_are_read() -> None:
    listener = LISTENERS["twilio"](SETTINGS, HERE)
    about = UUID(int=7)
    body = b"MessageSid=SM1&MessageStatus=undelivered&ErrorCode=30006&RawDlrDoneDate=2611251200"
    [told] = listener.read(Called(URL, "status", {}, body, cast.NOON, about, 2))
    assert isinstance(told, Told)
    assert (told.message_id, told.attempt, told.status, told.key) == (about, 2, "failed", "SM1:undelivered:30006")
    assert told.refusal is not None
    assert told.refusal.kind is Kind.CHANNEL
    stop = b"MessageSid=SM2&From=%2B12025550143&To=%2B12025550100&Body=STOP&OptOutType=STOP&NumMedia=1&MediaUrl0=https%3A%2F%2Fx"
    [received] = listener.read(Called(URL, "inbound", {}, stop, cast.NOON))
    assert received == Received("SM2", "text", "+12025550143", "STOP", answered_by_carrier=True, files=("https://x",), to=("+12025550100",))
    assert listener.read(Called(URL, "status", {}, b"MessageSid=SM1&MessageStatus=queued", cast.NOON)) == []
    assert listener.read(Called(URL, "inbound", {}, b"", cast.NOON)) == []
