"""Admin, API by the words on the pages: create, copy the secret, rotate, revoke."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.programs import journal
from duenotice.programs.models import ApiCall, ApiClient
from tests import cast

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]
SignIn = Callable[[Page, User], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    """A desktop, then a phone."""
    return request.getfixturevalue(request.param)


def test_an_api_client_from_the_first_to_the_last_press(
    screen: Page, axe: Check, shot: Shot, sign_in: SignIn, allowed_statuses: set[int]
) -> None:
    allowed_statuses.add(422)
    sign_in(screen, cast.ada())
    screen.goto("/a/riverton/api/")
    screen.get_by_role("link", name="Create API Client").click()
    screen.get_by_role("button", name="Create API Client").click()
    axe(screen)
    screen.get_by_label("Name").fill("Case management system")
    screen.get_by_text("Create clients").click()
    screen.get_by_role("button", name="Create API Client").click()
    expect(screen.get_by_text("Copy the secret now: it is shown once")).to_be_visible()
    client = ApiClient.objects.get()
    usual = {"agency_id": client.agency_id, "at": cast.NOON, "method": "GET", "status": 200, "milliseconds": 4, "from_ip": "192.0.2.7"}
    journal.note(ApiCall(api_client_id=client.id, path="/v1/clients/{client}", **usual), None)
    journal.flush()
    shot(screen, "api-secret")
    axe(screen)
    screen.get_by_role("button", name="Rotate Secret").click()
    screen.get_by_role("button", name="Rotate Secret").nth(1).click()
    expect(screen.get_by_text("There is a new secret.")).to_be_visible()
    screen.get_by_role("button", name="Revoke", exact=True).click()
    screen.get_by_role("button", name="Revoke API Client").click()
    expect(screen.get_by_text("is revoked. It is refused from now on.")).to_be_visible()
    shot(screen, "api-revoked")
    axe(screen)
    screen.goto("/a/riverton/api/")
    shot(screen, "api-list")
    axe(screen)
