"""Signing in, inviting and roles, by the words on the pages (P1)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django import Settings
from time_machine import travel

from duenotice.accounts.models import Membership, Role, User
from tests import cast
from tests.cast import NOON

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]
SignIn = Callable[[Page, User], None]
NEW = "a new horse and a cart"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    """A desktop, then a phone."""
    return request.getfixturevalue(request.param)


@pytest.fixture(autouse=True)
def links_lead_here(settings: Settings, live_server: object) -> None:
    settings.PUBLIC_URL = str(live_server)


def sign_in_by_form(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_a_user_signs_in_and_out(screen: Page, axe: Check, shot: Shot) -> None:
    cast.sam()
    screen.goto("/")
    shot(screen, "sign-in")
    axe(screen)
    sign_in_by_form(screen, "sam@example.com", "wrong")
    expect(screen.get_by_role("alert")).to_contain_text("do not belong together")
    expect(screen.get_by_label("Email")).to_have_value("sam@example.com")
    shot(screen, "sign-in-wrong")
    axe(screen)
    sign_in_by_form(screen, "sam@example.com", cast.PASSWORD)
    expect(screen).to_have_url(re.compile("/a/riverton/"))
    screen.wait_for_load_state()
    if screen.get_by_role("button", name="Menu").is_visible():
        screen.get_by_role("button", name="Menu").click()
    screen.get_by_role("button", name="Sam").click()
    screen.get_by_role("button", name="Sign out").click()
    expect(screen.get_by_role("heading", name="Sign in")).to_be_visible()


def test_five_wrong_passwords_show_who_can_help(screen: Page, axe: Check, shot: Shot, allowed_statuses: set[int]) -> None:
    allowed_statuses.add(429)
    cast.sam()
    screen.goto("/sign-in")
    for _ in range(5):
        sign_in_by_form(screen, "sam@example.com", "wrong")
        screen.wait_for_load_state()
    expect(screen.get_by_role("heading", name="This email is locked")).to_be_visible()
    shot(screen, "locked")
    axe(screen)


def test_a_forgotten_password_is_asked_for(screen: Page, axe: Check, shot: Shot) -> None:
    cast.sam()
    screen.goto("/sign-in")
    screen.get_by_role("link", name="Forgotten your password?").click()
    expect(screen.get_by_role("button", name="Send Link")).to_be_visible()
    axe(screen)
    screen.get_by_label("Email").fill("sam@example.com")
    screen.get_by_role("button", name="Send Link").click()
    expect(screen.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    shot(screen, "password-mailed")
    axe(screen)


def link_in_the_last_mail() -> str:
    found = re.search(r"http\S+", str(mail.outbox[-1].body))
    assert found
    return found[0]


def save_password(page: Page, password: str) -> None:
    page.get_by_label("New password", exact=True).fill(password)
    page.get_by_label("New password confirmation").fill(password)
    page.get_by_role("button", name="Save Password").click()


def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(screen: Page, axe: Check, shot: Shot) -> None:
    cast.sam()
    screen.goto("/password/forgotten")
    screen.get_by_label("Email").fill("sam@example.com")
    screen.get_by_role("button", name="Send Link").click()
    expect(screen.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    screen.goto(link_in_the_last_mail())
    save_password(screen, "short")
    expect(screen.get_by_text("This password is too short")).to_be_visible()
    shot(screen, "reset-too-short")
    axe(screen)
    save_password(screen, NEW)
    screen.get_by_role("link", name="Sign in").click()
    sign_in_by_form(screen, "sam@example.com", cast.PASSWORD)
    expect(screen.get_by_role("alert")).to_contain_text("do not belong together")
    sign_in_by_form(screen, "sam@example.com", NEW)
    expect(screen).to_have_url(re.compile("/a/riverton/"))


def test_an_invitation_that_came_too_late_leads_to_a_new_link(screen: Page, axe: Check, shot: Shot, sign_in: SignIn) -> None:
    sign_in(screen, cast.ada())
    screen.goto("/a/riverton/users/invite")
    screen.get_by_label("Email").fill("nell@example.com")
    screen.get_by_label("Name").fill("Nell")
    screen.get_by_label("Role", exact=True).select_option("Staff")
    screen.get_by_role("button", name="Send Invitation").click()
    expect(screen.get_by_text("An invitation is on its way to nell@example.com.")).to_be_visible()
    screen.context.clear_cookies()
    with travel(NOON + timedelta(hours=25)):
        screen.goto(link_in_the_last_mail())
        expect(screen.get_by_role("heading", name="This link no longer works")).to_be_visible()
        shot(screen, "invitation-expired")
        axe(screen)
        screen.get_by_role("link", name="Get a new link").click()
        screen.get_by_label("Email").fill("nell@example.com")
        screen.get_by_role("button", name="Send Link").click()
        expect(screen.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
        used = link_in_the_last_mail()
        screen.goto(used)
        save_password(screen, NEW)
        expect(screen.get_by_role("heading", name="Your password is set")).to_be_visible()
        screen.goto(used)
        expect(screen.get_by_role("heading", name="This link no longer works")).to_be_visible()
        screen.get_by_role("link", name="Sign in").click()
        sign_in_by_form(screen, "nell@example.com", NEW)
        expect(screen).to_have_url(re.compile("/a/riverton/"))


def test_an_invited_user_comes_in(screen: Page, axe: Check, shot: Shot, sign_in: SignIn, allowed_statuses: set[int]) -> None:
    allowed_statuses.add(422)
    sign_in(screen, cast.ada())
    screen.goto("/a/riverton/users/")
    screen.get_by_role("link", name="Invite User").click()
    screen.get_by_role("button", name="Send Invitation").click()
    shot(screen, "invite-empty")
    axe(screen)
    screen.get_by_label("Email").fill("nell@example.com")
    screen.get_by_label("Name").fill("Nell O’Brien 👩🏽‍⚖️")
    screen.get_by_label("Role", exact=True).select_option("Staff")
    screen.get_by_role("button", name="Send Invitation").click()
    expect(screen.get_by_text("An invitation is on its way to nell@example.com.")).to_be_visible()
    shot(screen, "users")
    axe(screen)
    screen.context.clear_cookies()
    screen.goto(link_in_the_last_mail())
    shot(screen, "invitation")
    axe(screen)
    save_password(screen, NEW)
    screen.get_by_role("link", name="Sign in").click()
    sign_in_by_form(screen, "nell@example.com", NEW)
    expect(screen).to_have_url(re.compile("/a/riverton/"))


def test_a_user_is_disabled_and_enabled(screen: Page, axe: Check, shot: Shot, sign_in: SignIn) -> None:
    sign_in(screen, cast.ada())
    sam = Membership.objects.get(agency=cast.agency(), user=cast.sam())
    screen.goto(f"/a/riverton/users/{sam.id}")
    screen.get_by_label("Role", exact=True).select_option("Officers")
    screen.get_by_role("button", name="Save").click()
    expect(screen.get_by_text("Sam has the role Officers now.")).to_be_visible()
    screen.get_by_role("button", name="Disable").click()
    expect(screen.get_by_text("Sam cannot enter your agency any more.")).to_be_visible()
    shot(screen, "user-disabled")
    axe(screen)
    screen.get_by_role("button", name="Enable").click()
    expect(screen.get_by_text("Sam can enter your agency again.")).to_be_visible()


def test_a_role_shows_what_it_implies_while_one_ticks(screen: Page, axe: Check, shot: Shot, sign_in: SignIn) -> None:
    sign_in(screen, cast.ada())
    screen.goto("/a/riverton/roles/")
    axe(screen)
    screen.get_by_role("link", name="New Role").click()
    screen.get_by_label("Name").fill("Intake")
    screen.get_by_text("Create clients").click()
    view = screen.get_by_label("View clients (included)")
    expect(view).to_be_checked()
    expect(view).to_be_disabled()
    shot(screen, "role")
    axe(screen)
    screen.get_by_role("button", name="Save").click()
    expect(screen.get_by_text("The role Intake is saved.")).to_be_visible()
    assert Role.objects.get(agency=cast.agency(), name="Intake").permissions == ["create_clients", "view_clients"]
    shot(screen, "roles")
    screen.get_by_role("link", name="Intake").click()
    screen.get_by_role("button", name="Delete").click()
    screen.get_by_role("button", name="Delete Role").click()
    expect(screen.get_by_text("The role Intake is deleted.")).to_be_visible()


def test_a_super_admin_founds_an_agency(screen: Page, axe: Check, shot: Shot, sign_in: SignIn) -> None:
    cast.agency("lakeside", mode="simulate")
    cast.agency()
    sign_in(screen, cast.user("Root", is_super_admin=True))
    screen.goto("/agencies")
    shot(screen, "agencies")
    axe(screen)
    screen.get_by_role("link", name="New agency").click()
    screen.get_by_label("Name").fill("Hill Court")
    screen.get_by_label("Reference").fill("hill")
    shot(screen, "new-agency")
    axe(screen)
    screen.get_by_role("button", name="Create Agency").click()
    expect(screen.get_by_text("Hill Court is ready, in simulate mode.")).to_be_visible()
    expect(screen.get_by_text("No users yet")).to_be_visible()
    axe(screen)


def test_a_page_left_alone_for_half_an_hour_gives_way_to_signing_in(page: Page, sign_in: SignIn) -> None:  # CJIS AC-11
    sign_in(page, cast.sam())
    page.clock.install()
    page.goto("/a/riverton/clients/")
    page.clock.run_for(29 * 60 * 1000)
    page.get_by_role("searchbox").or_(page.get_by_role("textbox")).first.press("a")
    page.clock.run_for(29 * 60 * 1000)
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
    page.clock.run_for(2 * 60 * 1000)
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    sign_in_by_form(page, "sam@example.com", cast.PASSWORD)
    expect(page.get_by_role("heading", name="Clients", level=1)).to_be_visible()
