"""Keeping and purging by hand: a legal hold, lifting it, and the purge with its report (L4)."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.clients.models import Client
from tests import cast
from tests.browser.conftest import open_tools
from tests.running_jobs import finish_jobs

SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def test_a_held_client_stays_and_a_purged_one_goes(page: Page, sign_in: SignIn, axe: Check, shot: Shot):
    rosa = cast.client()
    cast.one_off(cast.contact(rosa), now=cast.later())
    sign_in(page, cast.ada())
    screen = f"/a/riverton/clients/{rosa.id}/"
    page.goto(screen)
    open_tools(page)
    page.get_by_role("link", name="Legal hold").click()
    axe(page)
    page.get_by_label("Why").fill("State v. Delgado, order of May 4")
    page.get_by_role("button", name="Place legal hold").click()
    expect(page.get_by_text("State v. Delgado, order of May 4")).to_be_visible()
    open_tools(page)
    page.get_by_role("button", name="Trash").click()
    expect(page.get_by_text("It stays: a legal hold")).to_be_visible()
    expect(page.get_by_role("button", name="Purge", exact=True)).to_have_count(0)
    axe(page)
    shot(page, "held-and-trashed")
    page.get_by_role("button", name="Lift legal hold").click()
    expect(page.get_by_text("It is deleted for good on")).to_be_visible()
    page.get_by_role("button", name="Purge", exact=True).click()
    page.get_by_role("button", name="Yes, purge it").click()
    finish_jobs()
    expect(page.get_by_text("Clients purged")).to_be_visible()
    axe(page)
    shot(page, "purge-report")
    assert not Client.objects.exists()


def test_the_settings_say_when(phone: Page, sign_in: SignIn, axe: Check):
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/settings/")
    expect(phone.get_by_label("Auto Trash Archived Data")).to_be_visible()
    expect(phone.get_by_label("Auto Delete Trashed Data")).to_have_value("30")
    axe(phone)
