"""What an email looks like to the people and programs that get it."""

import re
from collections.abc import Generator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duenotice.gateways import mime
from duenotice.gateways.email_html import as_html
from duenotice.gateways.protocol import File, Kind, Outbound, Refused
from duenotice.gateways.registry import GATEWAYS
from duenotice.gateways.surroundings import Surroundings
from tests.gateways import mail_server
from tests.gateways.mail_server import Handler
from tests.gateways.messages import email
from tests.gateways.sending import send

UNSUBSCRIBE = f"https://court.example.com/unsubscribe/{'aB3_' * 40}"


@pytest.fixture
def server() -> Generator[Handler]:
    with mail_server.running() as running:
        yield running


def deliver(server: Handler, message: Outbound) -> EmailMessage:
    using = GATEWAYS["smtp"]({"host": "127.0.0.1", "port": server.port, "security": "none"}, Surroundings())
    send(using, message)
    return server.only_email()


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert isinstance(body, EmailMessage)
    return str(body.get_content()).replace("\r\n", "\n")


def test_unicode_and_right_to_left_arrive_as_they_were_typed(server: Handler) -> None:
    body, subject = "שלום רוזה,\n\nהדיון ביום ב׳ 🙂\n.\n..dots\n", "דיון — Tomás Núñez, “9:00”"
    arrived = deliver(server, email(body=body, subject=subject, sender_name="Juzgado “Ñandú”, Riverton", language="he"))
    assert arrived["Subject"] == subject
    assert arrived["From"].addresses[0].display_name == "Juzgado “Ñandú”, Riverton"
    assert arrived["From"].addresses[0].addr_spec == "court@example.com"
    assert part(arrived, "plain") == body
    assert 'lang="he"' in part(arrived, "html")
    assert '<p dir="auto">שלום רוזה,</p>' in part(arrived, "html")


def test_files_arrive_byte_for_byte(server: Handler) -> None:
    files = (
        File("Ladung – März.pdf", "application/pdf", bytes(range(256)) * 40),
        File("note.txt", "text/plain", b"one\ntwo\r\n"),
        File("strange", "message/rfc822", b"Subject: not a message"),
        File("empty.png", "image/png", b""),
    )
    arrived = [*deliver(server, email(files=files)).iter_attachments()]
    assert [one.get_filename() for one in arrived] == [file.name for file in files]
    assert [one.get_payload(decode=True) for one in arrived] == [file.content for file in files]
    assert [one.get_content_type() for one in arrived] == ["application/pdf", "text/plain", "application/octet-stream", "image/png"]


def test_one_click_unsubscribe_stands_unbroken_in_its_headers(server: Handler) -> None:  # O7
    given = {
        "List-Unsubscribe": f"<{UNSUBSCRIBE}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    arrived = deliver(server, email(headers=given))
    content = server.taken[0].content
    assert isinstance(content, bytes)
    assert f"\r\nList-Unsubscribe: <{UNSUBSCRIBE}>\r\n".encode() in content
    assert {name: arrived[name] for name in given} == given
    assert arrived["Date"].datetime is not None


@pytest.mark.parametrize("bad", ["\r\nBcc: all@example.org", "\n", "\r", "\x00", "\x0b", "\x85", "\u2028", "\ud800", "\x1b"])
@pytest.mark.parametrize("field", ["subject", "sender_name", "to", "sender", "file", "header", "header name", "body"])
def test_nothing_breaks_out_of_its_header(field: str, bad: str) -> None:
    fields: dict[str, Any] = {
        "file": {"files": (File(f"a{bad}b.pdf", "application/pdf", b""),)},
        "header": {"headers": {"List-Unsubscribe": f"<https://example.org>{bad}"}},
        "header name": {"headers": {f"X-A{bad}": "1"}},
        "to": {"to": f"rosa{bad}@example.org"},
        "sender": {"sender": f"court{bad}@example.com"},
    }.get(field, {field: f"one{bad}two"})
    if field == "body" and bad.strip("\r\n") in ("", "Bcc: all@example.org"):
        assert mime.unfit(email(**fields)) is None  # line breaks are what bodies have
        return
    refusal = mime.unfit(email(**fields))
    assert isinstance(refusal, Refused)
    assert refusal.kind in (Kind.CONTENT, Kind.ADDRESS, Kind.CONFIGURATION)
    assert refusal.words.endswith(".")


@pytest.mark.parametrize("name", ["To", "bcc", "Content-Type", "MIME-Version", "X Y", "X:Y", ""])
def test_headers_that_are_ours_cannot_be_given(name: str) -> None:
    refusal = mime.unfit(email(headers={name: "x"}))
    assert isinstance(refusal, Refused)
    assert refusal.kind is Kind.CONTENT


@pytest.mark.parametrize(
    "to", ["", "rosa", "@example.org", "rosa@", "a@b@c", "<rosa@example.org>", "rosa@example.org,ben@example.org", "a b@c.org"]
)
def test_what_is_no_address_is_refused_before_anything_is_sent(to: str) -> None:
    refusal = mime.unfit(email(to=to))
    assert isinstance(refusal, Refused)
    assert refusal.kind is Kind.ADDRESS


@settings(max_examples=150, deadline=None)
@given(subject=st.text(max_size=200), name=st.text(max_size=60), body=st.text(max_size=400), file=st.text(max_size=60))
def test_whatever_is_not_refused_arrives_as_it_was(subject: str, name: str, body: str, file: str) -> None:
    message = email(subject=subject, sender_name=name, body=body, files=(File(file, "application/pdf", b"%PDF"),))
    if mime.unfit(message):
        return
    raw = mime.build(message).as_bytes()
    parsed = message_from_bytes(raw, policy=default)
    assert isinstance(parsed, EmailMessage)
    assert parsed["To"].addresses[0].addr_spec == message.to
    assert part(parsed, "plain").rstrip("\n") == "\n".join(re.split("\r\n?|\n", body)).rstrip("\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.endswith(b"\r\n")
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_words_are_escaped_and_addresses_become_links() -> None:
    page = as_html('<b>Hi</b> & see https://example.org/a?b=1&c="2 (or http://example.com/x).\nBye', title="<x>", language='en"')
    assert "&lt;b&gt;Hi&lt;/b&gt; &amp; see" in page
    assert '<a href="https://example.org/a?b=1&amp;c=">https://example.org/a?b=1&amp;c=</a>&quot;2' in page
    assert '<a href="http://example.com/x">http://example.com/x</a>).<br>\nBye' in page
    assert "<title>&lt;x&gt;</title>" in page
    assert "lang=" not in page
