"""Reminders that write themselves, as staff see them: an event with its flow, moved, synced and cancelled (A3, A4, A5)."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from duenotice.actions.samples import import_court_flow
from duenotice.messaging.models import Message, Status
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)


def test_reminders_of_a_new_event_stand_at_once_and_move_with_it(page: Page, sign_in, axe, shot):  # A3, A5
    rosa = cast.client(language="es")
    cast.contact(rosa)
    import_court_flow(agency=cast.agency(), missed=None, actor=cast.actor(), now=timezone.now())
    day = timezone.localdate() + timedelta(days=20)
    sign_in(page, cast.sam())
    page.goto(f"/a/riverton/events/new?client={rosa.id}")
    page.get_by_label("Type").fill("Hearing")
    page.get_by_label("Date").fill(day.isoformat())
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_role("button", name="Save").click()
    scheduled = page.get_by_role("region", name="Scheduled messages")
    expect(scheduled).to_contain_text("Court in one week")
    axe(page)
    Message.objects.filter(template__name="Court date set").update(status=Status.DELIVERED)
    page.get_by_role("link", name="Edit", exact=True).click()
    page.get_by_label("Date").fill((day + timedelta(days=1)).isoformat())
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("1 contact was sent the old date already. Send a correction?")).to_be_visible()
    axe(page)
    shot(page, "event-moving")
    page.get_by_role("button", name="Save and send a correction").click()
    expect(page.get_by_text("1 correction is scheduled.")).to_be_visible()
    scheduled.get_by_role("button", name="Cancel Court tomorrow").click()
    expect(page.get_by_text("Cancelled. The message will not be sent.")).to_be_visible()
    expect(scheduled).not_to_contain_text("Court tomorrow")
    page.get_by_role("link", name="Explain").click()
    page.get_by_role("main").get_by_role("link", name="Rosa Delgado").click()
    expect(page.get_by_role("region", name="Court tomorrow")).to_contain_text("cancelled")
    axe(page)


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
