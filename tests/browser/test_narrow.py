"""Every page about messages and their settings, on a phone: nothing sticks out, nothing is in anybody's way."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import cast
from tests.web.test_inbox import arrive

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_page_fits_a_phone(phone: Page, sign_in, axe, shot):
    to = cast.contact()
    message = cast.one_off(to, "Please bring a photo ID. 📎", now=timezone.now())
    received = arrive("can I cancel my court date?")
    places = ["feed", "inbox", f"inbox/{received.address_id}", f"messages/{message.id}", f"contacts/{to.id}/", f"clients/{to.client_id}/"]
    sign_in(phone, cast.ada())
    for place in [
        *places,
        "settings",
        "settings/live-mode",
        "senders/new/phone",
        "messaging/auto-messages/",
        "messaging/auto-messages/new",
        "handset",
    ]:
        phone.goto(f"/a/riverton/{place}")
        axe(phone)
        shot(phone, f"narrow-{place.split('/')[0]}-{place.count('/')}")


def test_the_tab_of_the_page_is_in_sight_however_many_stand_before_it(phone: Page, sign_in):  # N
    sign_in(phone, cast.ada())
    for page, tab in (("settings/", "Settings"), ("uploads/", "Uploads"), ("tickets/", "Tickets")):
        phone.goto(f"/a/riverton/{page}")
        expect(phone.locator(".dn-tabs").get_by_role("link", name=tab, exact=True)).to_be_in_viewport(ratio=1)
