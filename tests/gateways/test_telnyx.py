"""Telnyx over real HTTP: texts, faxes, what each answer and event means, and how its calls are verified."""

import asyncio
import base64
from collections.abc import Generator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from duenotice.gateways.fax_pages import Fax, pages
from duenotice.gateways.news import Called, Received, Told
from duenotice.gateways.protocol import Accepted, Answer, BadSettings, File, Finding, Kind, Outbound, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS, LISTENERS
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.telnyx import our_id
from tests import telnyx
from tests.carrier import Reply
from tests.gateways.messages import question, text
from tests.telnyx import SETTINGS, Telnyx, became, event, refuse

HERE = Surroundings(private_networks=True, callbacks="https://due.example.com/carriers/a/s")


@pytest.fixture
def carrier() -> Generator[Telnyx]:
    with telnyx.running() as made:
        yield made


def done(carrier: Telnyx, message: Outbound, *, ask: bool = False, **settings: Any) -> Any:
    async def run() -> Answer | Finding:
        gateway = GATEWAYS["telnyx"]({**SETTINGS, "url": carrier.url, "timeout": 1, **settings}, HERE)
        try:
            return await (gateway.ask(question(message)) if ask else gateway.send(message))
        finally:
            await gateway.close()

    return asyncio.run(run())


def fax(**fields: Any) -> Outbound:
    return text(channel="fax", pages_url="https://due.example.com/faxes/x", **fields)


def test_a_text_carries_our_id_as_a_tag_and_its_files_as_links(carrier: Telnyx) -> None:
    message = text(files=(File("map.png", "image/png", b"x", "https://due.example.com/files/x"),))
    assert done(carrier, message, messaging_profile_id="p1") == Accepted("m0")
    [taken] = carrier.taken
    assert (taken["to"], taken["from"], taken["text"]) == (message.to, message.sender, message.body)
    assert taken["tags"] == [f"{message.id}/1"]
    assert taken["media_urls"] == ["https://due.example.com/files/x"]
    assert taken["webhook_url"] == f"{HERE.callbacks}/telnyx/status"


def test_a_fax_is_fetched_from_us_as_a_pdf(carrier: Telnyx) -> None:
    message = fax()
    assert done(carrier, message) == Accepted("m0")
    assert carrier.taken[0]["media_url"] == message.pages_url
    assert base64.b64decode(carrier.taken[0]["client_state"]).decode() == our_id(message)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (fax(body="審理は月曜日の午前九時です。必ず来てください。"), Kind.CONTENT),
        (fax(files=(File("x.pdf", "application/pdf", b"x"),)), Kind.CONTENT),
        (text(files=(File("x.docx", "application/msword", b"x"),)), Kind.CONTENT),
    ],
)
def test_what_cannot_be_carried_is_refused_before_anything_leaves(carrier: Telnyx, message: Outbound, kind: Kind) -> None:
    assert done(carrier, message).kind is kind
    assert carrier.taken == []


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (refuse(40310), Kind.ADDRESS, "unknown_number"),
        (refuse(40001), Kind.CHANNEL, "landline"),
        (refuse(40300), Kind.BLOCKED, "telnyx_40300"),
        (refuse(40003), Kind.CONTENT, "telnyx_40003"),
        (refuse(40010), Kind.REGISTRATION, "telnyx_40010"),
        (refuse(40305), Kind.CONFIGURATION, "telnyx_40305"),
        (refuse(10009, status=401), Kind.CONFIGURATION, "telnyx_10009"),
        (refuse(10011, status=429, headers={"Retry-After": "3"}), Kind.LIMIT, "telnyx_10011"),
    ],
)
def test_each_error_has_its_class_and_words_that_say_what_to_do(carrier: Telnyx, reply: Reply, kind: Kind, code: str) -> None:
    carrier.script = lambda _: reply
    answer = done(carrier, text())
    assert isinstance(answer, Refused)
    assert (answer.kind, answer.code) == (kind, code)
    assert len(answer.words.split(". ")) >= 2


@pytest.mark.parametrize("reply", [Reply(status=500, taken=False), Reply(then="drop"), Reply(then="hang")])
def test_what_may_have_been_taken_is_unknown_and_asked_about_by_our_tag(carrier: Telnyx, reply: Reply) -> None:
    carrier.script = lambda _: reply
    message = text()
    assert isinstance(done(carrier, message), Unknown)
    found = done(carrier, message, ask=True)
    assert found == Accepted("m0") if reply.taken else isinstance(found, Unknown)


