"""Admin, Messaging, as administrators see it: the editor with its preview, and the sample templates (A1, L6)."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from duenotice.actions.samples import import_court_flow
from duenotice.flows.models import AutoMessage
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)

START = "/a/riverton/messaging/"


def test_an_auto_message_is_written_and_previewed(page: Page, sign_in, axe, shot):  # A1, L6
    rosa = cast.client(language="es", reference="CR-1")
    cast.event(rosa, date=timezone.localdate() + timezone.timedelta(days=5))
    sign_in(page, cast.ada())
    page.goto(START)
    page.get_by_role("navigation", name="Messaging").get_by_role("link", name="Auto messages").click()
    page.get_by_role("link", name="Create Auto Message").click()
    page.get_by_label("Name", exact=True).fill("Call us")
    page.get_by_label("Message, English").fill("Please call us, ")
    page.get_by_role("button", name="[ClientFirstName]").press("Enter")
    expect(page.get_by_label("Message, English")).to_have_value("Please call us, [ClientFirstName]")
    expect(page.locator("#cost-body_en")).to_contain_text("GSM-7")
    preview = page.get_by_role("region", name="What a client would read")
    expect(preview).to_contain_text("There are no words in Spanish yet")
    page.get_by_label("Message, Spanish").fill("Llame “ya”, ")
    page.get_by_role("button", name="[EventDate]").click()
    expect(preview).to_contain_text("left double quotation mark")
    page.get_by_label("For which client").fill("CR-1")
    expect(page.get_by_role("radio", name="Rosa Delgado CR-1")).to_be_checked()
    page.get_by_label("In which language").select_option("en")
    expect(preview).to_contain_text("Please call us, Rosa")
    axe(page)
    shot(page, "auto-message")


def test_a_language_is_added_and_an_auto_message_archived(page: Page, sign_in, shot):  # A1, L6
    sign_in(page, cast.ada())
    page.goto(f"{START}auto-messages/new")
    page.get_by_label("Name", exact=True).fill("Call us")
    page.get_by_label("Message, English").fill("Please call us.")
    page.get_by_label("Add a language").select_option("vi")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_label("Message, Vietnamese")).to_be_focused()
    expect(page.get_by_label("Message, English")).to_have_value("Please call us.")
    shot(page, "auto-message-languages")
    page.locator("label", has_text="Email").first.click()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Call us").click()
    open_tools(page)
    page.get_by_role("button", name="Archive").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert AutoMessage.objects.get().is_live


def test_samples_are_looked_at_and_imported_on_a_phone(phone: Page, sign_in, axe, shot):  # A1, A2
    ada = cast.ada()
    ada.language = "es"
    ada.save()
    sign_in(phone, ada)
    phone.goto(START)
    axe(phone)
    shot(phone, "messaging")
    phone.get_by_role("navigation", name="Mensajería").get_by_role("link", name="Plantillas de ejemplo").click()
    expect(phone.get_by_text("Rosa, tiene corte en una semana")).to_be_visible()
    axe(phone)
    shot(phone, "samples")
    phone.get_by_role("button", name="Importar Por favor llámenos").click()
    phone.get_by_role("link", name="Editarlo").click()
    axe(phone)
    shot(phone, "auto-message")
    phone.goto(f"{START}auto-messages/")
    axe(phone)
    shot(phone, "auto-messages")


def test_the_sample_court_flow_is_imported_changed_and_followed(page: Page, sign_in, axe, shot):  # A2
    rosa = cast.client()
    sign_in(page, cast.ada())
    page.goto(f"{START}samples/")
    page.get_by_role("button", name="Import flow").click()
    expect(page.get_by_role("region", name="Steps around the event")).to_contain_text("7 days before, at 10:00 AM")
    axe(page)
    shot(page, "flow")
    page.get_by_role("link", name="Add Step").click()
    page.get_by_label("Name", exact=True).fill("This morning")
    page.get_by_label("How many").fill("2")
    page.get_by_label("Days or hours").select_option("hours")
    expect(page.get_by_label("Time of day")).to_be_hidden()
    page.get_by_label("Subject, English").fill("Court today")
    page.get_by_label("Message, English").fill("You have court in two hours.")
    axe(page)
    shot(page, "flow-step")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 hours before").first).to_be_visible()
    page.goto(f"/a/riverton/events/new?client={rosa.id}")
    expect(page.get_by_label("Flow")).to_contain_text("Court reminders")
    page.get_by_label("Type").fill("Hearing")
    page.get_by_label("Date").fill("2030-01-15")
    page.get_by_label("Time", exact=True).fill("09:00")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Court reminders").click()
    expect(page.get_by_text("1 coming event follows it")).to_be_visible()


def test_flows_read_well_on_a_phone_in_spanish(phone: Page, sign_in, axe, shot):  # A2
    ada = cast.ada()
    ada.language = "es"
    ada.save()
    made = import_court_flow(agency=cast.agency(), missed=None, actor=cast.actor(), now=cast.NOON)
    sign_in(phone, ada)
    for name, path in (("flows", "flows/"), ("flow", f"flows/{made.id}/"), ("flow-step", f"flows/{made.id}/steps/new")):
        phone.goto(f"{START}{path}")
        axe(phone)
        shot(phone, name)
