"""Reachability, and exporting it and the whole agency, by hand (F2, F4, U3)."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from tests import cast
from tests.running_jobs import finish_jobs

SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def test_whom_no_message_reaches_is_shown_exported_and_packed(page: Page, sign_in: SignIn, axe: Check, shot: Shot):
    rosa = cast.client()
    cast.contact(rosa, "555-01")
    cast.event(rosa)
    cast.client("Ben", "Ode")
    sign_in(page, cast.ada())
    page.goto("/a/riverton/clients/")
    page.get_by_role("link", name="Reachability").click()
    expect(page.get_by_role("table").get_by_text("It has no phone number")).to_be_visible()
    axe(page)
    shot(page, "reachability")
    page.get_by_role("button", name="Export XLSX").click()
    finish_jobs()
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Download the XLSX file").click()
    assert sheet.value.suggested_filename.endswith(".xlsx")
    axe(page)
    page.goto("/a/riverton/settings/")
    page.get_by_role("button", name="Export everything").click()
    finish_jobs()
    with page.expect_download() as packed:
        page.get_by_role("link", name="Download the zip file").click()
    assert packed.value.path().read_bytes()[:2] == b"PK"
    page.goto("/a/riverton/jobs/")
    expect(page.get_by_role("link", name="Export of the whole agency")).to_be_visible()
    axe(page)
    shot(page, "jobs")


def test_it_reads_well_on_a_phone(phone: Page, sign_in: SignIn, axe: Check, shot: Shot):
    cast.contact(cast.client(), "555-01")
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/reachability/")
    expect(phone.get_by_role("table").get_by_text("This address cannot be reached")).to_be_visible()
    axe(phone)
    shot(phone, "reachability")
