"""Looking somebody up, as a person at a browser does it (K1 to K4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.agencies.activity import Actor
from duenotice.lookups.providers import sample
from duenotice.lookups.switching import set_switch
from tests import cast
from tests.browser.conftest import open_tools
from tests.lookups.provider import standing_in
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[Page, User], None]
Axe = Callable[[Page], None]
Shot = Callable[[Page, str], None]


def switch_on(provider: str, **told: str) -> None:
    set_switch(agency=cast.agency(), provider=provider, on=True, typed=told, actor=Actor("system"), now=cast.NOON)


def run_jobs() -> None:
    """In a thread: Playwright's own event loop in this one leaves no room for another."""

    def run() -> None:
        finish_jobs()
        connections.close_all()

    with ThreadPoolExecutor(1) as runner:
        runner.submit(run).result()


def test_staff_look_a_contact_up_and_save_what_was_found(page: Page, sign_in: SignIn, axe: Axe, shot: Shot) -> None:
    switch_on(sample.KEY)
    switch_on("twilio", account_sid="AC1", auth_token="secret")
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
    with standing_in("twilio") as provider:
        provider.says(valid=True, line_type_intelligence={"type": "nonFixedVoip", "carrier_name": "Example Wireless", "error_code": None})
        page.get_by_role("button", name="Add", exact=True).click()
        expect(page.get_by_role("heading", name="Lookup of (202) 555-0143")).to_be_visible()
        expect(page.get_by_text("Made up for this demo")).to_be_visible()
        expect(page.get_by_text("Waiting for 1 provider.")).to_be_visible()
        run_jobs()
        expect(page.get_by_role("region", name="Twilio Lookup")).to_contain_text("Example Wireless")
        assert provider.asked[0][0].startswith("/v2/PhoneNumbers/+12025550143?Fields=")
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
    switch_on("people_data_labs", api_key="secret")
    sign_in(phone, ada)
    phone.goto("/a/riverton/lookups/")
    phone.get_by_text("Perfiles de redes sociales").first.click()
    phone.get_by_label("Número de teléfono o correo electrónico").fill("rosa@gmial.com")
    with standing_in("people_data_labs") as provider:
        provider.status = 503
        phone.get_by_role("button", name="Agregar", exact=True).click()
        expect(phone.get_by_text("rosa@gmail.com")).to_be_visible()
        run_jobs()
        expect(phone.get_by_text("Tiene un fallo propio.")).to_be_visible()
    axe(phone)
    shot(phone, "lookup-es")
    phone.goto("/a/riverton/lookup-providers/")
    axe(phone)
    shot(phone, "lookup-providers-es")
