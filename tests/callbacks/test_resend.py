"""Emails that come in through Resend, whose calls have no words in them (M7, O3)."""

from collections.abc import Generator
from typing import Any
from uuid import UUID

import pytest
from aiohttp import web
from django.http import HttpResponse

from duenotice.actions.models import News
from duenotice.contacts.models import Address
from duenotice.messaging.models import Message
from tests import cast
from tests.callbacks.test_mail_events import call, handed, sender_at, signed
from tests.mail_service import SETTINGS
from tests.threaded import serve, threaded

pytestmark = pytest.mark.django_db

COURT = "court@riverton.example.com"
ID = UUID("56761188-7520-42d8-8898-ff6fc54ce618")
TOLD = {"type": "email.received", "created_at": "2026-11-24T20:00:00.000Z", "data": {"email_id": str(ID), "subject": "Re: x"}}
EMAIL = {
    "object": "email",
    "id": str(ID),
    "from": f"Rosa <{cast.ROSA_EMAIL}>",
    "to": [COURT],
    "subject": "Re: x",
    "html": "<p>UNSUBSCRIBE</p><p>On Monday the court wrote:</p>",
    "text": None,
    "headers": {
        "to": "Clerks <clerks@riverton.example.com>",
        "mime-version": "1.0",
        "content-type": "multipart/mixed; boundary=x",
        "received": ["from a", "from b"],
    },
    "message_id": "<m1@example.org>",
    "attachments": [{"id": "a1", "filename": "a.pdf", "content_disposition": "attachment"}],
}


class Resend:
    """Its API, as it answers who asks for an email."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.status = 200
        self.email: dict[str, Any] = EMAIL
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((request.path, request.headers["Authorization"]))
        return web.json_response(self.email, status=self.status)

    async def start(self) -> web.AppRunner:
        runner, self.url = await serve([web.get("/{path:.*}", self.answer)])
        return runner


@pytest.fixture
def resend(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Generator[Resend]:
    settings.PRIVATE_NETWORKS = True
    there = Resend()
    with threaded(there.start):
        monkeypatch.setitem(SETTINGS, "resend", {**SETTINGS["resend"], "url": there.url})
        yield there


def came_in(told: dict[str, Any] = TOLD) -> HttpResponse:
    return call("resend", *signed("resend", sender_at("resend"), told))


def test_the_words_are_fetched_and_a_stop_counts_once(resend: Resend) -> None:  # M7, O3
    handed()
    for _twice in range(2):
        assert came_in().status_code == 200
    got = Message.objects.get(kind="inbound")
    assert (got.channel, got.subject, got.sender.value if got.sender else "") == ("email", "Re: x", COURT)
    assert "1 file came with it" in got.body
    assert resend.asked[0] == (f"/emails/receiving/{ID}", "Bearer k3y")
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out


@pytest.mark.parametrize("status", [401, 404])
def test_while_the_words_cannot_be_read_resend_has_to_tell_again(resend: Resend, status: int) -> None:  # O3
    handed()
    resend.status = status
    assert came_in().status_code == 503
    resend.status = 200
    assert came_in().status_code == 200
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out


def test_nobody_but_resend_makes_us_fetch_anything(resend: Resend) -> None:
    body, headers = signed("resend", sender_at("resend"), TOLD)
    old = {**headers, "svix-timestamp": "1795000000"}
    assert call("resend", body, old).status_code == 403
    assert call("resend", body + b" ", headers).status_code == 403
    assert resend.asked == []


def test_a_start_is_for_staff_because_resend_proves_no_author(resend: Resend) -> None:  # O3
    handed()
    resend.email = {**EMAIL, "text": "START", "headers": {"authentication-results": "resend.com; dmarc=pass header.from=example.org"}}
    assert came_in().status_code == 200
    assert Message.objects.get(kind="inbound").reason_code == "unproven_author"
    assert Address.objects.get(value=cast.ROSA_EMAIL).consent == "unset"


def test_an_email_to_another_address_of_the_account_is_not_ours(resend: Resend) -> None:  # P1
    resend.email = {**EMAIL, "to": ["court@lakeside.example.com"]}
    assert came_in().status_code == 200
    assert not Message.objects.filter(kind="inbound").exists()
    assert News.objects.get().applied_at is None


def test_what_a_machine_answered_is_ignored_and_odd_calls_do_no_harm(resend: Resend) -> None:
    resend.email = {**EMAIL, "headers": {"auto-submitted": "auto-replied"}}
    assert came_in().status_code == 200
    assert came_in({**TOLD, "data": {"email_id": "../domains"}}).status_code == 200
    assert not News.objects.exists()


def test_a_private_address_is_not_asked_where_the_operator_does_not_allow_it(resend: Resend, settings: Any) -> None:
    settings.PRIVATE_NETWORKS = False
    assert came_in().status_code == 503
    assert resend.asked == []
