"""The SMTP gateway against a real mail server on loopback: each class of error, and what is certain of each."""

import asyncio
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from duenotice.gateways.protocol import Accepted, Answer, BadSettings, Gateway, Kind, Outbound, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS
from duenotice.gateways.surroundings import Surroundings
from tests.gateways import mail_server
from tests.gateways.conftest import server_side
from tests.gateways.mail_server import Handler, drop
from tests.gateways.messages import AGENCY, email
from tests.gateways.sending import send


@pytest.fixture
def server() -> Generator[Handler]:
    with mail_server.running() as running:
        yield running


def gateway(port: int, **settings: Any) -> Gateway:
    return GATEWAYS["smtp"]({"host": "127.0.0.1", "port": port, "security": "none", "timeout": 1, **settings}, Surroundings())


def test_what_cannot_be_brought_comes_back_to_an_address_that_names_the_message(server: Handler):  # C3
    def named(message: Outbound, bounces: str) -> str:
        return bounces.replace("@", f"+{message.id.hex}@")

    told = {"host": "127.0.0.1", "port": server.port, "security": "none", "bounces": "bounces@court.example.com"}
    message = email()
    [answer] = send(GATEWAYS["smtp"](told, Surroundings(return_path=named)), message)
    assert isinstance(answer, Accepted)
    assert server.taken[0].mail_from == f"bounces+{message.id.hex}@court.example.com"
    assert server.only_email()["From"] == "Riverton County Court <court@example.com>"
    for wrong in ("bounces+x@court.example.com", "a-mailbox-of-twenty-x@court.example.com", "court"):
        with pytest.raises(BadSettings):
            GATEWAYS["smtp"]({**told, "bounces": wrong}, Surroundings())


def kind(answer: Answer) -> Kind:
    assert isinstance(answer, Refused), answer
    assert answer.words.endswith(".")
    return answer.kind


def test_an_email_is_accepted_with_a_message_id_of_our_ids(server: Handler) -> None:
    message = email()
    assert send(gateway(server.port), message) == [Accepted(f"<{message.id}.{AGENCY}@example.com>")]
    assert server.only_email()["Message-ID"] == f"<{message.id}.{AGENCY}@example.com>"
    assert (server.taken[0].mail_from, server.taken[0].rcpt_tos) == (message.sender, [message.to])


def test_one_connection_carries_many_emails_also_after_refusals(server: Handler) -> None:
    using, answers = gateway(server.port, connections=1), []

    async def run() -> None:
        for reply in ("250 OK", "550 5.1.1 No such user", "250 OK"):
            server.to_recipient = reply
            answers.append(await using.send(email()))
        await using.close()

    asyncio.run(run())
    assert [type(answer) for answer in answers] == [Accepted, Refused, Accepted]
    assert len(server.connections) == 1


def test_as_many_emails_go_at_once_as_there_are_slots(server: Handler) -> None:
    async def run() -> list[Answer]:
        using = gateway(server.port, connections=3)
        answers = await asyncio.gather(*[using.send(email()) for _ in range(30)])
        await using.close()
        return answers

    assert all(isinstance(answer, Accepted) for answer in asyncio.run(run()))
    assert len(server.taken) == 30
    assert len(server.connections) <= 3


def test_a_connection_that_was_closed_while_idle_is_replaced() -> None:
    async def run() -> None:
        using = gateway(server.port, connections=1)
        assert isinstance(await using.send(email()), Accepted)
        await asyncio.sleep(1.5)
        assert isinstance(await using.send(email()), Accepted)
        await using.close()

    with mail_server.running(timeout=1) as server:
        asyncio.run(run())
        assert len(server.connections) == 2


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("550 5.1.1 No such user here", Kind.ADDRESS),
        ("550 5.1.2 Bad destination domain", Kind.ADDRESS),
        ("550 User unknown", Kind.ADDRESS),
        ("550 Blocked, see example.com/policy", Kind.CONTENT),
        ("554 5.7.1 Message refused by policy", Kind.CONTENT),
        ("550 5.7.1 You are blocked by the recipient", Kind.BLOCKED),
        ("554 5.7.1 Relay access denied", Kind.CONFIGURATION),
        ("550 5.7.515 Access denied, sending domain lacks authentication", Kind.REGISTRATION),
        ("530 5.7.0 Authentication required", Kind.CONFIGURATION),
        ("552 5.2.2 Mailbox full", Kind.RETRY),
        ("552 5.3.4 Message too big", Kind.CONTENT),
        ("450 4.2.1 Try again later", Kind.RETRY),
        ("421 4.7.0 Too many connections", Kind.RETRY),
    ],
)
def test_a_refusal_of_the_recipient_says_what_it_means(server: Handler, reply: str, expected: Kind) -> None:
    server.to_recipient = reply
    [answer] = send(gateway(server.port), email())
    assert kind(answer) is expected
    assert server.taken == []


