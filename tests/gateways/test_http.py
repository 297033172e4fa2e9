"""The HTTP gateway against a real server on loopback: each row of the crash table, and the wire format."""

import asyncio
import base64
import hashlib
import hmac
import json
import socket
from collections.abc import Generator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from duenotice.gateways.protocol import Absent, Accepted, Answer, BadSettings, File, Finding, Gateway, Kind, Outbound, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS
from duenotice.gateways.surroundings import Surroundings
from tests import carrier as carriers
from tests.carrier import ACCEPT, DROP, HANG, Carrier, Reply, refuse, throttle
from tests.gateways.messages import email, question, text

HERE = Surroundings(private_networks=True)


@pytest.fixture
def carrier() -> Generator[Carrier]:
    with carriers.running() as running:
        yield running


def gateway(url: str, **settings: Any) -> Gateway:
    return GATEWAYS["http"]({"url": url, "token": "t0ken", **settings}, HERE)


def send(url: str, message: Outbound, **settings: Any) -> Answer:
    async def run() -> Answer:
        using = gateway(url, **settings)
        try:
            return await using.send(message)
        finally:
            await using.close()

    return asyncio.run(run())


def ask(url: str, message: Outbound) -> Finding:
    async def run() -> Finding:
        using = gateway(url)
        try:
            return await using.ask(question(message))
        finally:
            await using.close()

    return asyncio.run(run())


def test_the_carrier_gets_the_whole_message_with_our_id(carrier: Carrier) -> None:
    message = email(body="Audiencia: lunes, 9:00 🙂 שלום", language="es", files=(File("aviso.pdf", "application/pdf", b"%PDF\x00"),))
    assert send(carrier.url, message) == Accepted(f"carrier-{message.id}")
    [taken] = carrier.taken
    assert (taken["id"], taken["attempt"], taken["channel"]) == (str(message.id), 1, "email")
    assert (taken["to"], taken["subject"], taken["body"]) == (message.to, message.subject, message.body)
    assert base64.b64decode(taken["files"][0]["content"]) == b"%PDF\x00"


def test_calls_carry_the_token_and_a_signature_over_id_time_and_body(carrier: Carrier) -> None:
    secret = base64.b64encode(b"between us two").decode()
    send(carrier.url, text(), secret=f"whsec_{secret}")
    [(headers, body)] = carrier.requests
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.digest(b"between us two", signed, hashlib.sha256)).decode()
    assert headers["Authorization"] == "Bearer t0ken"
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert headers["webhook-id"] == json.loads(body)["id"]


def test_a_carrier_may_say_that_the_message_has_arrived(carrier: Carrier) -> None:
    carrier.script = lambda _: Reply(status=200, body={"reference": 42, "delivered": True})
    assert send(carrier.url, text()) == Accepted("42", delivered=True)


def test_nobody_listening_is_a_refusal_that_passes() -> None:
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        answer = send(f"http://127.0.0.1:{taken.getsockname()[1]}/", text())
    assert isinstance(answer, Refused)
    assert answer.kind is Kind.RETRY


@pytest.mark.parametrize(
    ("reply", "wait"), [(throttle("7"), 7.0), (throttle("12", status=503), 12.0), (throttle("-3"), 0.0), (throttle("soon"), None)]
)
def test_a_busy_carrier_is_tried_again_when_it_says(carrier: Carrier, reply: Reply, wait: float | None) -> None:
    carrier.script = lambda _: reply
    answer = send(carrier.url, text())
    assert isinstance(answer, Refused)
    assert (answer.kind, answer.retry_after) == (Kind.RETRY, wait)


