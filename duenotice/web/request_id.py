"""A short number for every request: on error pages, in tickets, in the log and in the answer's X-Request-Id."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

SHAPE = re.compile(r"[0-9a-f]{10}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


def give_request_id(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost. The number is always our own: nobody can write into the log by sending one."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        number = secrets.token_hex(5)
        request.request_id = number  # type: ignore[attr-defined]
        token = _current.set(number)
        try:
            response = get_response(request)
        finally:
            _current.reset(token)
        response["X-Request-Id"] = number
        return response

    return answer


class InLog(logging.Filter):
    """Adds `request_id` to every line of the log; a dash where it belongs to no request."""

    def filter(self, record: logging.LogRecord) -> bool:
        # Django says of a request that it failed once it has left the middleware.
        record.request_id = getattr(getattr(record, "request", None), "request_id", "") or _current.get()
        return True
