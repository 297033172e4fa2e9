"""Saying no to a program: a status, words, and messages by field; as JSON, or as a problem document (RFC 9457) where asked for."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from pydantic_core import to_json

PROBLEM = "application/problem+json"


class Refused(Exception):
    """The answer to a call that cannot be served. `errors` are messages by field; `code` is for programs to tell refusals apart."""

    def __init__(
        self,
        status: int,
        words: str,
        *,
        errors: Mapping[str, Sequence[str]] | None = None,
        code: str = "",
        more: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self.status, self.words, self.code = status, words, code
        self.errors = {name: list(messages) for name, messages in (errors or {}).items()}
        self.more, self.headers = dict(more or {}), dict(headers or {})


def field_error(name: str, words: str, *, code: str = "", status: int = 400, **more: Any) -> Refused:
    """A refusal for one field."""
    return Refused(status, words, errors={name: [words]}, code=code, more=more)


def not_found(what: str = "record") -> Refused:
    """Not there, or another agency's: nobody can tell which."""
    return Refused(404, f"There is no such {what}.", code="not_found")


def to_response(request: HttpRequest, error: Refused) -> HttpResponse:
    """The refusal as an answer."""
    title = HTTPStatus(error.status).phrase
    body: dict[str, Any] = {"status": error.status, "message": error.words}
    as_problem = PROBLEM in request.headers.get("Accept", "")
    if as_problem:
        body = {"type": "about:blank", "title": title, "status": error.status, "detail": error.words}
    if error.code:
        body["code"] = error.code
    if error.errors:
        body["errors"] = error.errors
    answer = HttpResponse(to_json({**body, **error.more}), status=error.status, content_type=PROBLEM if as_problem else "application/json")
    for name, value in error.headers.items():
        answer[name] = value
    return answer
