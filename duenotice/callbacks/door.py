"""The way in for carriers: before sessions, cookies, languages and forms, which are people's. Receipts come in thousands."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import get_resolver
from django.utils import timezone, translation

ADDRESSES = "duenotice.callbacks.urls"
CARRIERS = "/carriers/"


def door(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware. Calls of carriers go no further in."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _answer(request) if request.path_info.startswith(CARRIERS) else get_response(request)

    return answer


def _answer(request: HttpRequest) -> HttpResponseBase:
    # Pages leave their language and zone with the thread.
    translation.activate("en")
    timezone.deactivate()
    try:
        match = get_resolver(ADDRESSES).resolve(request.path_info)
        return match.func(request, *match.args, **match.kwargs)  # type: ignore[no-any-return]
    except Http404:
        return HttpResponse("not found", status=404, content_type="text/plain")
