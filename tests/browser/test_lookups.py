"""Looking somebody up, as a person at a browser does it (K1 to K4)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.agencies.activity import Actor
from duenotice.lookups.providers import sample
from duenotice.lookups.switching import set_switch
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]
Axe = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def test_staff_look_a_contact_up_and_save_what_was_found(page: Page, sign_in: SignIn, axe: Axe, shot: Shot) -> None:
    set_switch(agency=cast.agency(), provider=sample.KEY, on=True, typed={}, actor=Actor("system"), now=cast.NOON)
    rosa = cast.contact()
    sign_in(page, cast.ada())
    page.goto(f"/a/riverton/contacts/{rosa.id}/")
    open_tools(page)
    page.get_by_role("link", name="Look up").click()
    expect(page.get_by_label("Phone number or email address")).to_have_value("+12025550143")
    page.get_by_text("Social Media Profiles").click()
    page.get_by_text("Reverse: whose it is").click()
    axe(page)
    shot(page, "lookups")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Lookup of (202) 555-0143")).to_be_visible()
    expect(page.get_by_text("Made up for this demo")).to_be_visible()
    axe(page)
    shot(page, "lookup")
    page.get_by_role("button", name="Save to contact Social profile: Facebook").click()
    expect(page.get_by_text("The profile is saved with the contact.")).to_be_visible()
    page.get_by_role("link", name="View Contact").click()
    profile = page.get_by_role("region", name="Social Profiles").get_by_role("link", name="Facebook")
    assert (profile.get_attribute("rel") or "").split() == ["noopener", "noreferrer", "nofollow"]


def test_lookups_on_a_phone_and_their_providers_in_admin(phone: Page, sign_in: SignIn, axe: Axe, shot: Shot) -> None:
    ada = cast.ada()
    ada.language = "es"
    ada.save()
    sign_in(phone, ada)
    phone.goto("/a/riverton/lookups/")
    phone.get_by_label("Número de teléfono o correo electrónico").fill("rosa@gmial.com")
    phone.get_by_role("button", name="Agregar", exact=True).click()
    expect(phone.get_by_text("rosa@gmail.com")).to_be_visible()
    axe(phone)
    shot(phone, "lookup-es")
    phone.goto("/a/riverton/lookup-providers/")
    axe(phone)
    shot(phone, "lookup-providers-es")
