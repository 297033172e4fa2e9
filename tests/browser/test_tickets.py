"""Reporting a problem by the Ticket button, and Admin, Tickets, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture(params=["page", "phone"])
def desk(request: pytest.FixtureRequest, sign_in: Callable[[Page, User], None]) -> Page:
    """Ada's browser, at both widths, on the list of clients."""
    browser: Page = request.getfixturevalue(request.param)
    sign_in(browser, cast.ada())
    Agency.objects.filter(reference="riverton").update(support_email="support@example.org")
    browser.goto("/a/riverton/clients/?name=rosa")
    return browser


def test_a_problem_is_reported_seen_and_closed(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # P5
    allowed_statuses.add(422)
    desk.get_by_role("link", name="Ticket", exact=True).click()
    expect(desk.get_by_label("Page")).to_have_value("/a/riverton/clients/")
    desk.get_by_role("button", name="Send Ticket").click()
    expect(desk.get_by_role("alert").first).to_contain_text("What happened")
    axe(desk)
    desk.get_by_label("What happened?").fill("The list of clients shows nobody, though I know that there are some.\nI searched twice.")
    shot(desk, "ticket")
    desk.get_by_role("button", name="Send Ticket").click()
    expect(desk.get_by_text("Your ticket went to your agency's support address.")).to_be_visible()
    desk.goto("/a/riverton/tickets/")
    shot(desk, "tickets")
    axe(desk)
    desk.get_by_role("link", name="The list of clients shows nobody").click()
    shot(desk, "one-ticket")
    axe(desk)
    desk.get_by_role("button", name="Close", exact=True).click()
    expect(desk.get_by_text("The ticket is closed.")).to_be_visible()
    desk.get_by_role("button", name="Reopen").click()
    expect(desk.get_by_text("The ticket is open again.")).to_be_visible()
