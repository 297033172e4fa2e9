"""The top bar with every page in place: sections, tabs, quick search, account, the phone's menu, Ticket."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

Check = Callable[[Page], None]
CONTACTS = "/a/riverbend/contacts/"


@pytest.fixture(autouse=True)
def every_page(settings: Settings) -> None:
    settings.DEBUG = True
    settings.ROOT_URLCONF = "tests.browser.stand_in"


def test_the_sections_lead_to_their_pages(page: Page, axe: Check, shot: Callable[[Page, str], None]) -> None:  # N
    page.goto(CONTACTS)
    main = page.get_by_role("navigation", name="Main")
    assert main.get_by_role("list").first.get_by_role("link").all_inner_texts() == [
        *("Dashboard", "Clients", "Events", "Messages", "Admin", "Help")
    ]
    expect(page.get_by_role("navigation", name="Clients").get_by_role("link", name="Contacts")).to_have_attribute("aria-current", "page")
    expect(main.get_by_role("link", name="Clients")).to_have_attribute("aria-current", "true")
    shot(page, "top-bar")
    axe(page)
    main.get_by_role("link", name="Admin").click()
    tabs = page.get_by_role("navigation", name="Admin").get_by_role("link")
    expect(tabs.first).to_have_text("Settings")
    named = {"Agency phones and emails", "Messaging", "Users", "Roles", "API", "Uploads", "Activity"}
    assert named <= set(tabs.all_inner_texts())


def test_the_account_holds_password_and_sign_out(page: Page, axe: Check) -> None:  # P1
    page.goto(CONTACTS)
    page.get_by_role("button", name="Ada Whitfield-Gutierrez").click()
    expect(page.get_by_role("link", name="Change password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    axe(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()


def test_the_ticket_button_is_at_the_bottom_right(page: Page, phone: Page) -> None:  # P5
    for opened, (width, height) in ((page, (1280, 900)), (phone, (375, 812))):
        opened.goto(CONTACTS)
        box = opened.get_by_role("link", name="Ticket").bounding_box()
        assert box
        assert box["x"] + box["width"] > width - 40
        assert box["y"] + box["height"] > height - 40


@pytest.mark.parametrize("way", ["key", "icon"])
def test_quick_search_answers_while_one_types(page: Page, axe: Check, way: str) -> None:  # F1
    page.goto(CONTACTS)
    if way == "key":
        page.get_by_role("button", name="Tools").focus()
        page.keyboard.press("/")
    else:
        page.get_by_role("link", name="Quick search").click()
    box = page.get_by_role("searchbox")
    expect(box).to_be_focused()
    box.press_sequentially("ros")
    expect(page.get_by_role("dialog").get_by_role("link", name="Rosa Delgado")).to_be_visible()
    axe(page)
    box.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_slash_in_a_field_is_only_a_slash(page: Page) -> None:  # F1
    page.goto(CONTACTS)
    name = page.get_by_label("Contact Name")
    name.fill("")
    name.press_sequentially("a/b")
    expect(name).to_have_value("a/b")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_part_that_cannot_be_loaded_says_so(page: Page, allowed_statuses: set[int], allowed_words: list[str]) -> None:
    allowed_statuses.add(503)
    allowed_words.append("Response Status Error Code 503")
    page.goto(CONTACTS)
    page.get_by_role("link", name="Quick search").click()
    page.get_by_role("searchbox").press_sequentially("fail", delay=5)
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("could not be loaded")


def test_a_session_that_ended_behind_a_part_loads_the_page_again(page: Page) -> None:  # P1
    page.goto(CONTACTS)
    page.get_by_role("link", name="Quick search").click()
    with page.expect_navigation():
        page.get_by_role("searchbox").fill("late")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_phones_menu_holds_everything(phone: Page, axe: Check, shot: Callable[[Page, str], None]) -> None:  # N
    phone.goto(CONTACTS)
    main = phone.get_by_role("navigation", name="Main")
    expect(main).to_be_hidden()
    phone.get_by_role("button", name="Menu").click()
    for name in ("Dashboard", "Lookups", "Contacts", "Inbox", "Agency phones and emails", "Switch agency"):
        expect(main.get_by_role("link", name=name)).to_be_visible()
    phone.wait_for_timeout(400)
    shot(phone, "menu")
    axe(phone)
    phone.get_by_role("button", name="Close").click()
    expect(main).to_be_hidden()
