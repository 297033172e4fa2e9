"""Admin as people see it: settings, agency phones and emails, auto messages (P2, M3, A1)."""

import pytest
from playwright.sync_api import Page, expect

from tests import cast

pytestmark = pytest.mark.django_db(transaction=True)


def test_settings_and_the_way_to_live_mode(page: Page, sign_in, axe, shot):  # P2, M3
    cast.agency(mode="simulate")
    sign_in(page, cast.ada())
    page.goto("/a/riverton/settings")
    page.get_by_label("Reply to STOP, English").fill("[AgencyName]: bye.")
    expect(page.locator("#cost-reply_stop_en")).to_contain_text("1 segment")
    axe(page)
    shot(page, "settings")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("court dates still stand").first).to_be_visible()
    page.get_by_role("link", name="Live Mode").click()
    expect(page.get_by_text("Replies to HELP name a phone number.")).to_be_visible()
    axe(page)
    shot(page, "live-mode")
    page.get_by_role("button", name="Live Mode").click()
    expect(page.get_by_text("LIVE MODE", exact=True)).to_be_visible()


def test_an_agency_email_on_a_mail_server_is_added(phone: Page, sign_in, axe, shot):  # P2
    sign_in(phone, cast.ada())
    phone.goto("/a/riverton/senders")
    axe(phone)
    shot(phone, "senders")
    phone.get_by_role("link", name="Add an agency email").click()
    phone.get_by_label("Email address").fill("notices@example.com")
    expect(phone.get_by_label("Server")).to_be_hidden()
    phone.get_by_label("Gateway").select_option("smtp")
    phone.get_by_label("Server").fill("mail.example.com")
    axe(phone)
    shot(phone, "sender")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("link", name="notices@example.com")).to_be_visible()
