"""One call: who makes it, for which agency, and what it may do. Every operation declares the permission that it takes (P1)."""

from datetime import datetime
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.api import body
from duenotice.api.errors import Refused
from duenotice.programs.rate import Rate, count_call, limit
from duenotice.programs.tokens import Caller, caller

# In the place of a permission: any program with a token.
ANYONE = "anyone"
NO_TOKEN = "Send a token of POST /oauth/token as `Authorization: Bearer …`. This one is missing, unknown or expired."  # noqa: S105


class ApiRequest(HttpRequest):
    """A call by a program, inside one agency. `now` is the one moment that everything in it goes by; `typed` is what its body says."""

    caller: Caller
    agency: Agency
    permissions: frozenset[str]
    actor: Actor
    now: datetime
    rate: Rate
    typed: dict[str, Any]
    unknown: list[str]
    request_id: str


class Token(HttpBearer):
    """Lets a call in: its token, its minute, its agency, its permission, and then its body. Raises Refused."""

    def __init__(self, permission: str, *, takes_body: bool) -> None:
        super().__init__()
        self.permission, self.takes_body = permission, takes_body

    def __call__(self, request: HttpRequest) -> Caller:
        call = cast(ApiRequest, request)
        kind, _, token = request.headers.get("Authorization", "").strip().partition(" ")
        known = caller(token.strip(), call.now) if kind.lower() == "bearer" and token.strip() else None
        if known is None:
            raise Refused(401, NO_TOKEN, code="unauthorized", headers={"WWW-Authenticate": "Bearer"})
        call.caller, call.actor = known, Actor("api", known.id, request.META.get("REMOTE_ADDR"))
        self._count(call)
        self._enter(call)
        if self.permission != ANYONE and self.permission not in known.permissions:
            words = f"This token lacks the permission {self.permission}. Give it to the API client under Admin, API."
            raise Refused(403, words, code="forbidden")
        call.permissions = known.permissions
        if self.takes_body:
            call.typed = body.read(request)
            call._body = call._body or b"{}"  # else django-ninja would not ask for it
        return known

    def authenticate(self, request: HttpRequest, token: str) -> None:
        """Done above."""

    def _count(self, call: ApiRequest) -> None:
        call.rate = count_call(call.caller.id, call.now)
        if not call.rate.allowed:
            words = f"More than {limit()} calls in a minute. Try again in {call.rate.reset} seconds."
            raise Refused(429, words, code="too_many", headers={"Retry-After": str(call.rate.reset)})

    def _enter(self, call: ApiRequest) -> None:
        reference = call.GET.get("agency_reference") or call.GET.get("agency") or ""
        agency = call.caller.agency(reference.strip())
        if agency is None:
            raise Refused(404, "This API client acts for no such agency.", code="not_found")
        call.agency = agency
