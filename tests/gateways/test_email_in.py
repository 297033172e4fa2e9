"""Emails that come in: bounces told apart, complaints, answers of machines, and what people write (C3, O3, O6)."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duenotice.gateways.email_in import read_email
from duenotice.gateways.news import News, Received, Told
from duenotice.gateways.protocol import Kind

OURS = UUID("01a20a63-f91a-7c9d-9e09-e7f3cea63ee6")
BACK = "bounces+signed@court.example.com"


def meant(address: str) -> tuple[UUID, int] | None:
    return (OURS, 2) if address == BACK else None


def read(raw: bytes | EmailMessage, recipient: str = "court@riverton.example.com") -> list[News]:
    text = raw if isinstance(raw, bytes) else raw.as_bytes()
    return read_email(message_from_bytes(text, policy=policy.compat32), recipients=[recipient], meant=meant, proven=True)


def bounce(action: str, status: str, diagnostic: str = "", to: str = BACK) -> bytes:
    """As Postfix writes one."""
    return f"""Return-Path: <>
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
To: {to}
Auto-Submitted: auto-replied
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; rosa@example.org
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b
Content-Type: text/rfc822-headers

Subject: Your hearing

--b--
""".encode()


@pytest.mark.parametrize(
    ("status", "diagnostic", "code", "kind"),
    [
        ("5.1.1", "smtp; 550 5.1.1 <rosa@example.org>: no such user", "hard_bounce", Kind.ADDRESS),
        ("5.0.0", "smtp; 550-5.1.1 The email account does not exist", "hard_bounce", Kind.ADDRESS),
        ("5.1.1", "", "hard_bounce", Kind.ADDRESS),
        ("5.2.2", "smtp; 552 5.2.2 mailbox full", "smtp_552_2.2", Kind.RETRY),
        ("4.4.7", "X-Postfix; delivery temporarily suspended", "smtp_450_4.7", Kind.RETRY),
        ("5.7.1", "smtp; 550 5.7.1 message looks like spam", "smtp_550_7.1", Kind.CONTENT),
        ("5.7.26", "smtp; 550 5.7.26 not authenticated", "smtp_550_7.26", Kind.REGISTRATION),
    ],
)
def test_hard_soft_and_policy_bounces_are_told_apart(status: str, diagnostic: str, code: str, kind: Kind):  # C3
    [told] = read(bounce("failed", status, diagnostic), BACK)
    assert isinstance(told, Told)
    assert told.refusal is not None
    assert (told.message_id, told.attempt, told.status) == (OURS, 2, "failed")
    assert (told.refusal.code, told.refusal.kind) == (code, kind)


def test_a_bounce_counts_only_for_the_return_path_that_we_signed():
    assert read(bounce("failed", "5.1.1", to="bounces+made-up@court.example.com")) == []


def test_a_delay_is_no_failure_and_a_relay_no_news():
    assert [one.status for one in read(bounce("delayed", "4.4.1"), BACK) if isinstance(one, Told)] == ["delayed"]
    assert read(bounce("relayed", "2.0.0"), BACK) == []


def test_a_complaint_is_a_wish_to_stop():  # O6
    raw = f"""From: feedback@example.net
To: abuse@court.example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Example/1.0
Version: 1
Original-Mail-From: <{BACK}>

--b--
""".encode()
    [told] = read(raw)
    assert isinstance(told, Told)
    assert told.refusal is not None
    assert (told.status, told.refusal.kind) == ("complained", Kind.BLOCKED)


def written(body: str = "STOP", **headers: str) -> EmailMessage:
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = "Rosa <Rosa@Example.org>", "court@riverton.example.com", "Re: Your hearing"
    email["Message-ID"] = "<a1@example.org>"
    for name, value in headers.items():
        email[name.replace("_", "-")] = value
    email.set_content(body)
    return email


def test_what_a_person_wrote_comes_with_whom_it_was_sent_to():  # M7
    email = written("I will come.\n")
    email.add_attachment(b"x", maintype="application", subtype="pdf", filename="notice.pdf")
    [got] = read(email)
    assert isinstance(got, Received)
    assert (got.reference, got.came_from, got.body.strip()) == ("<a1@example.org>", "Rosa@Example.org", "I will come.")
    assert (got.subject, got.files, got.to) == ("Re: Your hearing", ("notice.pdf",), ("court@riverton.example.com",))


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Return_Path": "<>"}, {"Precedence": "auto_reply"}, {"X_Autoreply": "yes"}]
)
def test_what_a_machine_answers_is_ignored(headers: dict[str, str]):
    assert read(written("I am out of office. To stop these, reply STOP.", **headers)) == []


def test_an_email_of_html_alone_is_read_too():
    email = EmailMessage()
    email["From"] = "rosa@example.org"
    email.set_content("<style>p { color: red }</style><p>Please&nbsp;stop</p><p>Rosa &amp; Ben</p>", subtype="html")
    [got] = read(email)
    assert isinstance(got, Received)
    assert got.body == "Please stop\nRosa & Ben"


@given(st.binary(max_size=400), st.sampled_from([b"", bounce("failed", "5.1.1"), written().as_bytes()]), st.integers(0, 600))
@settings(max_examples=60, deadline=None)
def test_whatever_bytes_come_nothing_breaks(junk: bytes, around: bytes, at: int):
    assert isinstance(read(around[:at] + junk + around[at:], BACK), list)
