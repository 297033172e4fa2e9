"""A day's work on clients and contacts, by what is written on the pages, on a desk and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.contacts.models import Contact
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)
Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture(params=["page", "phone"])
def desk(request: pytest.FixtureRequest, sign_in: Callable[[Page, User], None]) -> Page:
    """Sam's browser, at both widths, on the list of clients; Rosa is there without contacts."""
    browser: Page = request.getfixturevalue(request.param)
    cast.client(reference="A-17", type="Defendant", status="Active")
    sign_in(browser, cast.sam())
    browser.goto("/a/riverton/clients/")
    return browser


def open_rosa(desk: Page) -> None:
    desk.goto("/a/riverton/clients/")
    desk.get_by_role("link", name="Edit Rosa Delgado").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Rosa Delgado")


def create(desk: Page, typed: str) -> None:
    desk.get_by_label("Phone number or email address").fill(typed)
    desk.get_by_role("button", name="Create Contact").click()


def use_tool(desk: Page, name: str) -> None:
    open_tools(desk)
    desk.get_by_role("button", name=name, exact=True).click()


def test_a_client_is_searched_and_contacts_are_created(desk: Page, axe: Check, shot: Shot) -> None:  # C1, C3, C6, C7
    desk.get_by_label("Name", exact=True).fill("delgado")
    desk.get_by_role("button", name="Search", exact=True).click()
    shot(desk, "clients")
    axe(desk)
    open_rosa(desk)
    contacts = desk.get_by_role("region", name="Contacts")
    expect(contacts).to_contain_text("No contacts yet")
    create(desk, "202.555.0143")
    expect(contacts.get_by_role("link", name="(202) 555-0143")).to_be_visible()
    expect(desk.get_by_text("(202) 555-0143 was added.")).to_be_visible()
    create(desk, "555-01")
    expect(contacts.get_by_text("Invalid", exact=True)).to_be_visible()
    shot(desk, "client")
    axe(desk)


def test_what_is_refused_is_said_beside_the_field_and_stays_typed(
    desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]
) -> None:  # C2, C3, C6
    allowed_statuses.add(422)
    open_rosa(desk)
    create(desk, "hello")
    field = desk.get_by_label("Phone number or email address")
    expect(field).to_have_value("hello")
    expect(field).to_have_accessible_description(re.compile("Enter a phone number such as .* or an email such as"))
    create(desk, "(202) 555-0143")
    expect(desk.get_by_role("link", name="(202) 555-0143")).to_be_visible()
    create(desk, " Rosa@EXAMPLE.org ")
    expect(desk.get_by_role("link", name="rosa@example.org", exact=True)).to_be_visible()
    create(desk, "+1 202 555 0143")
    expect(desk.get_by_text("This client already has this phone number or email address.")).to_be_visible()
    shot(desk, "twin")
    axe(desk)
    desk.get_by_role("link", name="Open (202) 555-0143").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("(202) 555-0143")


def test_opt_out_and_opt_in(desk: Page, axe: Check, shot: Shot) -> None:  # C8, C9, O1, O2, O4, O5, L5
    rosa = cast.contact(cast.client("Ben", "Okafor"))
    cast.one_off(rosa, now=cast.later())
    desk.goto(f"/a/riverton/contacts/{rosa.id}/")
    answer = desk.get_by_role("region", name="Will messages reach this contact?")
    expect(answer).to_contain_text("Yes. Messages reach this contact.")
    open_tools(desk)
    expect(desk.get_by_text("Deletes 1 scheduled message").first).to_be_visible()
    shot(desk, "contact-tools")
    desk.get_by_role("button", name="Opt Out", exact=True).click()
    expect(desk.get_by_text("is opted out. 1 scheduled message was deleted.")).to_be_visible()
    expect(desk.get_by_role("main").get_by_text("OPTED-OUT").first).to_be_visible()
    expect(answer).to_contain_text("This address is opted out.")
    shot(desk, "contact-opted-out")
    axe(desk)
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Undone. 1 message is scheduled again.")).to_be_visible()
    use_tool(desk, "Opt Out")
    desk.get_by_role("button", name="Opt In", exact=True).click()
    expect(desk.get_by_role("main").get_by_text("OPTED-IN").first).to_be_visible()
    history = desk.get_by_role("region", name="History").get_by_role("listitem")
    expect(history.filter(has_text="OPTED-OUT")).to_have_count(2)
    expect(history.filter(has_text="OPTED-IN")).to_contain_text("by Sam")
    axe(desk)


def test_with_its_first_contact_a_client_can_be_written_to_at_once(desk: Page, axe: Check, shot: Shot) -> None:  # C1, M1
    open_rosa(desk)
    composer = desk.get_by_role("region", name="Send a Message")
    expect(composer).to_contain_text("This client has no contacts.")
    create(desk, "202.555.0143")
    composer.get_by_label("Message", exact=True).fill("Please call the clerk.")
    create(desk, "rosa@example.org")
    expect(desk.get_by_text("rosa@example.org was added.")).to_be_visible()
    expect(composer.get_by_label("Message", exact=True)).to_have_value("Please call the clerk.")
    composer.get_by_role("button", name="Send Message").click()
    messages = desk.get_by_role("region", name="Scheduled and sent messages")
    expect(messages.get_by_text("Please call the clerk.")).to_be_visible()
    expect(messages.get_by_text("scheduled", exact=True)).to_be_visible()
    shot(desk, "client-messages")
    axe(desk)