@pytest.mark.parametrize("wrong", [{"api_key": ""}, {"public_key": "AAAA"}, {"public_key": "not base64!"}, {"url": "http://[::1"}])
def test_settings_that_cannot_work_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(BadSettings):
        GATEWAYS["telnyx"]({**SETTINGS, **wrong}, HERE)


NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
LISTENER = LISTENERS["telnyx"](SETTINGS, HERE)


def called(body: bytes, at: datetime = NOW) -> Called:
    return Called("https://due.example.com/x", "status", telnyx.signed(body, at), body, NOW)


@pytest.mark.parametrize(("seconds", "genuine"), [(0, True), (-299, True), (299, True), (-301, False), (301, False)])
def test_a_signature_counts_for_its_bytes_and_for_five_minutes(seconds: int, genuine: bool) -> None:
    asked = called(became("x/1", "delivered"), NOW + timedelta(seconds=seconds))
    assert LISTENER.verify(asked) is genuine
    assert not LISTENER.verify(replace(asked, body=asked.body + b" "))
    assert not LISTENER.verify(replace(asked, headers={**asked.headers, "telnyx-timestamp": "1"}))
    assert not LISTENER.verify(replace(asked, headers={}))
    assert not LISTENER.verify(replace(asked, headers={**asked.headers, "telnyx-signature-ed25519": "%%%"}))


@pytest.mark.parametrize(
    ("said", "code", "status", "kind"),
    [
        ("delivered", 0, "delivered", None),
        ("delivery_unconfirmed", 0, "sent", None),
        ("delivery_failed", 40001, "failed", Kind.CHANNEL),
        ("sending_failed", 40300, "failed", Kind.BLOCKED),
        ("expired", 0, "failed", Kind.RETRY),
    ],
)
def test_events_of_texts_are_read(said: str, code: int, status: str, kind: Kind | None) -> None:
    message = text()
    [told] = LISTENER.read(called(became(our_id(message), said, code)))
    assert isinstance(told, Told)
    assert (told.message_id, told.attempt, told.status, told.key) == (message.id, 1, status, "e1")
    assert (told.refusal.kind if told.refusal else None) == kind
    assert told.at == NOW + timedelta(seconds=5)


@pytest.mark.parametrize(("reason", "kind"), [("user_busy", Kind.RETRY), ("destination_invalid", Kind.ADDRESS), ("new_reason", Kind.RETRY)])
def test_events_of_faxes_are_read(reason: str, kind: Kind) -> None:
    message = fax()
    state = base64.b64encode(our_id(message).encode()).decode()
    [told] = LISTENER.read(called(event("fax.failed", {"fax_id": "f1", "client_state": state, "failure_reason": reason})))
    assert isinstance(told, Told)
    assert told.message_id == message.id
    assert told.refusal is not None
    assert told.refusal.kind is kind
    [told] = LISTENER.read(called(event("fax.delivered", {"fax_id": "f1", "client_state": state})))
    assert (told.status, told.reference) == ("delivered", "f1")  # type: ignore[union-attr]


def test_a_text_that_comes_in_is_read_and_what_is_not_understood_is_nothing() -> None:
    payload = {"id": "m9", "from": {"phone_number": "+12025550143"}, "text": "STOP", "media": [{"url": "https://x"}]}
    assert LISTENER.read(called(event("message.received", payload))) == [
        Received("m9", "text", "+12025550143", "STOP", files=("https://x",))
    ]
    for strange in (b"", b"[]", b'{"data": 7}', event("call.initiated", {}), event("message.finalized", {"tags": 7, "to": "x"})):
        assert LISTENER.read(called(strange)) == []


def test_the_pages_of_a_fax_are_the_same_each_time_and_hold_letters_of_spanish() -> None:
    made = Fax("Riverton", "+1 202-555-0100", "+1 202-555-0143", "lunes", "“Aviso” – día", "Mañana ¿sí? ć 🙂 " * 400, "es")
    assert pages(made, made=NOW) == pages(made, made=NOW)
    assert pages(made, made=NOW).startswith(b"%PDF-")
