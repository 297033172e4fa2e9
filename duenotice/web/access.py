"""Who may open a page. Every view declares it; a test fails for one that does not."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

from duenotice.accounts.models import User, permissions_of
from duenotice.accounts.permissions import ALL, WITHOUT_PEOPLE
from duenotice.agencies.activity import Actor, look, record
from duenotice.agencies.models import Agency

Rest = ParamSpec("Rest")
LAST_AGENCY = "last_agency"
# In the place of a permission: whoever belongs to the agency.
MEMBER = "member"
# What only says which page of a list, or what the browser has seen of it.
CURSOR = {"after", "before", "seen"}


class PageRequest(HttpRequest):
    """A request by somebody signed in, inside one agency. `now` is the one moment that everything in it goes by."""

    user: User
    agency: Agency
    permissions: frozenset[str]
    now: datetime
    htmx: HtmxDetails

    actor: Actor
    # A record that the view shows although its address does not name it.
    looks_at: UUID | None


def page(
    permission: str, *, polled: bool = False
) -> Callable[[Callable[Concatenate[PageRequest, Rest], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """A page of one agency, whose reference is the address's `agency`, for those who have `permission` there.

    MEMBER in its place: for all who belong to the agency. Looks at people's data and denials are written down, whatever the page (P6).

    Not a member: 404, as if there were no such agency. A member without the permission: 403. A `polled` page is asked for by the browser
    itself, again and again: it is no sign that somebody is there, so it does not keep the session from ending.
    """
    assert permission in {*ALL, MEMBER}, permission

    def decorate(view: Callable[Concatenate[PageRequest, Rest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @never_cache
        def opened(request: HttpRequest, agency: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            inside = _enter(request, agency)
            if not polled:
                _stay_signed_in(request)
            if permission != MEMBER and permission not in inside.permissions:
                write_denial(inside, permission)
                raise PermissionDenied(permission)
            answer = _remember(inside, view(inside, *args, **kwargs))
            if permission != MEMBER and permission not in WITHOUT_PEOPLE:
                write_look(inside, answer, part=polled or bool(inside.htmx))
            return answer

        opened.access = permission  # type: ignore[attr-defined]
        return opened

    return decorate


def write_look(request: PageRequest, answer: HttpResponseBase, *, part: bool) -> None:
    """Write down that somebody saw what `answer` shows; a redirect or an empty answer shows nothing.

    Which of viewed, searched and exported it was, and of which record, is read off the request, so that no page can forget it.
    """
    if answer.status_code not in (200, 422):
        return
    match = request.resolver_match
    assert match is not None
    at = request.looks_at or next((value for value in match.kwargs.values() if isinstance(value, UUID)), None)
    asked = any(str(value).strip() for name, value in request.GET.items() if name not in CURSOR)
    verb = "exported" if answer.has_header("Content-Disposition") else "searched" if asked and at is None else "viewed"
    page = match.url_name or ""
    look(agency_id=request.agency.id, actor=request.actor, verb=verb, at=at, page=page, now=request.now, part=part)


def write_denial(request: PageRequest, permission: str) -> None:
    """Write down that somebody asked for what their role does not allow (CJIS Security Policy AU-2)."""
    assert request.resolver_match is not None
    detail = {"permission": permission, "page": request.resolver_match.url_name}
    ids = [request.agency.id]
    record(agency_id=request.agency.id, actor=request.actor, verb="denied", kind="permission", ids=ids, now=request.now, detail=detail)


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page outside any agency, for whoever is signed in."""

    @wraps(view)
    @never_cache
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        _stay_signed_in(request)
        translation.activate(request.user.language)
        return view(request, *args, **kwargs)

    opened.access = "signed in"  # type: ignore[attr-defined]
    return opened


def public(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page for everybody: it shows nothing of anybody."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def _stay_signed_in(request: HttpRequest) -> None:
    """The session's half hour begins anew. Only its end is written: of two requests at once, neither undoes what the other keeps in it."""
    Session.objects.filter(session_key=request.session.session_key).update(expire_date=request.session.get_expiry_date())


def _remember(request: PageRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """The agency that one is in, so that the next sign-in on this device leads there."""
    reference = request.agency.reference
    if request.COOKIES.get(LAST_AGENCY) != reference:
        answer.set_cookie(LAST_AGENCY, reference, max_age=365 * 24 * 60 * 60, secure=settings.HTTPS, httponly=True, samesite="Lax")
    return answer


def _enter(request: HttpRequest, reference: str) -> PageRequest:
    user = cast(User, request.user)
    agency = Agency.objects.filter(reference=reference).first()
    permissions = permissions_of(user, agency.id) if agency else None
    if agency is None or permissions is None:
        raise Http404("no such agency")
    timezone.activate(ZoneInfo(agency.time_zone))
    translation.activate(user.language)
    inside = cast(PageRequest, request)
    inside.agency = agency
    inside.permissions = permissions
    inside.now = timezone.now()
    inside.looks_at = None
    inside.actor = Actor("user", user.id, request.META.get("REMOTE_ADDR"))
    return inside
