"""An agency goes live with Twilio: the phone is added and tried, the checklist looked at, texts sent, and what became of them seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from time_machine import escape_hatch, travel

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.senders.models import Sender
from tests import cast, twilio
from tests.twilio import Twilio
from tests.worker.conftest import awake, eventually, worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def carrier(live_server: Any, settings: Any) -> Iterator[Twilio]:
    settings.PUBLIC_URL = str(live_server)
    settings.PRIVATE_NETWORKS = True
    # The worker is a program of its own and goes by the real clock, so the pages do, too.
    with travel(escape_hatch.time.time()), twilio.running() as made:
        yield made


def add_phone(page: Page, carrier: Twilio) -> None:
    page.goto("/a/riverton/senders")
    page.get_by_role("link", name="Add an agency phone").click()
    page.get_by_label("Phone number").fill("(202) 555-0177")
    for channel in ("text", "voice"):
        page.get_by_role("group", name="Primary for").get_by_text(channel, exact=False).first.click()
    page.get_by_label("Registration with carriers").select_option("registered")
    page.get_by_label("Speed").fill("50")
    page.get_by_label("Gateway").select_option("twilio")
    page.get_by_label("Account SID").fill(twilio.ACCOUNT)
    page.get_by_label("Auth Token").fill(twilio.TOKEN)
    page.get_by_label("API address, if it is not https://api.twilio.com").fill(carrier.url)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Tell your carrier")).to_be_visible()


def text_to(page: Page, contact: Contact, words: str) -> None:
    page.goto(f"/a/riverton/contacts/{contact.id}/")
    page.get_by_label("Message", exact=True).fill(words)
    page.get_by_role("button", name="Send Message").click()
    expect(page.get_by_text("The message is on its way.")).to_be_visible()


def test_an_agency_goes_live_with_twilio_and_sees_what_becomes_of_texts(page: Page, sign_in, axe, shot, carrier: Twilio):  # M3, M2, O6, C3
    agency = cast.agency(mode="simulate", one_off_delay_minutes=0)
    Sender.objects.filter(agency=agency, kind="phone").update(primary_channels=[])
    awake(agency)
    rosa: Client = cast.client()
    reached, stopped, landline = (cast.contact(rosa, number) for number in (cast.ROSA_PHONE, "+12025550191", "+12025550194"))
    sign_in(page, cast.ada())
    with worker():
        add_phone(page, carrier)
        axe(page)
        shot(page, "try-sender")
        page.get_by_role("link", name="Readiness checklist").click()
        shot(page, "live-mode-ready")
        page.get_by_role("button", name="Live Mode").click()
        expect(page.get_by_text("LIVE MODE", exact=True)).to_be_visible()
        for contact in (reached, stopped, landline):
            text_to(page, contact, "Please call the clerk.")
        eventually(lambda: len(carrier.taken) == 2 and carrier.asked == 3)
        carrier.deliver()
        _looks(page, shot, axe, reached, stopped, landline)
    assert Agency.objects.get(id=agency.id).live
    assert twilio.TOKEN not in page.content()


def _looks(page: Page, shot: Any, axe: Any, reached: Contact, stopped: Contact, landline: Contact) -> None:
    page.goto(f"/a/riverton/contacts/{reached.id}/")
    expect(page.get_by_text("delivered", exact=True).first).to_be_visible(timeout=15000)
    page.goto(f"/a/riverton/contacts/{stopped.id}/")
    expect(page.get_by_text("OPTED-OUT", exact=True).first).to_be_visible()
    expect(page.get_by_text("The person sent STOP to this number.").first).to_be_visible()
    page.goto(f"/a/riverton/contacts/{landline.id}/")
    expect(page.get_by_text("Invalid", exact=True).first).to_be_visible(timeout=15000)
    axe(page)
    shot(page, "landline")
    page.get_by_role("button", name="Use voice").click()
    expect(page.get_by_text("is called from now on")).to_be_visible()
    expect(page.get_by_text("Yes. Messages reach this contact.")).to_be_visible()
    page.goto("/a/riverton/gateway-health")
    axe(page)
    shot(page, "gateway-health")
    expect(page.get_by_role("row", name="(202) 555-0177").get_by_text("67 %")).to_be_visible()
