"""Pages in Spanish, as a Spanish-speaking user sees them on a phone: whole, accessible, and with nothing left in English."""

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from duenotice.accounts.models import User
from tests import cast
from tests.browser.conftest import PHONE
from tests.web.test_inbox import arrive
from tools.messages import stored

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

pytestmark = pytest.mark.django_db(transaction=True)

# What stands in the text nodes and the labels of a page, except what people wrote themselves and what names things.
VISIBLE = """() => {
  const words = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const parent = walk.currentNode.parentElement;
    if (!parent.closest("script, style, template, [lang=en], textarea, option[value*=America]")) words.add(walk.currentNode.data.trim());
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [data-label]"))
    for (const name of ["aria-label", "title", "data-label"]) if (one.hasAttribute(name)) words.add(one.getAttribute(name).trim());
  return [...words];
}"""
# The same word in both languages, or a name: of a language, of a handset's owner, of a role that the agency gave.
ALIKE = {"English", "Punjabi", "Tagalog", "Users"}


def spanish_reader() -> User:
    ada = cast.ada()
    ada.language = "es"
    ada.save(update_fields=["language"])
    return ada


@pytest.fixture
def english() -> set[str]:
    """Every English wording that has another one in Spanish."""
    return {one.id for one in stored() if isinstance(one.id, str) and one.id and one.id != one.string} - ALIKE


@pytest.fixture
def check(phone: Page, axe: Check, shot: Shot, english: set[str]) -> Callable[[str], None]:
    def checked(name: str) -> None:
        expect(phone.locator("html")).to_have_attribute("lang", "es")
        axe(phone)
        shot(phone, f"spanish-{name.strip('/').replace('/', '-')}")
        left = english & set(phone.evaluate(VISIBLE))
        assert left == set(), name

    return checked


@pytest.fixture
def spanish_browser(browser: Browser, live_server: object) -> Iterator[Page]:
    context = browser.new_context(locale="es-US", base_url=str(live_server), viewport={"width": PHONE[0], "height": PHONE[1]})
    yield context.new_page()
    context.close()


def test_signing_in_is_in_spanish_where_the_browser_asks_for_it(spanish_browser: Page, axe: Check, shot: Shot) -> None:
    spanish_browser.goto("/sign-in")
    expect(spanish_browser.locator("html")).to_have_attribute("lang", "es")
    expect(spanish_browser.get_by_role("button", name="Iniciar sesión")).to_be_visible()
    axe(spanish_browser)
    shot(spanish_browser, "spanish-sign-in")


def test_a_user_chooses_the_language_of_the_pages(page: Page, sign_in, axe: Check, shot: Shot) -> None:
    sign_in(page, cast.ada())
    page.goto("/language")
    page.locator("label", has_text="Español").click()
    axe(page)
    shot(page, "language")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Guardado.")).to_be_visible()
    expect(page.get_by_role("link", name="Panel").first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def walk(phone: Page, check: Callable[[str], None], places: dict[str, str]) -> None:
    for name, place in places.items():
        phone.goto(f"/a/riverton/{place}")
        check(name)


def test_pages_about_people_are_in_spanish(phone: Page, sign_in, check: Callable[[str], None]) -> None:
    to = cast.contact()
    cast.one_off(to, now=timezone.now())
    sign_in(phone, spanish_reader())
    lists = {name: f"{name}/" for name in ("clients", "contacts", "users", "roles")}
    forms = {"client-new": "clients/new", "composer": f"compose/contact/{to.id}", "invite": "users/invite"}
    walk(phone, check, {**lists, **forms, "client": f"clients/{to.client_id}/", "contact": f"contacts/{to.id}/"})


def test_pages_about_messages_and_events_are_in_spanish(phone: Page, sign_in, check: Callable[[str], None]) -> None:
    message = cast.one_off(cast.contact(), now=timezone.now())
    event = cast.event(cast.client("Luis", "Vega"))
    arrive("can I cancel my court date?")
    sign_in(phone, spanish_reader())
    lists = {name: name for name in ("feed", "inbox", "handset", "events/")}
    forms = {"event-new": "events/new", "calendar": "events/calendar/", "week": "events/calendar/week"}
    walk(phone, check, {**lists, **forms, "message": f"messages/{message.id}", "event": f"events/{event.id}/"})


def test_administration_is_in_spanish(phone: Page, sign_in, check: Callable[[str], None]) -> None:
    sign_in(phone, spanish_reader())
    lists = {name: name for name in ("settings", "senders", "tickets/", "activity/", "admin/event-statuses/")}
    walk(phone, check, {**lists, "live": "settings/live-mode", "sender": "senders/new/phone", "words": "messaging/auto-messages/new"})
