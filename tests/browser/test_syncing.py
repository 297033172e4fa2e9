"""Sync Messages as staff press it (A4, O2)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from duenotice.actions.samples import import_court_flow
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)


def test_sync_messages_is_offered_after_opting_in_and_does_what_it_showed(phone: Page, sign_in, axe, shot):  # O2, A4
    to = cast.contact()
    flow = import_court_flow(agency=cast.agency(), missed=None, actor=cast.actor(), now=timezone.now())
    assert to.client
    cast.event(to.client, date=timezone.localdate() + timedelta(days=20), flow=flow)
    sign_in(phone, cast.sam())
    phone.goto(f"/a/riverton/contacts/{to.id}/")
    open_tools(phone)
    phone.get_by_role("button", name="Opt Out").click()
    phone.get_by_role("button", name="Opt In").click()
    phone.get_by_role("link", name="Sync Messages (").first.click()
    expect(phone.get_by_text("4 messages will be scheduled.")).to_be_visible()
    axe(phone)
    shot(phone, "sync")
    phone.get_by_role("button", name="Sync Messages").click()
    expect(phone.get_by_text("Synced.")).to_be_visible()
    phone.get_by_role("link", name="View Client").click()
    open_tools(phone)
    phone.get_by_role("link", name="Sync Messages").click()
    expect(phone.get_by_text("Nothing to sync")).to_be_visible()
    axe(phone)
