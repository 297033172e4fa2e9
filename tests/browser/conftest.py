"""A real browser against the live server. Every page that a test opens must load whole and without a complaint.

`page` is a desktop, `phone` a phone; `axe(page)` asserts that nothing is in a disabled person's way; `shot(page, "name")` keeps a
picture in screenshots/, which is not committed, where DUENOTICE_TEST_PICTURES is set: to look at, they prove nothing.
A test that means to get an error page says so: `allowed_statuses.add(404)`.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect, sync_playwright

from duenotice.accounts.models import User

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# The first that is there: Debian has one without windows of its own, which is a fifth faster.
CHROMIUMS = [os.environ.get("DUENOTICE_TEST_CHROMIUM", ""), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"]
DESKTOP = (1280, 900)
PHONE = (375, 812)
# A press on a page whose scripts have not run yet does nothing, and the test waits for what it opens until it times out:
# until the page has loaded nothing can be pressed, which Playwright waits for by itself.
NO_PRESS_BEFORE_SCRIPTS = """
const hold = new CSSStyleSheet();
hold.replaceSync("* { pointer-events: none !important }");
document.adoptedStyleSheets = [hold];
addEventListener("load", () => document.adoptedStyleSheets = []);
"""

# What is awaited comes when the machine gets to it; how fast it is, no test says.
expect.set_options(timeout=30_000)

# Playwright runs an event loop in this thread; Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert finders.find("vendor/htmx.min.js"), "the pages' assets are missing: run `make assets`"
    chromium = next((path for path in CHROMIUMS if Path(path).is_file()), None)
    assert chromium, "a browser is missing: install Debian's chromium-headless-shell or chromium, or name one as DUENOTICE_TEST_CHROMIUM"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--disable-gpu", "--disable-dev-shm-usage"])
        yield opened
        opened.close()


@pytest.fixture
def allowed_statuses() -> set[int]:
    """Statuses of 400 and above that the test means to get."""
    return set()


@pytest.fixture
def allowed_words() -> list[str]:
    """Beginnings of console errors that the test means to get."""
    # The browser's own line about a status; the statuses are judged by themselves.
    return ["Failed to load resource: the server responded"]


@contextmanager
def _opened(browser: Browser, base_url: str, size: tuple[int, int], allowed: set[int], words: list[str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, base_url=base_url, reduced_motion="reduce")
    context.add_init_script(NO_PRESS_BEFORE_SCRIPTS)
    page = context.new_page()
    complaints: list[str] = []

    def on_response(response: Response) -> None:
        if response.status >= 400 and response.status not in allowed:
            complaints.append(f"{response.status} {response.url}")

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(tuple(words)):
            complaints.append(message.text)

    page.on("response", on_response)
    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    _wait_for_requests_under_way()
    assert not complaints, complaints


def _wait_for_requests_under_way() -> None:
    """What a page asked for last may still be writing; emptying the tables beside it would deadlock."""
    busy = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    for _moment in range(100):
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if not cursor.rowcount:
                return
        sleep(0.05)


@pytest.fixture
def page(browser: Browser, live_server: object, allowed_statuses: set[int], allowed_words: list[str]) -> Iterator[Page]:
    with _opened(browser, str(live_server), DESKTOP, allowed_statuses, allowed_words) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser, live_server: object, allowed_statuses: set[int], allowed_words: list[str]) -> Iterator[Page]:
    with _opened(browser, str(live_server), PHONE, allowed_statuses, allowed_words) as opened:
        yield opened


@pytest.fixture
def sign_in(live_server: object) -> Callable[[Page, User], None]:
    """Signs a user in without the sign-in page, which has tests of its own."""

    def signed_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server)}])

    return signed_in


def open_tools(page: Page) -> None:
    page.get_by_role("button", name="Tools").click()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Asserts that axe finds nothing, that there is one h1, and that nothing sticks out at the right."""

    def check(page: Page) -> None:
        page.wait_for_load_state()
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        assert not found, [(one["id"], one["help"], [node["html"] for node in one["nodes"]]) for one in found]
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    return check


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page, by the name given and the width, if pictures are asked for."""

    def keep(page: Page, name: str) -> None:
        if "DUENOTICE_TEST_PICTURES" not in os.environ:
            return
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=ROOT / "screenshots" / f"{name}-{width}.png", full_page=True)

    return keep
