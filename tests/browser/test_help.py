"""From a page to the guide that explains it (product N)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_page_leads_to_its_guide(
    phone: Page, sign_in: Callable[[Page, User], None], axe: Callable[[Page], None], shot: Callable[[Page, str], None]
) -> None:
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/contacts/")
    phone.get_by_role("link", name="Help on this page").click()
    expect(phone.get_by_role("heading", name="What the badges say")).to_be_visible()
    axe(phone)
    shot(phone, "help-contact")
    phone.get_by_label("Breadcrumbs").get_by_role("link", name="Help").click()
    phone.get_by_role("link", name="Glossary").click()
    expect(phone.get_by_role("heading", name="Glossary")).to_be_visible()
    axe(phone)
    shot(phone, "help-glossary")
