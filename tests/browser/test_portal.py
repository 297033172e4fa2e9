"""The client portal on a small phone, in English and Spanish (P4), and its settings."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.messaging.models import Message
from duenotice.messaging.secrets import HIDDEN, reveal
from tests import cast
from tests.browser.conftest import open_tools

pytestmark = pytest.mark.django_db(transaction=True)
Axe = Callable[[Page], None]
Shot = Callable[[Page, str], None]


@pytest.fixture
def small(phone: Page) -> Iterator[Page]:
    """320 pixels wide."""
    phone.set_viewport_size({"width": 320, "height": 640})
    with override_settings(PORTAL_ANSWER_SECONDS=0):
        yield phone


def digits() -> str:
    message = Message.objects.filter(agency=cast.agency(), kind="code").order_by("-id").first()
    assert message
    return reveal(message, HIDDEN)


def test_a_client_comes_in_says_that_they_will_come_and_adds_a_phone(small: Page, axe: Axe, shot: Shot) -> None:
    rosa = cast.client()
    cast.contact(rosa)
    cast.event(rosa, date=datetime.now(UTC).date() + timedelta(days=9), location_name="Courtroom 2")
    small.goto("/portal/riverton/")
    axe(small)
    shot(small, "portal")
    small.get_by_label("Your phone number or email address").fill("(202) 555-0143")
    small.get_by_role("button", name="Send Code").click()
    expect(small.get_by_role("heading", name="Type the code")).to_be_visible()
    axe(small)
    shot(small, "portal-code")
    small.get_by_label("The six digits").fill(digits())
    small.get_by_role("button", name="Continue").click()
    small.get_by_role("button", name="I will come").click()
    expect(small.get_by_text("The court sees that you will come.")).to_be_visible()
    axe(small)
    shot(small, "portal-events")
    small.get_by_role("link", name="My contacts").click()
    small.get_by_label("New phone number or email address").fill("rosa@example.net")
    axe(small)
    shot(small, "portal-mine")
    small.get_by_role("button", name="Add", exact=True).click()
    small.get_by_label("The six digits").fill(digits())
    small.get_by_role("button", name="Continue").click()
    expect(small.get_by_text("Our messages come there too")).to_be_visible()
    small.get_by_role("button", name="Sign out").click()
    expect(small.get_by_role("button", name="Send Code")).to_be_visible()


def test_a_client_who_speaks_spanish_stops_messages(small: Page, axe: Axe, shot: Shot, allowed_statuses: set[int]) -> None:
    allowed_statuses.add(422)
    cast.contact(cast.client(language="es"))
    small.goto("/portal/riverton/")
    small.get_by_role("link", name="Español").click()
    small.get_by_label("Su número de teléfono o correo electrónico").fill("2025550143")
    small.get_by_role("button", name="Enviar código").click()
    small.get_by_label("Los seis dígitos").fill("1")
    small.get_by_role("button", name="Continuar").click()
    expect(small.locator(".usa-error-message")).to_have_text("Escriba los seis dígitos del código.")
    axe(small)
    small.get_by_label("Los seis dígitos").fill(digits())
    small.get_by_role("button", name="Continuar").click()
    small.get_by_role("link", name="Mis contactos").click()
    small.get_by_role("button", name="Detener los mensajes").click()
    expect(small.get_by_text("Sus fechas en la corte NO han cambiado.")).to_be_visible()
    axe(small)
    shot(small, "portal-es")


def test_staff_switch_it_off_for_a_client(page: Page, sign_in: Callable[[Page, User], None], axe: Axe, shot: Shot) -> None:
    rosa = cast.client()
    sign_in(page, cast.ada())
    page.goto("/a/riverton/client-portal/")
    axe(page)
    shot(page, "client-portal")
    page.goto(f"/a/riverton/clients/{rosa.id}/")
    open_tools(page)
    page.get_by_role("button", name="Switch off the portal").click()
    expect(page.get_by_text("The portal is switched off for Rosa Delgado.")).to_be_visible()
    axe(page)
