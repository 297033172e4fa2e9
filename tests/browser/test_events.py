"""A day's work on court events, by what is written on the pages, on a desk and on a phone."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.events.models import Event, Location, Status
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture(params=["page", "phone"])
def desk(request: pytest.FixtureRequest, sign_in: Callable[[Page, User], None]) -> Page:
    """Ada's browser, at both widths; the agency has statuses and a location, and Rosa is there with a mobile."""
    browser: Page = request.getfixturevalue(request.param)
    court = cast.agency()
    Status.objects.create(agency=court, name="Scheduled", colour="green")
    Status.objects.create(agency=court, name="Vacated", colour="red", disables_messages=True)
    Location.objects.create(agency=court, name="Courtroom 2", address="100 Court Street, Riverton")
    cast.contact()
    sign_in(browser, cast.ada())
    return browser


def day(ahead: int) -> str:
    return (cast.later().date() + timedelta(days=ahead)).isoformat()


def hearing(**fields) -> Event:
    """Rosa's hearing, with one message that waits."""
    rosa = cast.contact(cast.client("Ben", "Okafor"), cast.BEN_PHONE)
    made = cast.event(rosa.client, date=cast.later().date() + timedelta(days=9), **fields)
    cast.one_off(rosa, event=made, now=cast.later())
    return made


def use_tool(desk: Page, name: str) -> None:
    open_tools(desk)
    desk.get_by_role("button", name=name, exact=True).click()


def test_a_new_event_is_made_on_the_clients_screen(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # P3
    allowed_statuses.add(422)
    desk.goto("/a/riverton/clients/")
    desk.get_by_role("link", name="Edit Rosa Delgado").click()
    desk.get_by_role("link", name="New Event").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("New Event for Rosa Delgado")
    desk.get_by_label("Type", exact=True).fill("Arraignment")
    desk.get_by_label("Case number").fill("C-2026-81")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_label("Date")).to_have_accessible_description(re.compile("required"))
    expect(desk.get_by_label("Type", exact=True)).to_have_value("Arraignment")
    shot(desk, "new-event")
    axe(desk)
    desk.get_by_label("Date").fill(day(9))
    desk.get_by_label("Time").fill("09:30")
    desk.get_by_label("Status").select_option("Scheduled")
    desk.get_by_label("Location", exact=True).select_option("Courtroom 2")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Arraignment C-2026-81")
    expect(desk.get_by_text("100 Court Street, Riverton")).to_be_visible()
    shot(desk, "event-new")
    desk.get_by_role("region", name="Clients").get_by_role("link", name="Rosa Delgado").click()
    expect(desk.get_by_role("region", name="Coming events")).to_contain_text("Arraignment C-2026-81")
    shot(desk, "client-with-event")
    axe(desk)


def test_an_event_is_cancelled_and_undone_archived_and_restored(desk: Page, axe: Check, shot: Shot) -> None:  # M4, L5, L6
    made = hearing()
    desk.goto(f"/a/riverton/events/{made.id}/")
    open_tools(desk)
    expect(desk.get_by_role("listitem").get_by_text("Deletes 1 scheduled message").first).to_be_visible()
    shot(desk, "event-tools")
    axe(desk)
    desk.get_by_role("button", name="Cancel Event").click()
    expect(desk.get_by_text("is cancelled. 1 scheduled message was deleted.")).to_be_visible()
    expect(desk.get_by_role("heading", name="This event is cancelled")).to_be_visible()
    shot(desk, "event-cancelled")
    axe(desk)
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Undone. 1 message is scheduled again.")).to_be_visible()
    use_tool(desk, "Archive")
    expect(desk.get_by_role("main").get_by_text("ARCHIVED").first).to_be_visible()
    use_tool(desk, "Trash")
    expect(desk.get_by_role("main").get_by_text("TRASHED").first).to_be_visible()
    use_tool(desk, "Restore")
    expect(desk.get_by_text("is restored. Nothing old is sent again")).to_be_visible()


def test_clients_come_and_go_and_one_is_primary(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # P3
    allowed_statuses.add(422)
    made = hearing()
    cast.client("Rosa", "Delacroix", reference="D-3")
    desk.goto(f"/a/riverton/events/{made.id}/")
    clients = desk.get_by_role("region", name="Clients")
    clients.get_by_label("Client's name or reference").fill("nobody")
    clients.get_by_role("button", name="Add Client").click()
    expect(clients.get_by_label("Client's name or reference")).to_have_accessible_description(re.compile("No other client matches"))
    clients.get_by_label("Client's name or reference").fill("rosa")
    clients.get_by_role("button", name="Add Client").click()
    shot(desk, "event-which-client")
    axe(desk)
    clients.get_by_role("button", name="Add Rosa Delacroix D-3").click()
    clients.get_by_role("button", name="Make primary Rosa Delacroix").click()
    expect(desk.get_by_text("Rosa Delacroix is the primary client now.")).to_be_visible()
    clients.get_by_role("button", name="Remove Ben Okafor").click()
    expect(desk.get_by_text("Ben Okafor was removed from the event. 1 scheduled message was deleted.")).to_be_visible()
    shot(desk, "event-clients")


def test_events_are_searched_and_seen_in_the_calendar(desk: Page, axe: Check, shot: Shot) -> None:  # P3, N
    made = hearing(status=Status.objects.get(name="Scheduled"), judge="Hon. Ruth Vale")
    for number in range(6):
        cast.event(case_number=f"C-{number}", date=made.date + timedelta(days=number // 2))
    desk.goto("/a/riverton/events/")
    desk.get_by_label("Search", exact=True).fill("okafor")
    desk.get_by_role("button", name="Search", exact=True).click()
    expect(desk.locator("tbody tr")).to_have_count(1)
    axe(desk)
    desk.goto("/a/riverton/events/")
    shot(desk, "events")
    desk.get_by_role("navigation", name="Events").get_by_role("link", name="Calendar").click()
    desk.goto(f"/a/riverton/events/calendar/?day={made.date}")
    expect(desk.get_by_role("link", name=re.compile("C-0"))).to_be_visible()
    shot(desk, "calendar-month")
    axe(desk)
    calendar = desk.get_by_role("navigation", name="Calendar", exact=True)
    calendar.get_by_role("link", name="Week").click()
    shot(desk, "calendar-week")
    axe(desk)
    calendar.get_by_role("link", name="Next").click()
    calendar.get_by_role("link", name="Today").click()
    calendar.get_by_role("link", name="Month").click()
    desk.get_by_role("link", name="Subscribe").click()
    desk.get_by_role("button", name="Make a Link").click()
    expect(desk.get_by_text("/calendar/riverton/")).to_be_visible()
    shot(desk, "calendar-link")
    axe(desk)


def test_statuses_and_locations_are_kept_under_admin(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # A7
    allowed_statuses.add(422)
    desk.goto("/a/riverton/admin/event-statuses/")
    shot(desk, "event-statuses")
    axe(desk)
    desk.get_by_role("link", name="New Status").click()
    desk.get_by_label("Name").fill("vacated")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_label("Name")).to_have_accessible_description(re.compile("has one of this name already"))
    shot(desk, "event-status")
    axe(desk)
    desk.get_by_label("Name").fill("Missed")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("link", name="Missed")).to_be_visible()
    desk.goto("/a/riverton/admin/locations/")
    desk.get_by_role("link", name="Courtroom 2").click()
    desk.get_by_label("Time zone").select_option("America/Chicago")
    shot(desk, "location")
    axe(desk)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("America/Chicago")).to_be_visible()
    axe(desk)
