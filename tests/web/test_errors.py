"""Error pages: plain words, what to do, and nothing of how the program works."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client, RequestFactory

from duenotice.web import errors
from tests import cast


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    request = rf.get("/")
    request.request_id = "0199-abc"  # type: ignore[attr-defined]
    return request


@pytest.mark.django_db
def test_an_unknown_address_says_what_to_do(client: Client) -> None:
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "Check the address." in answer.content.decode()


@pytest.mark.django_db
def test_an_unknown_address_says_so_in_the_language_of_whoever_is_signed_in(client: Client) -> None:
    sam = cast.sam()
    sam.language = "es"
    sam.save()
    client.force_login(sam, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/no-such-page", "/a/riverton/no-such-page", "/a/nowhere/clients/", f"/a/riverton/clients/{sam.id}/"):
        page = client.get(address).content.decode()
        assert "Página no encontrada" in page, address
        assert '<html lang="es"' in page, address
    assert "Page not found" in Client().get("/no-such-page").content.decode()


def test_a_missing_permission_says_whom_to_ask(request_: HttpRequest) -> None:  # P1
    answer = errors.forbidden(request_, PermissionDenied("settings"))
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()


def test_a_failure_needs_no_database_and_gives_its_number(request_: HttpRequest) -> None:
    answer = errors.server_error(request_)
    assert answer.status_code == 500
    assert "0199-abc" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_without_its_token_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/styleguide")
    assert answer.status_code == 403
    assert "This page was open too long" in answer.content.decode()


def test_an_unreadable_request_says_what_to_do(client: Client) -> None:
    answer = client.get("/styleguide", headers={"host": "elsewhere.example.com"})
    assert answer.status_code == 400
    assert "Go back, check what you entered" in answer.content.decode()
