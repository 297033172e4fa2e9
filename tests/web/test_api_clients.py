"""Admin, API: creating, rotating, revoking; the secret is shown once (P1, U2)."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import HttpResponse

from duenotice.accounts.models import Membership, Role
from duenotice.actions.api_clients import Wanted, create_api_client
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Activity
from duenotice.programs import journal
from duenotice.programs.models import ApiCall, ApiClient
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Words = Callable[[HttpResponse], str]
SECRET = re.compile(r"data-secret>([\w-]{40,})<")


@pytest.fixture
def ada(visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.ada())


def made(agency: str = "riverton", also: tuple[UUID, ...] = (), permissions: tuple[str, ...] = ("view_clients",)) -> ApiClient:
    wanted = Wanted("Case system", permissions, also)
    return create_api_client(agency=cast.agency(agency), wanted=wanted, by=None, actor=Actor("system"), now=cast.NOON).client


def test_a_secret_is_shown_once_and_works(ada: Visitor, words: Words):
    answer = ada.press("api/new", name="Case system", permissions=["create_clients"], test="on")
    secret = SECRET.search(words(answer))[1]
    client = ApiClient.objects.get(agency=cast.agency())
    assert (client.permissions, client.test) == (["create_clients", "view_clients"], True)
    assert secret not in words(ada.open(f"api/{client.id}"))
    body = {"client_id": client.id, "client_secret": secret}
    assert ada.post("/oauth/token", body, content_type="application/json").status_code == 201


def test_rotating_ends_the_old_secret(ada: Visitor, words: Words):
    first = SECRET.search(words(ada.press("api/new", name="Case system")))[1]
    client = ApiClient.objects.get(agency=cast.agency())
    second = SECRET.search(words(ada.press(f"api/{client.id}/rotate")))[1]
    for secret, status in ((first, 401), (second, 201)):
        body = {"client_id": client.id, "client_secret": secret}
        assert ada.post("/oauth/token", body, content_type="application/json").status_code == status


def test_revoking_is_for_good_and_written_down(ada: Visitor, words: Words):
    client = made()
    assert "is revoked" in words(ada.press(f"api/{client.id}/revoke"))
    assert "Revoked" in words(ada.open("api/"))
    assert "is revoked" in words(ada.press(f"api/{client.id}/rotate"))
    assert Activity.objects.filter(agency_id=cast.agency().id, verb="revoked", record_id=client.id).count() == 1


def test_changing_what_it_may_do(ada: Visitor, words: Words):
    client = made()
    assert "is saved" in words(ada.press(f"api/{client.id}", name="Other", permissions=["view_events"], expires_on="2026-12-31"))
    client.refresh_from_db()
    assert (client.name, client.permissions, client.test) == ("Other", ["view_events"], False)
    assert client.expires_at.isoformat() == "2027-01-01T05:00:00+00:00"
    assert 'value="2026-12-31"' in words(ada.open(f"api/{client.id}"))


def test_nobody_hands_out_or_gets_hold_of_more_than_they_may(visit: Callable[..., Visitor], words: Words):
    role = Role.objects.create(agency=cast.agency(), name="Integrator", permissions=["api", "view_clients"])
    nell = cast.user("Nell")
    Membership.objects.create(agency=cast.agency(), user=nell, role=role)
    visitor = visit(nell)
    assert "allows more than your own" in words(visitor.press("api/new", name="Case system", permissions=["purge"]))
    strong = made(permissions=("purge",))
    for noun in ("rotate", "revoke"):
        assert "allows more than your own" in words(visitor.press(f"api/{strong.id}/{noun}"))


def test_other_agencies_do_not_see_it_but_one_that_it_acts_for_can_end_that(visit: Callable[..., Visitor], words: Words):
    lee, mine = visit(cast.lee(), "lakeside"), made()
    assert "Case system" not in words(lee.open("api/"))
    for path in ("", "/rotate", "/revoke", "/end-access"):
        assert lee.post(f"/a/lakeside/api/{mine.id}{path}").status_code == 404
    both = made(also=(cast.agency("lakeside").id,))
    assert "managed by Riverton County Court" in words(lee.open("api/"))
    assert "Another agency manages" in words(lee.press(f"api/{both.id}/rotate"))
    lee.press(f"api/{both.id}/end-access")
    assert ApiClient.objects.get(id=both.id).agency_ids == [cast.agency().id]


def test_the_activity_log_names_the_program(ada: Visitor, words: Words):  # P6
    client = made()
    cast.client()
    record(agency_id=cast.agency().id, actor=Actor("api", client.id), verb="created", kind="client", ids=[client.id], now=cast.NOON)
    assert "Case system" in words(ada.open("activity/"))


def test_calls_are_listed_for_the_agency_they_were_for(ada: Visitor, words: Words):
    client = made()
    for path, agency in (("/v1/clients/{client}", "riverton"), ("/v1/events", "lakeside")):
        usual = {"at": cast.NOON, "method": "GET", "status": 200, "milliseconds": 3, "from_ip": "192.0.2.7"}
        journal.note(ApiCall(api_client_id=client.id, agency_id=cast.agency(agency).id, path=path, **usual), None)
    journal.flush()
    page = words(ada.open(f"api/{client.id}"))
    assert "GET /v1/clients/{client}" in page
    assert "192.0.2.7" in page
    assert "/v1/events" not in page
    client.refresh_from_db()
    assert client.last_used_at == cast.NOON
