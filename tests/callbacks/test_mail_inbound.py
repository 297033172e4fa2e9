"""Emails that come in: by a mail service's call, or by a mail server's pipe (M7, O3, C3)."""

import hmac
import json
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from duenotice.cli.mail_in import NoSuchMailbox, take_in
from duenotice.contacts.models import Address
from duenotice.messaging.gate import Outbound
from duenotice.messaging.models import Message, Status
from duenotice.messaging.return_path import meant_by, return_path
from duenotice.worker.receiving import receive_news
from tests import cast
from tests.callbacks.test_mail_events import handed, sender_at, signed
from tests.gateways.test_email_in import bounce, written

pytestmark = pytest.mark.django_db

COURT = "court@riverton.example.com"


def by_mailgun(body: str, **fields: str) -> tuple[bytes, dict[str, str], str]:
    stamp = str(int(timezone.now().timestamp()))
    told = {
        "sender": cast.ROSA_EMAIL,
        "recipient": COURT,
        "timestamp": stamp,
        "token": "t0ken",
        "signature": hmac.digest(b"s1gn", f"{stamp}t0ken".encode(), "sha256").hex(),
        "message-headers": json.dumps([["From", cast.ROSA_EMAIL], ["To", COURT], ["Message-Id", "<m1@example.org>"], ["Subject", "Re: x"]]),
        "body-plain": body,
        **fields,
    }
    return urlencode(told).encode(), {}, "application/x-www-form-urlencoded"


def by_postmark(body: str, *more: dict[str, str]) -> tuple[bytes, dict[str, str], str]:
    headers = [{"Name": "Message-ID", "Value": "<m1@example.org>"}, *more]
    who = {"FromFull": {"Email": cast.ROSA_EMAIL}, "ToFull": [{"Email": COURT}], "OriginalRecipient": "abc@inbound.example.com"}
    told = {**who, "Subject": "Re: x", "TextBody": body, "Headers": headers, "MessageID": "p1"}
    return *signed("postmark", sender_at("postmark"), told), "application/json"


def by_brevo(body: str) -> tuple[bytes, dict[str, str], str]:
    headers = {"From": cast.ROSA_EMAIL, "To": COURT, "Message-ID": "<m1@example.org>", "Subject": "Re: x"}
    item = {"Uuid": ["b1"], "Headers": headers, "RawTextBody": body, "Attachments": [{"Name": "a.pdf", "DownloadToken": "no"}]}
    return *signed("brevo", sender_at("brevo"), {"items": [item]}), "application/json"


def call(gateway: str, body: bytes, headers: dict[str, str], kind: str) -> HttpResponse:
    sender = sender_at(gateway)
    path = f"/carriers/{sender.agency_id}/{sender.id}/{gateway}/inbound"
    return Client().post(path, body, content_type=kind, headers=headers)


@pytest.mark.parametrize(("gateway", "email"), [("mailgun", by_mailgun), ("postmark", by_postmark), ("brevo", by_brevo)])
def test_an_answer_by_email_lands_in_the_inbox_and_stop_counts(gateway: str, email: Any) -> None:  # M7, O3
    handed()
    for _twice in range(2):
        assert call(gateway, *email("UNSUBSCRIBE\n\nOn Monday the court wrote:\n> Reply STOP")).status_code == 200
    got = Message.objects.get(kind="inbound")
    assert (got.channel, got.subject, got.sender.value if got.sender else "") == ("email", "Re: x", COURT)
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    assert Message.objects.filter(kind="compliance").count() == 1


@pytest.mark.parametrize(("gateway", "email"), [("mailgun", by_mailgun), ("postmark", by_postmark), ("brevo", by_brevo)])
def test_an_email_that_the_service_did_not_bring_changes_nothing(gateway: str, email: Any) -> None:
    body, headers, kind = email("STOP")
    forged = body.replace(b"signature=", b"signature=0") if gateway == "mailgun" else body
    assert call(gateway, forged, dict.fromkeys(headers, "Basic AAAA"), kind).status_code == 403
    assert not Message.objects.filter(kind="inbound").exists()


def test_an_email_with_large_files_is_taken_and_one_beyond_all_measure_is_not() -> None:  # O3
    handed()
    assert call("mailgun", *by_mailgun("STOP", extra="x" * 2_000_000)).status_code == 200
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    assert call("mailgun", b"x" * (25 * 1024 * 1024 + 1), {}, "application/x-www-form-urlencoded").status_code == 403


