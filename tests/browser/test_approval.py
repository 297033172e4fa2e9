"""So many reminders at once that a person has to look at them first: the warning, the look, and the two answers."""

import pytest
from playwright.sync_api import Page, expect

from duenotice.messaging.models import Message, Status
from tests import cast
from tests.web.test_approval import held

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_administrator_is_warned_looks_and_cancels_what_a_slip_made(phone: Page, sign_in, axe, shot):
    held(cast.agency())
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/feed/")
    warning = phone.get_by_role("region", name="Warning").filter(has_text="wait for approval")
    expect(warning).to_contain_text("2 messages wait for approval.")
    warning.get_by_role("link", name="Look at them").click()
    expect(phone.get_by_role("region", name="The first of them")).to_contain_text("you have court on")
    axe(phone)
    shot(phone, "approval")
    phone.get_by_role("button", name="Cancel 2 messages").click()
    phone.get_by_role("button", name="Cancel them all").click()
    expect(phone.get_by_text("2 messages are cancelled and are not sent.")).to_be_visible()
    expect(phone.get_by_text("Nothing waits for approval")).to_be_visible()
    assert Message.objects.filter(status=Status.CANCELLED).count() == 2
