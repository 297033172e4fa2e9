"""Admin, Webhooks by the words on the pages: create, copy the secret, test, pause, remove."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from duenotice.accounts.models import User
from duenotice.webhooks.models import Delivery, Endpoint
from tests import cast

Check = Callable[[Page], None]
Shot = Callable[[Page, str], None]
SignIn = Callable[[Page, User], None]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["page", "phone"])
def screen(request: pytest.FixtureRequest) -> Page:
    """A desktop, then a phone."""
    return request.getfixturevalue(request.param)


def came_of_the_test(**fields: Any) -> None:
    Delivery.objects.filter(test=True).update(state="delivered", tried=[{"at": "", "status": 200, "ms": 35, "code": ""}], **fields)


def test_a_webhook_from_the_first_to_the_last_press(
    screen: Page, axe: Check, shot: Shot, sign_in: SignIn, allowed_statuses: set[int]
) -> None:
    allowed_statuses.add(422)
    sign_in(screen, cast.ada())
    screen.goto("/a/riverton/webhooks/new")
    screen.get_by_label("Name").fill("Case management system")
    screen.get_by_label("Address (URL)").fill("https://127.0.0.1/hooks")
    screen.get_by_text("Everything about them").first.click()
    screen.get_by_role("group", name="Messages").get_by_text("Only some").click()
    screen.get_by_text("status changed").click()
    screen.get_by_role("button", name="Create Webhook").click()
    expect(screen.get_by_text("This address is inside a private network").first).to_be_visible()
    shot(screen, "webhook-new")
    axe(screen)
    screen.get_by_label("Address (URL)").fill("https://192.0.9.1/hooks")
    screen.get_by_role("button", name="Create Webhook").click()
    expect(screen.get_by_text("Copy the secret now: it is shown once")).to_be_visible()
    assert Endpoint.objects.get().types == ["contact.*", "message.status"]
    screen.get_by_role("button", name="Send Test").click()
    expect(screen.get_by_role("cell", name="waiting")).to_be_visible()
    came_of_the_test()
    expect(screen.get_by_text("200 in 35 ms")).to_be_visible()
    screen.get_by_role("button", name="Pause").click()
    expect(screen.get_by_text("This webhook is paused")).to_be_visible()
    shot(screen, "webhook")
    axe(screen)
    screen.goto("/a/riverton/webhooks/")
    shot(screen, "webhooks")
    axe(screen)
