"""The frame of every page, and every component, in the style guide."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from tests.browser.conftest import open_tools

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]

# Where the style guide stands in for a page: in simulate mode, in live mode, and for nobody in particular.
LOOKS = {"simulate": "/styleguide", "live": "/styleguide?mode=live", "bare": "/styleguide?bare"}


@pytest.fixture(autouse=True)
def debug(settings: Settings) -> None:
    settings.DEBUG = True


@pytest.mark.parametrize("look", LOOKS)
def test_every_component_is_accessible_on_a_desktop(page: Page, axe: Check, shot: Shot, look: str) -> None:
    page.goto(LOOKS[look])
    shot(page, f"styleguide-{look}")
    axe(page)


@pytest.mark.parametrize("look", LOOKS)
def test_every_component_is_accessible_on_a_phone(phone: Page, axe: Check, shot: Shot, look: str) -> None:
    phone.goto(LOOKS[look])
    shot(phone, f"styleguide-{look}")
    axe(phone)


def test_the_mode_stands_in_words_on_the_page(page: Page) -> None:  # M3
    page.goto(LOOKS["simulate"])
    expect(page.get_by_role("region", name="Send mode")).to_contain_text("SIMULATE MODE")
    page.goto(LOOKS["live"])
    expect(page.get_by_role("region", name="Send mode")).to_contain_text("LIVE MODE")


def test_a_silent_worker_is_told_on_the_page(page: Page) -> None:
    page.goto(LOOKS["live"])
    expect(page.get_by_role("region", name="Warning")).to_contain_text("Nothing is being sent.")


def test_the_first_link_leads_past_the_top_bar(page: Page) -> None:
    page.goto(LOOKS["bare"])
    first = page.locator("a, button, input").first
    expect(first).to_have_text("Skip to main content")
    first.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_tools_open_and_close_by_keyboard(page: Page) -> None:
    page.goto(LOOKS["simulate"])
    tools = page.get_by_role("button", name="Tools")
    archive = page.get_by_role("button", name="Archive", exact=True)
    expect(archive).to_be_hidden()
    tools.focus()
    tools.press("ArrowDown")
    expect(page.get_by_role("button", name="Opt Out (3 scheduled messages)")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(archive).to_be_focused()
    page.keyboard.press("Escape")
    expect(archive).to_be_hidden()
    expect(tools).to_be_focused()


def test_an_open_menu_is_accessible_and_stays_on_the_screen(page: Page, phone: Page, axe: Check) -> None:
    for opened in (page, phone):
        opened.goto(LOOKS["simulate"])
        open_tools(opened)
        axe(opened)


def test_the_second_press_of_a_button_sends_nothing(page: Page) -> None:
    page.goto(LOOKS["simulate"])
    page.evaluate("window.sent = 0; document.addEventListener('submit', (event) => { window.sent += 1; event.preventDefault(); })")
    page.get_by_role("button", name="Undo").dblclick()
    assert page.evaluate("window.sent") == 1


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(page: Page) -> None:
    page.goto(LOOKS["bare"])
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Contact Type: This field is required.").click()
    expect(page.get_by_label("Contact Type")).to_be_focused()


def test_what_was_typed_comes_back_beside_its_error(page: Page) -> None:
    page.goto(LOOKS["bare"])
    expect(page.get_by_label("Contact Name")).to_have_value("Ana López")
    expect(page.get_by_label("Contact Type")).to_have_accessible_description("This field is required.")
