"""Declaring an operation: its address, its permission, its words for the document; and what happens around each call of it."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import wraps
from inspect import signature
from typing import Any, TypeVar, get_args
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError
from pydantic_core import to_json

from duenotice.accounts.permissions import WITHOUT_PEOPLE
from duenotice.agencies.activity import Look
from duenotice.api import refusals
from duenotice.api.body import Strict, unknown_of
from duenotice.api.calls import ANYONE, ApiRequest, Token
from duenotice.api.door import failed
from duenotice.api.errors import Refused, not_found, to_response
from duenotice.db.only_simulate import only_simulating
from duenotice.programs import once
from duenotice.senders import credentials

Record = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])
# Every call may say which agency it means.
EVERYWHERE = frozenset({"agency", "agency_reference"})

api = NinjaAPI(title="Due Notice API", version="1", urls_namespace="api", docs_url=None, openapi_url=None, parser=Strict())


@dataclass(frozen=True)
class Answer:
    """What an operation answers, where it is more than a record or a list."""

    body: Any
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


def operation(
    methods: str, path: str, *, permission: str, answer: Any, tag: str, summary: str, status: int = 200, description: str = ""
) -> Callable[[View], View]:
    """Declares an operation of `methods` ("GET", "PUT PATCH"). The view gets an ApiRequest and what it names; it answers a
    record, a list, or an Answer. `answer` is the schema of that.
    """

    def decorate(view: View) -> View:
        body, query = _named(view, "body"), _named(view, "query")

        @wraps(view)
        def opened(request: ApiRequest, **given: Any) -> HttpResponse:
            request.unknown = [
                *(unknown_of(request.typed, body) if body is not None else []),
                *unknown_of(request.GET, (query or frozenset()) | EVERYWHERE),
            ]
            return _respond(request, lambda: _result(request, view, given, status, permission))

        api.api_operation(
            methods.split(),
            path,
            auth=Token(permission, takes_body=body is not None),
            response={status: answer},
            operation_id=view.__name__,
            summary=summary,
            description=description or view.__doc__,
            tags=[tag],
            openapi_extra={"x-permission": permission},
        )(opened)
        return view

    return decorate


def _named(view: Callable[..., Any], name: str) -> frozenset[str] | None:
    """The names of the fields that the view's `body` or `query` takes; None where it has none."""
    parameter = signature(view).parameters.get(name)
    if parameter is None:
        return None
    model = next((one for one in (parameter.annotation, *get_args(parameter.annotation)) if isinstance(one, type)), None)
    assert model is not None
    assert issubclass(model, Schema)
    return frozenset(one.alias or name for name, one in model.model_fields.items())


def _result(request: ApiRequest, view: Callable[..., Any], given: dict[str, Any], status: int, permission: str) -> HttpResponse:
    try:
        result = view(request, **given)
    except refusals.KNOWN as error:
        raise refusals.refusal_of(error) from error
    answer = result if isinstance(result, Answer) else Answer(result, status)
    if request.method == "GET" and permission != ANYONE and permission not in WITHOUT_PEOPLE:
        _look(request, answer.body)
    response = HttpResponse(to_json(answer.body), status=answer.status, content_type="application/json")
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _look(request: ApiRequest, body: Any) -> None:
    """For the activity log: a program saw people's data (P6)."""
    at = UUID(body["uuid"]) if isinstance(body, dict) and "uuid" in body else None
    verb = "viewed" if at or not request.GET else "searched"
    request.look = Look(request.agency.id, request.actor, verb, at, "api", request.now)  # type: ignore[attr-defined]


def _respond(request: ApiRequest, work: Callable[[], HttpResponse]) -> HttpResponse:
    """The work, once for its Idempotency-Key, and only simulating for a test client."""
    with only_simulating() if request.caller.test and request.method != "GET" else nullcontext():
        key = request.headers.get("Idempotency-Key", "") if request.method == "POST" else ""
        return _once(request, key, work) if key else work()


def _once(request: ApiRequest, key: str, work: Callable[[], HttpResponse]) -> HttpResponse:
    if len(key) > 255 or not key.isprintable():
        raise Refused(400, "An Idempotency-Key has at most 255 characters.", code="idempotency_key")
    asked = once.fingerprint(request.get_full_path().encode(), request.agency.id.bytes, request.body)
    try:
        with transaction.atomic():
            kept = once.before(request.caller.id, key, asked, request.now)
            if kept is None:
                kept = _first(request, work)
                sealed = once.Kept(kept.status, credentials.seal({"body": kept.body.decode()}))
                once.keep(request.caller.id, request.agency.id, key, asked, sealed, request.now)
                return HttpResponse(kept.body, status=kept.status, content_type="application/json")
    except once.InFlight:
        raise Refused(409, "A call with this Idempotency-Key is under way. Ask again in a moment.", code="in_flight") from None
    except once.OtherRequest:
        raise Refused(422, "This Idempotency-Key came with another request.", code="idempotency_key") from None
    response = HttpResponse(_opened(kept.body), status=kept.status, content_type="application/json")
    response["Idempotent-Replayed"] = "true"
    return response


def _opened(sealed: bytes) -> str:
    """What was answered. It is kept sealed: a new secret may be in it."""
    try:
        return str(credentials.open(sealed)["body"])
    except credentials.CannotOpen:
        raise Refused(409, "What was answered can no longer be read. Ask with another Idempotency-Key.", code="idempotency_key") from None


def _first(request: ApiRequest, work: Callable[[], HttpResponse]) -> once.Kept:
    """The answer of the first time; a refusal counts, and leaves nothing behind."""
    try:
        with transaction.atomic():
            response = work()
    except Refused as refused:
        response = to_response(request, refused)
    return once.Kept(response.status_code, response.content)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return to_response(request, error)


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return to_response(request, not_found())


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Messages by field: where they stand, without the name that our code gives to the body."""
    errors: dict[str, list[str]] = {}
    for one in error.errors:
        name = ".".join(str(part) for part in one["loc"][2:] or one["loc"][-1:] if part not in ("function-before", "str"))
        errors.setdefault(name, []).append(str(one["msg"]).removeprefix("Value error, "))
    return to_response(request, Refused(400, "Some fields are wrong; see errors.", errors=errors, code="invalid"))


@api.exception_handler(Exception)
def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    return failed(request)