def test_retry_after_may_be_a_date(carrier: Carrier) -> None:
    carrier.script = lambda _: throttle(format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True))
    answer = send(carrier.url, text())
    assert isinstance(answer, Refused)
    assert answer.retry_after == pytest.approx(120, abs=10)


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(DROP, id="drops after taking it"),
        pytest.param(Reply(then="drop", taken=False), id="drops without taking it"),
        pytest.param(HANG, id="never answers"),
        pytest.param(refuse(500), id="500"),
        pytest.param(refuse(503), id="503 without Retry-After"),
        pytest.param(throttle("1", status=502), id="502"),
        pytest.param(refuse(302), id="a redirect"),
        pytest.param(refuse(409), id="taken before"),
    ],
)
def test_what_is_not_certainly_a_refusal_is_unknown(carrier: Carrier, reply: Reply) -> None:
    carrier.script = lambda _: reply
    assert isinstance(send(carrier.url, text(), timeout=1), Unknown)


@pytest.mark.parametrize(("taken", "found"), [(True, Accepted), (False, Absent)])
def test_the_carrier_is_asked_what_became_of_an_unknown_message(carrier: Carrier, taken: bool, found: type) -> None:
    carrier.script = lambda _: Reply(then="drop", taken=taken)
    message = text()
    assert isinstance(send(carrier.url, message), Unknown)
    assert isinstance(ask(carrier.url, message), found)


def test_a_page_not_found_is_no_proof_that_the_message_is_absent(carrier: Carrier) -> None:
    assert isinstance(ask(carrier.url.replace("/messages", "/elsewhere"), text()), Unknown)


@pytest.mark.parametrize("kind", list(Kind))
def test_a_refusal_in_our_words_is_taken_at_them(carrier: Carrier, kind: Kind) -> None:
    carrier.script = lambda _: refuse(422, code="landline", kind=kind, words="Ruf\n später an.")
    answer = send(carrier.url, text())
    assert answer == Refused("landline", "Ruf später an.", kind)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refuse(400), Kind.CONTENT),
        (refuse(401), Kind.CONFIGURATION),
        (refuse(404, kind="?"), Kind.CONFIGURATION),
        (refuse(429), Kind.RETRY),
    ],
)
def test_a_refusal_in_no_words_has_words_that_say_what_to_do(carrier: Carrier, reply: Reply, kind: Kind) -> None:
    carrier.script = lambda _: reply
    answer = send(carrier.url, text())
    assert isinstance(answer, Refused)
    assert answer.kind is kind
    assert answer.words.endswith(".")


@pytest.mark.parametrize(("message", "code"), [(text(), "unknown_number"), (email(), "hard_bounce")])
def test_a_bad_address_always_has_a_reason_that_contacts_know(carrier: Carrier, message: Outbound, code: str) -> None:  # C3
    carrier.script = lambda _: refuse(422, code="E-1234", kind="address")
    answer = send(carrier.url, message)
    assert isinstance(answer, Refused)
    assert answer.code == code


def test_many_calls_at_once_share_few_connections(carrier: Carrier) -> None:
    async def run() -> list[Answer]:
        using = gateway(carrier.url, connections=5)
        try:
            return await asyncio.gather(*[using.send(text()) for _ in range(100)])
        finally:
            await using.close()

    carrier.script = lambda _: ACCEPT
    assert all(isinstance(answer, Accepted) for answer in asyncio.run(run()))
    assert len(carrier.taken) == len({message["id"] for message in carrier.taken}) == 100


@pytest.mark.parametrize(
    "url", ["", "carrier.example.com", "http://carrier.example.com/", "https://10.0.0.1/", "https://[::1]/", "https://"]
)
def test_addresses_that_are_not_on_the_public_internet_are_refused(url: str) -> None:
    with pytest.raises(BadSettings):
        GATEWAYS["http"]({"url": url, "token": "t0ken"}, Surroundings())


def test_a_name_that_leads_into_a_private_network_is_refused() -> None:
    async def run() -> Answer:
        using = GATEWAYS["http"]({"url": "https://localhost/messages", "token": "t0ken"}, Surroundings())
        try:
            return await using.send(text())
        finally:
            await using.close()

    answer = asyncio.run(run())
    assert isinstance(answer, Refused)
    assert answer.kind is Kind.CONFIGURATION