@pytest.mark.parametrize(
    ("reply", "expected"),
    [("550 5.1.8 Sender refused", Kind.CONFIGURATION), ("553 Not yours", Kind.CONFIGURATION), ("451 Later", Kind.RETRY)],
)
def test_a_refusal_of_the_sender_is_for_the_administrator(server: Handler, reply: str, expected: Kind) -> None:
    server.to_sender = reply
    assert kind(send(gateway(server.port), email())[0]) is expected


@pytest.mark.parametrize(
    ("reply", "expected"), [("451 4.3.0 Greylisted", Kind.RETRY), ("554 5.7.1 Spam", Kind.CONTENT), ("550 5.1.1 No user", Kind.ADDRESS)]
)
def test_a_refusal_of_the_email_itself_is_certain(server: Handler, reply: str, expected: Kind) -> None:
    server.to_email = reply
    assert kind(send(gateway(server.port), email())[0]) is expected


def test_a_server_that_drops_after_the_email_but_before_its_answer_leaves_it_unknown(server: Handler) -> None:
    server.after_email = drop
    assert isinstance(send(gateway(server.port), email())[0], Unknown)
    assert len(server.taken) == 1


def test_a_server_that_does_not_answer_in_time_leaves_it_unknown(server: Handler) -> None:
    server.hang = True
    assert isinstance(send(gateway(server.port), email())[0], Unknown)


def test_a_server_that_is_not_there_is_a_refusal_that_passes() -> None:
    assert kind(send(gateway(mail_server.free_port()), email())[0]) is Kind.RETRY


def test_encrypted_sign_in_works_with_the_right_password_only(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    secured = {"security": "starttls", "user": "court"}
    with mail_server.running(tls_context=server_side(certificate), auth_required=True) as server:
        assert isinstance(send(gateway(server.port, **secured, password="right"), email())[0], Accepted)
        assert kind(send(gateway(server.port, **secured, password="wrong"), email())[0]) is Kind.CONFIGURATION


def test_tls_from_the_first_byte_works(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server.running(ssl_context=server_side(certificate)) as server:
        assert isinstance(send(gateway(server.port, security="tls"), email())[0], Accepted)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with mail_server.running(tls_context=server_side(certificate)) as server:
        assert kind(send(gateway(server.port, security="starttls"), email())[0]) is Kind.CONFIGURATION
        assert server.taken == []


def test_a_server_without_the_security_asked_for_gets_nothing(server: Handler) -> None:
    assert kind(send(gateway(server.port, security="starttls"), email())[0]) is Kind.CONFIGURATION
    assert kind(send(gateway(server.port, security="tls"), email())[0]) is Kind.CONFIGURATION
    assert server.taken == []


@pytest.mark.parametrize(("offered", "expected"), [(True, Accepted), (False, Refused)])
def test_a_mailbox_with_letters_outside_ascii_needs_a_server_that_can(offered: bool, expected: type) -> None:
    with mail_server.running(enable_SMTPUTF8=offered) as server:
        [answer] = send(gateway(server.port), email(to="josé@example.org", subject="Audiencia mañana"))
        assert isinstance(answer, expected)
        assert [envelope.rcpt_tos for envelope in server.taken] == ([["josé@example.org"]] if offered else [])


@pytest.mark.parametrize(
    "settings",
    [
        {"host": ""},
        {"host": "mail.example.com\r\nX"},
        {"port": 0},
        {"security": "some"},
        {"user": "court"},
        {"security": "none", "user": "court", "password": "right"},
        {"timeout": True},
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(BadSettings):
        GATEWAYS["smtp"]({"host": "mail.example.com", **settings}, Surroundings())
