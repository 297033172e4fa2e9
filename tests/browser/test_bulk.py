"""A bulk action by hand: tick, preview, start, watch, reload, download, undo (F3)."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.contacts.models import Contact
from tests import cast
from tests.running_jobs import finish_jobs

SignIn = Callable[[Page, User], None]
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def tick_all(window: Page) -> None:
    window.goto("/a/riverton/contacts/")
    expect(window.get_by_text("2 found")).to_be_visible()
    chosen = window.get_by_role("button", name=re.compile("Bulk action on selected"))
    expect(chosen).to_be_disabled()
    window.get_by_text("All of this page").click()
    expect(chosen).to_contain_text("2")


def downloaded(window: Page) -> str:
    with window.expect_download() as download:
        window.get_by_role("link", name="Download the result").click()
    return download.value.path().read_text()


@pytest.mark.parametrize("size", ["page", "phone"])
def test_ticked_contacts_are_archived_and_brought_back(request: pytest.FixtureRequest, size: str, sign_in: SignIn, axe: Check, shot: Shot):
    window: Page = request.getfixturevalue(size)
    rosa = cast.client()
    cast.one_off(cast.contact(rosa), now=cast.later())
    cast.contact(rosa, cast.ROSA_EMAIL)
    sign_in(window, cast.ada())
    tick_all(window)
    axe(window)
    window.get_by_role("button", name=re.compile("Bulk action on selected")).click()
    window.get_by_text("Archive", exact=True).click()
    window.get_by_role("button", name="Preview").click()
    expect(window.get_by_text("2 records.")).to_be_visible()
    axe(window)
    window.get_by_role("button", name="Start").click()
    expect(window.get_by_role("progressbar")).to_be_visible()
    finish_jobs()
    expect(window.get_by_text("2 of 2")).to_be_visible()  # by itself
    window.reload()
    assert not Contact.objects.filter(archived_at=None).exists()
    assert "Done" in downloaded(window)
    axe(window)
    shot(window, "bulk-done")
    window.get_by_role("button", name="Undo").click()
    finish_jobs()
    expect(window.get_by_text("Messages scheduled again")).to_be_visible()
    assert Contact.objects.filter(archived_at=None).count() == 2
