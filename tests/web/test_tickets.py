"""The Ticket button and Admin, Tickets (P5)."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.core import mail
from django.http import HttpResponse
from pytest_django import Settings

from duenotice.agencies.models import Activity, Agency
from duenotice.tickets.models import Ticket
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]
SUPPORT = "support@example.org"
SAID = "Save does nothing.\nI pressed it twice. 😀 <b>{{ x }}</b> \u202eشكرا"


@pytest.fixture
def vera(visit: Visit) -> Visitor:
    """May only view; her agency has a support address."""
    browser = visit(cast.vera())
    Agency.objects.filter(reference="riverton").update(support_email=SUPPORT)
    return browser


def only() -> Ticket:
    return Ticket.objects.get(agency=cast.agency())


def test_every_page_has_the_button_with_its_own_number(vera: Visitor, words: Words) -> None:
    answer = vera.open("clients/")
    assert f'href="/a/riverton/ticket?request={answer["X-Request-Id"]}">Ticket<' in words(answer)


def test_a_ticket_is_mailed_to_the_support_address_and_kept(vera: Visitor, words: Words) -> None:
    told = vera.press("ticket", what=SAID, page="/a/riverton/clients/", request_id="0123456789")
    assert "went to your agency" in words(told)
    assert told.redirect_chain[-1][0] == "/a/riverton/clients/"
    ticket, sent = only(), mail.outbox[0]
    assert (ticket.what, ticket.page, ticket.request_id, ticket.status) == (SAID, "/a/riverton/clients/", "0123456789", "open")
    assert ticket.mailed_at
    assert (sent.to, sent.reply_to, sent.subject) == ([SUPPORT], ["vera@example.com"], "Ticket from Riverton County Court")
    assert all(part in sent.body for part in (SAID, "/a/riverton/clients/", "0123456789", "Vera"))
    assert Activity.objects.filter(agency=cast.agency(), verb="created", record_kind="ticket", record_id=ticket.id).exists()


def test_the_form_knows_the_page_and_the_request_and_never_what_was_searched(vera: Visitor, words: Words) -> None:
    came_from = "http://testserver/a/riverton/clients/?name=Rosa&phone=2025550143#x"
    form = words(vera.get("/a/riverton/ticket?request=0123456789", headers={"referer": came_from}))
    assert 'value="/a/riverton/clients/"' in form
    assert 'value="0123456789"' in form
    assert "Rosa" not in form


@pytest.mark.parametrize(
    "page",
    [
        "https://evil.example.com/a/riverton/clients/",
        "//evil.example.com/",
        "javascript:alert(1)",
        "/a/lakeside/clients/",
        "/password/reset/x/y/",
        "http://[",
        "/a/riverton/%0d%0a",
        "/a/riverton/" + "x" * 400,
    ],
)
def test_a_page_elsewhere_is_left_out(vera: Visitor, words: Words, page: str) -> None:
    assert 'name="page"' in words(vera.get("/a/riverton/ticket", headers={"referer": page}))
    vera.press("ticket", what="Help", page=page, request_id="<b>")
    assert (only().page, only().request_id) == ("", "")


@pytest.mark.parametrize("what", ["", " \n ", "x" * 5001, "a\x00b", "bell \x07"])
def test_what_cannot_be_sent_is_refused_beside_its_field(vera: Visitor, words: Words, what: str) -> None:
    answer = vera.press("ticket", what=what, page="")
    assert answer.status_code == 422
    assert 'id="id_what_error"' in words(answer)
    assert not Ticket.objects.filter(agency=cast.agency()).exists()


def test_headers_cannot_be_injected(vera: Visitor) -> None:
    Agency.objects.filter(reference="riverton").update(name="Riverton\r\nBcc: everybody@example.org")
    vera.press("ticket", what="Hello\r\nBcc: everybody@example.org\r\n\r\nsurprise")
    message = mail.outbox[0].message()
    assert message["Bcc"] is None
    assert message["Subject"] == "Ticket from Riverton Bcc: everybody@example.org"
    assert mail.outbox[0].recipients() == [SUPPORT]


def test_a_mail_that_fails_leaves_the_ticket_and_says_so(vera: Visitor, words: Words, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert "could not be mailed" in words(vera.press("ticket", what="Help"))
    assert only().mailed_at is None


def test_without_a_support_address_the_ticket_is_kept(visit: Visit, words: Words) -> None:
    ada = visit(cast.ada())
    assert "no support address" in words(ada.press("ticket", what="Help"))
    assert "mailed to nobody" in words(ada.open("tickets/"))
    assert mail.outbox == []


def test_tickets_are_listed_by_status_closed_and_reopened(vera: Visitor, visit: Visit, words: Words) -> None:
    vera.press("ticket", what="Broken lamp")
    ada, one = visit(cast.ada()), f"tickets/{only().id}/"
    assert "Broken lamp" in words(ada.open("tickets/", status="open"))
    assert "The ticket is closed." in words(ada.press(f"{one}close"))
    assert "closed already" in words(ada.press(f"{one}close"))
    assert "No such tickets" in words(ada.open("tickets/", status="open"))
    assert "The ticket is open again." in words(ada.press(f"{one}reopen"))
    verbs = Activity.objects.filter(agency=cast.agency(), record_kind="ticket").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["created", "closed", "reopened"]


def test_what_was_typed_is_shown_as_it_was_typed(vera: Visitor, visit: Visit) -> None:
    vera.press("ticket", what=SAID)
    raw = visit(cast.ada()).open(f"tickets/{only().id}/").content.decode()
    assert "&lt;b&gt;{{ x }}&lt;/b&gt;" in raw


def test_another_agency_s_ticket_is_not_found(vera: Visitor, visit: Visit, words: Words) -> None:
    vera.press("ticket", what="Ours alone")
    lee = visit(cast.lee(), "lakeside")
    assert "Ours alone" not in words(lee.open("tickets/"))
    for path in ("", "close", "reopen"):
        assert lee.press(f"tickets/{only().id}/{path}").status_code == 404
    assert lee.open(f"tickets/{uuid4()}/").status_code == 404


def test_tickets_take_the_permission_for_settings(vera: Visitor) -> None:
    assert vera.open("tickets/").status_code == 403
