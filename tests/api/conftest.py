"""The API without a network: `program(...)` is a program with a token, at Riverton unless told otherwise."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from duenotice.accounts.permissions import ALL
from duenotice.actions.api_clients import Secret, Wanted, create_api_client
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.programs import journal, rate, tokens
from tests import cast


class Program(Client):
    """Calls the API with a token. `made` is its API client with its secret."""

    made: Secret
    token = ""

    def sign_in(self, **more: object) -> HttpResponse:
        body = {"client_id": str(self.made.client.id), "client_secret": self.made.secret, **more}
        answer = self.post("/oauth/token", body, content_type="application/json")
        self.token = answer.json().get("access_token", "")
        return answer

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        """JSON, unless the body is bytes; `headers` are names with underscores."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        kind = sent.pop("Content-Type", "application/json")
        given = {"data": "" if body is None else body, "content_type": kind} if method != "GET" else {}
        return self.generic_call(method, path, given, {"Authorization": f"Bearer {self.token}", **sent})

    def generic_call(self, method: str, path: str, given: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
        return getattr(self, method.lower())(path, **given, headers=headers)


@pytest.fixture(autouse=True)
def a_fresh_process() -> Iterator[None]:
    """What a process knows of tokens, minutes and calls is of this test alone."""
    yield
    tokens.forget()
    rate.forget()
    journal._calls.clear()
    journal._looks.clear()


@pytest.fixture
def program(db: None) -> Callable[..., Program]:
    def signed_in(of: Agency | None = None, *, permissions: Any = ALL, also: tuple[Agency, ...] = (), **fields: Any) -> Program:
        wanted = Wanted("Case system", permissions, [one.id for one in also], **fields)
        made = Program()
        made.made = create_api_client(agency=of or cast.agency(), wanted=wanted, by=None, actor=Actor("system"), now=cast.NOON)
        made.sign_in()
        return made

    return signed_in


@pytest.fixture
def api(program: Callable[..., Program]) -> Program:
    """A program of Riverton that may do everything."""
    return program()
