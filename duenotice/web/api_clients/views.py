"""Admin, API: the programs that may call the API, and what they called."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused
from duenotice.accounts.permissions import PERMISSIONS, expand
from duenotice.actions.api_clients import Secret, create_api_client, save_api_client
from duenotice.agencies.models import Agency
from duenotice.db.paging import page_by_cursor
from duenotice.programs.models import ApiCall, ApiClient
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.api_clients.forms import ApiClientForm
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.people.ticks import groups
from duenotice.web.shown_once import show_once, shown_now


@dataclass(frozen=True)
class Row:
    """An API client as the list shows it; `badges` are names of badges. `own`: this agency manages it."""

    client: ApiClient
    badges: list[str]
    allowed: int
    agencies: list[str]
    own: bool


@page("api")
def api_clients(request: PageRequest) -> HttpResponse:
    found = ApiClient.objects.filter(agency_ids__contains=[request.agency.id]).select_related("agency").order_by("revoked_at", "name", "id")
    words = {"rows": [row(request, one) for one in found], "all": len(PERMISSIONS), "docs": f"{settings.PUBLIC_URL}/v1/docs"}
    return render(request, "web/api_clients/list.html", words)


@page("api")
def new_api_client(request: PageRequest) -> HttpResponse:
    form = ApiClientForm(request.agency, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _create(request, form)):
        show_once(request, made.client.id, made.secret)
        return redirect("api_client", request.agency.reference, made.client.id)
    return _draw(request, form, None)


@page("api")
def api_client(request: PageRequest, id: UUID) -> HttpResponse:
    client = client_or_404(request, id)
    form = ApiClientForm(request.agency, request.user, request.POST or None, client=client)
    if request.method == "POST" and form.is_valid() and _save(request, form, client):
        return redirect("api_client", request.agency.reference, id)
    return _draw(request, form, client)


def client_or_404(request: PageRequest, id: UUID) -> ApiClient:
    """One that acts for this agency."""
    return get_object_or_404(ApiClient.objects.select_related("agency"), id=id, agency_ids__contains=[request.agency.id])


def row(request: PageRequest, client: ApiClient) -> Row:
    expired = client.revoked_at is None and not client.usable(request.now)
    badges = [*(["revoked"] if client.revoked_at else []), *(["lapsed"] if expired else []), *(["test"] if client.test else [])]
    own = client.agency_id == request.agency.id
    names = Agency.objects.filter(id__in=client.agency_ids).order_by("name").values_list("name", flat=True) if own else [client.agency.name]
    return Row(client, badges, len(expand(client.permissions)), list(names), own)


def _create(request: PageRequest, form: ApiClientForm) -> Secret | None:
    try:
        return create_api_client(agency=request.agency, wanted=form.wanted(), by=request.user, actor=request.actor, now=request.now)
    except Refused as error:
        form.add_error(None, str(error))
        return None


def _save(request: PageRequest, form: ApiClientForm, client: ApiClient) -> bool:
    who: dict[str, Any] = {"by": request.user, "actor": request.actor, "now": request.now}
    try:
        save_api_client(agency=request.agency, client_id=client.id, wanted=form.wanted(), **who)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    alert(request, "success", _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
    return True


def _draw(request: PageRequest, form: ApiClientForm, client: ApiClient | None) -> HttpResponse:
    chosen = form.data.getlist("permissions") if form.is_bound else form.initial.get("permissions", [])  # type: ignore[attr-defined]
    words: dict[str, Any] = {"form": form, "client": client, "groups": groups(chosen, request.permissions)}
    if client is not None:
        words |= {"row": row(request, client), "secret": shown_now(request, client.id), **_calls(request, client)}
        words["within"] = words["row"].own and client.revoked_at is None and expand(client.permissions) <= request.permissions
    return render(request, "web/api_clients/one.html" if client else "web/api_clients/new.html", words, status=422 if form.errors else 200)


def _calls(request: PageRequest, client: ApiClient) -> dict[str, Any]:
    """What it called for this agency, the latest first."""
    rows = ApiCall.objects.filter(api_client=client, agency_id=request.agency.id)
    calls = page_by_cursor(rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request), size=25)
    return {"calls": calls.rows, **neighbours(request, calls)}
