"""The Inbox, the handset, and the page behind an email's unsubscribe link, as people see them (M7, O3, O7)."""

from datetime import timedelta
from urllib.parse import urlparse

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from duenotice.contacts.models import Address
from duenotice.messaging.models import HandOff, Kind, Message
from duenotice.messaging.unsubscribe import headers
from tests import cast
from tests.web.test_inbox import arrive

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_inbox_shows_what_comes_in_and_staff_reply(page: Page, sign_in, axe, shot):  # M7
    cast.contact()
    sign_in(page, cast.sam())
    page.goto("/a/riverton/inbox")
    expect(page.get_by_text("Nothing here")).to_be_visible()
    arrive("can I cancel my court date?")
    expect(page.get_by_text("can I cancel my court date?")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Nothing to do")).to_be_visible()
    axe(page)
    shot(page, "inbox")
    page.get_by_role("link", name="Rosa Delgado").click()
    page.get_by_label("Message", exact=True).fill("Your court date stands. Please come.")
    axe(page)
    shot(page, "conversation")
    page.get_by_role("button", name="Send Message").click()
    expect(page.locator("#feed")).to_contain_text("Your court date stands.")
    assert Message.objects.get(kind=Kind.REPLY).answers_id is not None


def test_a_person_answers_stop_on_the_handset(phone: Page, sign_in, axe, shot):  # O3
    to = cast.contact()
    sent = {"attempt": 1, "channel": "text", "sender": "+12025550100", "to": cast.ROSA_PHONE}
    for ago in range(9):
        at = timezone.now() - timedelta(minutes=ago + 1)
        HandOff.objects.create(agency=to.agency, message_id=to.id, at=at, body=f"Hearing number {ago}.", **sent)
    sign_in(phone, cast.sam())
    phone.goto("/a/riverton/handset")
    axe(phone)
    shot(phone, "handsets")
    phone.get_by_role("link", name="(202) 555-0143").click()
    shot(phone, "handset")
    expect(phone.get_by_text("Hearing number 0.")).to_be_in_viewport()
    axe(phone)
    phone.get_by_label("Answer").fill("STOP")
    phone.get_by_role("button", name="Answer").click()
    expect(phone.get_by_text("STOP", exact=True)).to_be_in_viewport()
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out


def test_following_the_link_of_an_email_stops_nothing_until_it_is_pressed(phone: Page, axe, shot):  # O7
    message = cast.one_off(cast.contact(entered=cast.ROSA_EMAIL), now=timezone.now())
    phone.goto(urlparse(headers(message)["List-Unsubscribe"].strip("<>")).path)
    expect(phone.get_by_role("heading", level=1)).to_have_text("Stop messages?")
    assert not Address.objects.get(value=cast.ROSA_EMAIL).opted_out
    axe(phone)
    shot(phone, "unsubscribe")
    phone.get_by_role("button", name="Stop messages").click()
    expect(phone.get_by_text("Your court dates have NOT changed.")).to_be_visible()
    assert Address.objects.get(value=cast.ROSA_EMAIL).opted_out