def back(message: Message, attempt: int = 1) -> str:
    about = Outbound(message.id, message.agency_id, attempt, "email", COURT, "", cast.ROSA_EMAIL, "", "")
    return return_path(about, "bounces@riverton.example.com")


def piped(raw: bytes, recipient: str) -> int:
    return take_in(raw, agency="riverton", recipient=recipient, now=timezone.now())


def test_a_return_path_fits_a_mailbox_and_counts_in_its_own_agency_alone() -> None:
    message = handed()
    path = back(message)
    assert path.startswith("bounces+")
    assert len(path.partition("@")[0]) <= 64
    assert meant_by(message.agency_id, path.upper().replace("BOUNCES", "bounces")) == (message.id, 1)
    assert meant_by(cast.agency("lakeside").id, path) is None
    assert meant_by(message.agency_id, path.replace("+", "+a")) is None


@pytest.mark.parametrize(("status", "became"), [("5.1.1", ("failed", ["email"])), ("4.2.2", ("scheduled", [])), ("5.7.1", ("failed", []))])
def test_what_a_mail_server_returns_becomes_of_the_message_and_the_address(status: str, became: tuple[str, list[str]]) -> None:  # C3
    message = handed()
    assert piped(bounce("failed", status, to=back(message)), back(message)) == 1
    receive_news()
    message.refresh_from_db()
    assert (message.status, message.address.invalid_for) == became


def test_a_bounce_of_an_earlier_attempt_or_made_up_moves_nothing() -> None:
    message = handed()
    Message.objects.update(attempts=2)
    piped(bounce("failed", "5.1.1", to=COURT), COURT)
    piped(bounce("failed", "4.2.2", to=back(message, 1)), back(message, 1))
    receive_news()
    message.refresh_from_db()
    assert message.status == Status.SENT


def test_an_answer_that_a_mail_server_pipes_lands_in_the_inbox() -> None:  # M7, O3
    handed()
    assert piped(written("STOP").as_bytes(), COURT) == 1
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    with pytest.raises(NoSuchMailbox):
        piped(written("STOP").as_bytes(), "somebody@riverton.example.com")
    with pytest.raises(NoSuchMailbox):
        take_in(written("STOP").as_bytes(), agency="lakeside", recipient=COURT, now=timezone.now())


def test_a_start_that_anybody_may_have_written_is_for_staff_and_a_stop_counts(settings: Any) -> None:  # O3
    settings.AUTHSERV_IDS = ["mx.riverton.example.com"]
    handed()
    piped(written("STOP").as_bytes(), COURT)
    forged = written("START", Authentication_Results="mx.riverton.example.com; dmarc=fail header.from=example.org")
    piped(forged.as_bytes().replace(b"a1@", b"a2@"), COURT)
    got = Message.objects.filter(kind="inbound").latest("id")
    assert (got.needs_review, got.reason_code) == (True, "unproven_author")
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    assert [one.occasion for one in Message.objects.filter(kind="compliance")] == ["stop"]


def test_a_start_that_our_mail_server_knows_to_be_hers_opts_her_in(settings: Any) -> None:  # O3
    settings.AUTHSERV_IDS = ["mx.riverton.example.com"]
    handed()
    piped(written("STOP").as_bytes(), COURT)
    known = written("START", Authentication_Results="mx.riverton.example.com; dmarc=pass header.from=example.org")
    piped(known.as_bytes().replace(b"a1@", b"a2@"), COURT)
    assert not Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    assert not Message.objects.filter(kind="inbound", needs_review=True).exists()


def test_a_start_by_a_mail_service_needs_its_word_too() -> None:  # O3
    handed()
    assert call("postmark", *by_postmark("START")).status_code == 200
    assert Message.objects.get(kind="inbound").needs_review
    signed_by_her = {"Name": "X-Spam-Tests", "Value": "DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU"}
    body, headers, kind = by_postmark("START", signed_by_her)
    assert call("postmark", body.replace(b"m1@", b"m2@"), headers, kind).status_code == 200
    assert Address.objects.get(value=cast.ROSA_EMAIL).consent == "in"