def test_two_tabs_on_one_contact_tell_the_truth(desk: Page) -> None:
    rosa = cast.contact(cast.client("Ben", "Okafor"))
    desk.goto(f"/a/riverton/contacts/{rosa.id}/")
    other = desk.context.new_page()
    other.goto(f"/a/riverton/contacts/{rosa.id}/")
    use_tool(desk, "Opt Out")
    use_tool(other, "Opt Out")
    expect(other.get_by_text("is opted out already. Nothing was changed.")).to_be_visible()


@pytest.mark.parametrize(("press", "badge"), [("Archive", "ARCHIVED"), ("Trash", "TRASHED")])
def test_archive_trash_and_restore(desk: Page, axe: Check, shot: Shot, press: str, badge: str) -> None:  # L1, L2, L3, F1, F2
    rosa = cast.contact(cast.client("Ben", "Okafor"))
    desk.goto(f"/a/riverton/contacts/{rosa.id}/")
    use_tool(desk, press)
    expect(desk.get_by_role("main").get_by_text(badge).first).to_be_visible()
    shot(desk, f"contact-{badge.lower()}")
    axe(desk)
    desk.goto("/a/riverton/contacts/?search=0143")
    expect(desk.get_by_text("No contact matches")).to_be_visible()
    desk.get_by_text(f"{press}d" if press == "Archive" else "Trashed", exact=True).click()
    desk.get_by_role("button", name="Search", exact=True).click()
    desk.get_by_role("link", name="(202) 555-0143").click()
    use_tool(desk, "Restore")
    expect(desk.get_by_text("is restored. Nothing old is sent again")).to_be_visible()
    desk.get_by_role("link", name="View Client").click()
    expect(desk.get_by_role("link", name="(202) 555-0143")).to_be_visible()


def test_a_contact_is_saved_and_replaced(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # C4, C5, K1
    allowed_statuses.add(422)
    rosa = cast.contact(cast.client("Ben", "Okafor"))
    desk.goto(f"/a/riverton/contacts/{rosa.id}/")
    desk.get_by_label("Contact Name").fill("His mother")
    desk.get_by_label("Contact Type").select_option("Home")
    desk.get_by_label("Contact Channel").select_option("Email")
    desk.get_by_role("button", name="Save").first.click()
    expect(desk.get_by_label("Contact Channel")).to_have_accessible_description(re.compile("cannot be reached by email"))
    expect(desk.get_by_label("Contact Name")).to_have_value("His mother")
    shot(desk, "contact-error")
    axe(desk)
    desk.get_by_label("Contact Channel").select_option("Voice")
    desk.get_by_role("button", name="Save").first.click()
    expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    desk.get_by_label("Link to a profile").fill("https://www.linkedin.com/in/ben")
    desk.get_by_role("region", name="Social Profiles").get_by_role("button", name="Save").click()
    expect(desk.get_by_role("link", name="LinkedIn (opens a new tab)")).to_be_visible()
    open_tools(desk)
    desk.get_by_role("link", name="Replace").click()
    desk.get_by_label("Phone number or email address").fill("ben@example.org")
    axe(desk)
    desk.get_by_role("button", name="Replace").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("ben@example.org")
    shot(desk, "contact-replaced")


def test_a_new_client_is_added_and_edited(desk: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:  # P3
    allowed_statuses.add(422)
    desk.get_by_role("link", name="New Client").click()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_label("Last name")).to_have_accessible_description(re.compile("Give at least a name"))
    shot(desk, "new-client")
    axe(desk)
    desk.get_by_label("First name").fill("Tomás")
    desk.get_by_label("Last name").fill("Núñez")
    desk.get_by_label("Language").select_option("es")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Tomás Núñez")
    expect(desk.get_by_text("Now add a phone number or an email address.")).to_be_visible()


def test_quick_search_from_anywhere(desk: Page, axe: Check, shot: Shot) -> None:  # F1
    rosa = cast.contact(cast.client("Ben", "Okafor"))
    desk.keyboard.press("/")
    box = desk.get_by_label("Name, reference, phone, email or event")
    box.press_sequentially("555-0143")
    expect(desk.get_by_role("link", name="Ben Okafor")).to_be_visible()
    shot(desk, "quick-search")
    axe(desk)
    desk.get_by_role("link", name="(202) 555-0143").click()
    expect(desk).to_have_url(re.compile(str(rosa.id)))
    desk.goto("/a/riverton/search?q=okafor")
    axe(desk)
    desk.get_by_role("link", name="Ben Okafor").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Ben Okafor")


def test_the_contacts_page_searches_and_exports(desk: Page, axe: Check, shot: Shot) -> None:  # F2
    for number in range(60):
        cast.contact(cast.client("Person", f"{number:02}"), f"20255501{number:02}")
    assert Contact.objects.filter(agency=cast.agency()).count() == 60
    desk.get_by_role("navigation", name="Clients").get_by_role("link", name="Contacts").click()
    desk.get_by_label("Search", exact=True).fill("202555")
    desk.get_by_role("button", name="Search", exact=True).click()
    shot(desk, "contacts")
    axe(desk)
    desk.get_by_role("link", name="Older").click()
    expect(desk.locator("tbody tr")).to_have_count(10)
    with desk.expect_download() as saving:
        desk.get_by_role("link", name="Export CSV").click()
    assert saving.value.suggested_filename.startswith("contacts-riverton-")
    desk.get_by_role("link", name="Newer").click()
    expect(desk.locator("tbody tr")).to_have_count(50)
