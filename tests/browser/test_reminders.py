"""Reminders that write themselves: made with the event, sent in the client's language, moved with it, deleted with it (A2 to A5)."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from time_machine import escape_hatch, travel

from duenotice.actions.samples import import_court_flow
from duenotice.clients.models import Client
from duenotice.messaging.models import HandOff, Message, Status
from tests import cast
from tests.browser.conftest import open_tools
from tests.worker.conftest import awake, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def rosa() -> Iterator[Client]:
    """A client who speaks Spanish, at a court with the sample flow and no delay. The worker goes by the real clock, so all do."""
    with travel(escape_hatch.time.time()):
        court = cast.agency(one_off_delay_minutes=0)
        awake(court)
        import_court_flow(agency=court, missed=None, actor=cast.actor(), now=timezone.now())
        spoken = cast.client(language="es")
        cast.contact(spoken)
        yield spoken


def new_event(page: Page, client: Client, day: date) -> None:
    page.goto(f"/a/riverton/events/new?client={client.id}")
    page.get_by_label("Type").fill("Hearing")
    page.get_by_label("Date").fill(day.isoformat())
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_role("button", name="Save").click()


def days_ahead(day: date) -> set[int]:
    """How many days before `day` reminders wait."""
    court = ZoneInfo(cast.agency().time_zone)
    return {(day - one.send_at.astimezone(court).date()).days for one in Message.objects.filter(status=Status.SCHEDULED)}


def arrived(words: str) -> None:
    """On Rosa's handset."""
    eventually(lambda: HandOff.objects.filter(to=cast.ROSA_PHONE, body__contains=words).exists())


def test_reminders_write_themselves_from_a_new_event_to_the_phone(page: Page, rosa, sign_in, axe, shot):
    day = timezone.localdate() + timedelta(days=20)
    sign_in(page, cast.sam())
    with worker():
        new_event(page, rosa, day)
        scheduled = page.get_by_role("region", name="Scheduled messages")
        expect(scheduled).to_contain_text("Court in one week")
        axe(page)
        arrived("tiene corte el")
        eventually(lambda: Message.objects.filter(template__name="Court date set", status__in=[Status.SENT, Status.DELIVERED]).exists())
        assert days_ahead(day) == {7, 3, 1}
        page.get_by_role("link", name="Edit", exact=True).click()
        page.get_by_label("Date").fill((day + timedelta(days=1)).isoformat())
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("1 contact was sent the old date already. Send a correction?")).to_be_visible()
        axe(page)
        shot(page, "event-moving")
        page.get_by_role("button", name="Save and send a correction").click()
        expect(page.get_by_text("1 correction is scheduled.")).to_be_visible()
        arrived("Su cita en la corte ha cambiado")
    assert days_ahead(day + timedelta(days=1)) == {7, 3, 1}
    calls_off(page)
    page.goto("/a/riverton/handset")
    page.get_by_role("link", name="(202) 555-0143").click()
    expect(page.get_by_text("Su cita en la corte ha cambiado")).to_be_visible()


def calls_off(page: Page) -> None:
    """One reminder, and then the whole event; what is explained says why."""
    scheduled = page.get_by_role("region", name="Scheduled messages")
    scheduled.get_by_role("button", name="Cancel Court tomorrow").click()
    expect(page.get_by_text("Cancelled. The message will not be sent.")).to_be_visible()
    expect(scheduled).not_to_contain_text("Court tomorrow")
    page.get_by_role("link", name="Explain").click()
    page.get_by_role("main").get_by_role("link", name="Rosa Delgado").click()
    expect(page.get_by_role("region", name="Court tomorrow")).to_contain_text("cancelled")
    page.go_back()
    page.go_back()
    open_tools(page)
    page.get_by_role("button", name="Cancel Event").click()
    expect(scheduled).to_contain_text("No messages about it are scheduled.")
    assert not Message.objects.filter(status__in=[Status.SCHEDULED, Status.CLAIMED]).exists()
