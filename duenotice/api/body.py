"""Reading what a program sends, strictly: JSON or a form, one object, each name once, nothing that is no text or no number."""

import json
import math
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from django.http import HttpRequest, RawPostDataException
from django.http.request import QueryDict
from ninja.parser import Parser

from duenotice.api.errors import Refused

MOST_BYTES = 1024 * 1024
# Seven megabytes of file, which is what messages carry, as base64.
MOST_BYTES_OF_FILES = 11 * 1024 * 1024
# So much of what is too large is read before it is refused, so that the sender gets to see the answer.
MOST_DRAINED = 32 * 1024 * 1024
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Strict(Parser):
    """Hands to django-ninja what `read` has parsed; an empty parameter of the query counts as absent."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.typed  # type: ignore[attr-defined]

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        return {name: data[name].strip() for name in data if data[name].strip()}


def keep(request: HttpRequest, most: int) -> None:
    """Read the body whole; Django's own limit is for pages. Raises Refused."""
    try:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        raise Refused(400, "The Content-Length is not a number.") from None
    if announced > most:
        drained = 0
        while drained < MOST_DRAINED and (piece := request.read(1024 * 1024)):
            drained += len(piece)
        raise Refused(413, f"The body is larger than {most // 1024 // 1024} MB.", code="too_large")
    try:
        request._body = request.read(most) if announced else b""
    except (OSError, RawPostDataException):
        raise Refused(400, "The body ended before its Content-Length.") from None


def read(request: HttpRequest) -> dict[str, Any]:
    """The object in the body; none is an empty one. Raises Refused."""
    body: bytes = request.body
    if not body.strip():
        return {}
    kind = (request.content_type or JSON).lower()
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(400, "The body is not UTF-8.", code="unreadable") from None
    if kind == FORM:
        return _form(text)
    if kind == JSON or kind.endswith("+json"):
        return _json(text)
    raise Refused(415, f"Send {JSON} or {FORM}.", code="unsupported_media_type")


def _form(text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=500, errors="strict")
    except ValueError:
        raise Refused(400, "The form cannot be read.", code="unreadable") from None
    return _once(pairs)


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_constant, parse_float=_finite)
    except RecursionError:
        raise Refused(400, "The JSON is nested too deeply.", code="unreadable") from None
    except ValueError as error:
        raise Refused(400, f"The body is not JSON: {error}."[:300], code="unreadable") from None
    if not isinstance(found, dict):
        raise Refused(400, "The body is one JSON object, with its fields by name.", code="unreadable")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused(400, "A field is given twice.", errors={_shown(name): ["This field is given twice."]}, code="unreadable")
        found[name] = value
    return found


def _shown(name: str) -> str:
    """In ASCII, without controls and quotes: it goes into a header."""
    return ascii(name)[1:-1].replace('"', "'")[:100]


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


def _finite(text: str) -> float:
    if not math.isfinite(value := float(text)):
        raise ValueError("a number is too large")
    return value


def unknown_of(given: dict[str, Any] | QueryDict, known: frozenset[str]) -> list[str]:
    """The names given that nobody knows, safe to show in a header."""
    return [_shown(name) for name in given if name not in known]
