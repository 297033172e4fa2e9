"""The way in for programs: before sessions, cookies, languages and forms, which are people's. Whatever happens, the answer is JSON."""

import logging
import time
from collections.abc import Callable
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch, get_resolver
from django.utils import timezone, translation

from duenotice.agencies.activity import Look
from duenotice.api import body
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused, not_found, to_response
from duenotice.programs import journal
from duenotice.programs.models import ApiCall
from duenotice.programs.rate import limit

log = logging.getLogger(__name__)
ADDRESSES = "duenotice.api.urls"
# Pages for people to read.
PAGES = ("/v1/docs", "/v1/openapi.json")
FILES = {"/v1/files", "/v1/uploads"}


def door(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Calls of programs go no further in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if path.startswith(("/v1/", "/oauth/")) and not path.startswith(PAGES):
            return _answer(cast(ApiRequest, request))
        return get_response(request)

    return answer


def _answer(call: ApiRequest) -> HttpResponse:
    begun = time.perf_counter()
    # Pages leave their language and zone with the thread.
    translation.activate("en")
    timezone.deactivate()
    call.now, call.unknown = timezone.now(), []
    call.path_info = call.path_info.rstrip("/")
    match = None
    try:
        body.keep(call, body.MOST_BYTES_OF_FILES if call.path_info in FILES else body.MOST_BYTES)
        match = get_resolver(ADDRESSES).resolve(call.path_info)
        answer = cast(HttpResponse, match.func(call, *match.args, **match.kwargs))
    except Http404:
        answer = to_response(call, not_found("address"))
    except Refused as refused:
        answer = to_response(call, refused)
    except Exception:
        answer = failed(call)
    if answer.status_code == 405:
        answer = to_response(call, _not_so(call, answer))
    _head(call, answer)
    _note(call, answer, match, begun)
    return answer


def _not_so(call: HttpRequest, answer: HttpResponse) -> Refused:
    return Refused(405, f"{call.method} is not possible here.", code="method_not_allowed", headers={"Allow": answer["Allow"]})


def failed(call: HttpRequest) -> HttpResponse:
    """Something of ours broke; the log has it under the request's number."""
    log.exception("%s %s failed", call.method, call.path_info)
    number = getattr(call, "request_id", "")
    return to_response(call, Refused(500, f"Something went wrong on our side. Tell whoever runs this installation the number {number}."))


def _head(call: ApiRequest, answer: HttpResponse) -> None:
    answer["Cache-Control"] = "no-store"
    if rate := getattr(call, "rate", None):
        answer["RateLimit-Limit"], answer["RateLimit-Remaining"], answer["RateLimit-Reset"] = (
            str(limit()),
            str(rate.remaining),
            str(rate.reset),
        )
        answer["RateLimit-Policy"] = f"{limit()};w=60"
    if call.unknown:
        answer["Warning"] = f'299 - "Unknown and ignored: {", ".join(call.unknown[:20])}"'


def _note(call: ApiRequest, answer: HttpResponse, match: ResolverMatch | None, begun: float) -> None:
    """For the log of what programs asked; who is unknown is not in it."""
    caller = getattr(call, "caller", None)
    if caller is None:
        return
    agency = getattr(call, "agency", None)
    path = f"/{match.route}" if match else "unknown"
    made = ApiCall(
        api_client_id=caller.id,
        agency_id=agency.id if agency else None,
        at=call.now,
        method=call.method or "",
        path=path.replace("<", "{").replace(">", "}"),
        status=answer.status_code,
        milliseconds=round((time.perf_counter() - begun) * 1000),
        from_ip=call.actor.ip,
        request_id=getattr(call, "request_id", ""),
    )
    look: Look | None = getattr(call, "look", None) if answer.status_code == 200 else None
    journal.note(made, look)
