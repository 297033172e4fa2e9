"""The activity log, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.actions.consent import Cause, opt_out
from duenotice.agencies.activity import Actor
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture(params=["page", "phone"])
def desk(request: pytest.FixtureRequest, sign_in: Callable[[Page, User], None]) -> Page:
    """Ada's browser, at both widths, after she looked at Rosa, who wrote STOP."""
    browser: Page = request.getfixturevalue(request.param)
    rosa = cast.contact()
    opt_out(agency=rosa.agency, address_ids=[rosa.address_id], cause=Cause("keyword"), actor=Actor("keyword"), now=cast.NOON)
    sign_in(browser, cast.ada())
    browser.goto(f"/a/riverton/clients/{rosa.client_id}/")
    browser.goto("/a/riverton/activity/")
    return browser


def test_the_log_tells_what_happened_and_is_filtered(desk: Page, axe: Check, shot: Shot) -> None:  # P6
    log = desk.get_by_role("table")
    expect(log.get_by_role("row").filter(has_text="Looked at a client's screen")).to_contain_text("Ada")
    shot(desk, "activity")
    axe(desk)
    desk.get_by_label("What", exact=True).select_option("opted_out")
    desk.get_by_role("button", name="Search", exact=True).click()
    expect(log.get_by_role("row").filter(has_text="Opted out a contact")).to_contain_text("a keyword")
    expect(log).not_to_contain_text("Looked at")
    desk.get_by_role("link", name="All about it").click()
    expect(log).to_contain_text("Created a contact")
    expect(desk.get_by_text("Only what happened to one record.")).to_be_visible()
    axe(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Export CSV").click()
    assert download.value.suggested_filename.startswith("activity-riverton-")


def test_filters_that_make_no_sense_and_days_without_anything_say_so(
    desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]
) -> None:  # P6
    allowed_statuses.add(422)
    desk.goto("/a/riverton/activity/?first=2026-11-25&last=2026-11-24")
    expect(desk.get_by_text("This day is before the first one.")).to_be_visible()
    shot(desk, "activity-error")
    axe(desk)
    desk.goto("/a/riverton/activity/?first=2001-01-01&last=2001-01-02")
    expect(desk.get_by_text("Nothing happened that matches")).to_be_visible()
    axe(desk)
