"""What holds for every page of the portal: whose it is, who is in, in which language, and what browsers may keep of it (P4; ASVS V14.3.2).

Nothing of the staff's side is used: no session, no user, no cookie of theirs.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.portal.models import Visit
from duenotice.portal.visits import visit_of

Rest = ParamSpec("Rest")
VISIT, FORM, LANGUAGE = "portal_visit", "portal_form", "portal_language"
LANGUAGES = {"en": "English", "es": "Español"}
HEADERS = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


class PortalRequest(HttpRequest):
    """A request to one agency's portal. `form_token` goes into every form; `visit` is who is in."""

    agency_here: Agency
    visit: Visit | None
    now: datetime
    language: str
    form_token: str
    ip: str | None
    actor: Actor


View = Callable[Concatenate[PortalRequest, Rest], HttpResponse]


def open_page(view: View[Rest]) -> Callable[..., HttpResponse]:
    """A page for whoever comes: it shows nothing of anybody."""
    return _page(view, "public", lambda request: True)


def inside(view: View[Rest]) -> Callable[..., HttpResponse]:
    """A page for who is in; anybody else is led to the door."""
    return _page(view, "portal", lambda request: request.visit is not None)


def _page(view: View[Rest], access: str, may: Callable[[PortalRequest], bool]) -> Callable[..., HttpResponse]:
    # Django's own check refuses the empty origin that no-referrer makes browsers send.
    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, agency: str, *args: Any, **kwargs: Any) -> HttpResponse:
        here = _enter(request, agency)
        if not here.agency_here.portal_on:
            answer = render(here, "portal/closed.html", status=404)
        elif request.method == "POST" and not _ours(here):
            answer = render(here, "portal/too_long.html", status=403)
        elif not may(here):
            answer = redirect("portal", agency)
        else:
            answer = view(here, *args, **kwargs)
        return _finish(here, answer)

    opened.access = access  # type: ignore[attr-defined]
    return opened


def keep(request: PortalRequest, answer: HttpResponse, name: str, value: str, seconds: int | None = None) -> None:
    """A cookie that only this agency's portal gets back."""
    path = f"/portal/{request.agency_here.reference}/"
    answer.set_cookie(name, value, max_age=seconds, path=path, secure=settings.HTTPS, httponly=True, samesite="Strict")


def forget(request: PortalRequest, answer: HttpResponse, name: str) -> None:
    answer.delete_cookie(name, path=f"/portal/{request.agency_here.reference}/", samesite="Strict")


def _enter(request: HttpRequest, reference: str) -> PortalRequest:
    agency = Agency.objects.filter(reference=reference).first()
    if agency is None:
        raise Http404("no such agency")
    here = cast(PortalRequest, request)
    here.agency_here, here.now = agency, timezone.now()
    token = request.COOKIES.get(VISIT, "")
    here.visit = visit_of(agency, token, here.now) if token and agency.portal_on else None
    here.ip = request.META.get("REMOTE_ADDR")
    here.actor = Actor("portal", here.visit.client_id if here.visit else None, here.ip)
    here.language = _language(here)
    here.form_token = _form_token(agency, request.COOKIES.get(FORM) or secrets.token_urlsafe(24))
    timezone.activate(ZoneInfo(agency.time_zone))
    translation.activate(here.language)
    return here


def _language(request: PortalRequest) -> str:
    """What was chosen here, else the client's language, else the browser's."""
    of_client = request.visit.client.language if request.visit and request.visit.client else ""
    wanted = [request.GET.get("language"), request.COOKIES.get(LANGUAGE), of_client]
    return next((one for one in wanted if one in LANGUAGES), translation.get_language_from_request(request))


def _form_token(agency: Agency, cookie: str) -> str:
    """The cookie and what proves that a form came from a page that we gave to the same browser."""
    proof = hmac.digest(settings.SECRET_KEY.encode(), b"portal form" + agency.id.bytes + cookie.encode(), hashlib.sha256).hex()
    return f"{cookie}.{proof}"


def _ours(request: PortalRequest) -> bool:
    cookie = request.COOKIES.get(FORM, "")
    return bool(cookie) and hmac.compare_digest(request.POST.get("form", "").encode(), _form_token(request.agency_here, cookie).encode())


def _finish(request: PortalRequest, answer: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        answer[name] = value
    if not request.COOKIES.get(FORM):
        keep(request, answer, FORM, request.form_token.rpartition(".")[0])
    if request.GET.get("language") in LANGUAGES:
        keep(request, answer, LANGUAGE, request.language, 365 * 24 * 60 * 60)
    return answer
