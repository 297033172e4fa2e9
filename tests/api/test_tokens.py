"""POST /oauth/token, and what a token lets in (api.md, P1)."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from duenotice.programs import tokens
from duenotice.programs.models import ApiClient, ApiToken
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]


def test_a_token_is_flat_and_lasts_an_hour(api: Program):
    answer = api.sign_in(grant_type="client_credentials", scope="view_clients")
    assert answer.status_code == 201
    token = answer.json()
    assert (token["token_type"], token["expires_in"]) == ("Bearer", 3600)
    assert set(token) == {"access_token", "token_type", "expires_in"}


def test_a_form_gets_a_token_too(api: Program):
    body = {"client_id": api.made.client.id, "client_secret": api.made.secret}
    answer = api.post(
        "/oauth/token/", "&".join(f"{name}={value}" for name, value in body.items()), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 201


@pytest.mark.parametrize(
    "body", [{"client_secret": "wrong"}, {"client_id": "0198c0de-0000-7000-8000-000000000001"}, {"client_id": "nonsense"}]
)
def test_a_wrong_secret_or_id_gets_none(api: Program, body: dict[str, str]):
    answer = api.sign_in(**body)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_secrets_and_tokens_are_kept_as_hashes_alone(api: Program):
    kept = repr([ApiClient.objects.values().get(), ApiToken.objects.values().first()])
    assert api.made.secret not in kept
    assert api.token not in kept


def test_a_token_of_a_narrow_scope_may_do_no_more(api: Program):
    api.sign_in(scope="view_clients")
    assert api.call("GET", "/v1/clients").status_code == 200
    assert api.call("GET", "/v1/contacts").status_code == 403
    assert api.sign_in(scope="view_clients nonsense").status_code == 400


def test_no_token_or_an_unknown_or_expired_one_is_401(api: Program):
    assert api.get("/v1/clients").status_code == 401
    with travel(timezone.now() + timedelta(minutes=61), tick=False):
        assert api.call("GET", "/v1/clients").status_code == 401
    api.token = "unknown"
    assert api.call("GET", "/v1/clients").json()["code"] == "unauthorized"


def test_a_revoked_or_expired_api_client_is_out_within_a_second(api: Program, monkeypatch: pytest.MonkeyPatch):
    assert api.call("GET", "/v1/clients").status_code == 200
    ApiClient.objects.update(revoked_at=timezone.now())
    monkeypatch.setattr(tokens, "BELIEVED_FOR", 0)
    assert tokens.BELIEVED_FOR < 1
    assert api.call("GET", "/v1/clients").status_code == 401
    assert api.sign_in().status_code == 401


def test_an_agency_is_chosen_among_its_own(program: Make):
    lakeside, hill = cast.agency("lakeside"), cast.agency("hill")
    nadia = cast.client("Nadia", "Petrova", of=lakeside)
    both = program(also=(lakeside,))
    assert both.call("GET", "/v1/clients").json() == []
    for choice in ("agency=lakeside", "agency_reference=lakeside", f"agency={lakeside.id}"):
        assert [one["uuid"] for one in both.call("GET", f"/v1/clients?{choice}").json()] == [str(nadia.id)]
    assert both.call("GET", f"/v1/clients?agency={hill.reference}").status_code == 404
    assert both.call("GET", "/v1/clients?agency=nowhere").status_code == 404
