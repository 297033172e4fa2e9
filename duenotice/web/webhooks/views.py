"""Admin, Webhooks: the programs that are told of changes, and what each was told."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.db.paging import page_by_cursor
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.shown_once import show_once, shown_now
from duenotice.web.webhooks.forms import WebhookForm
from duenotice.web.webhooks.words import answer, change, groups, summary
from duenotice.webhooks.managing import Made, NoTypes, TooMany, create_endpoint, find_endpoint, overlaps, save_endpoint
from duenotice.webhooks.models import Delivery, Endpoint, State
from duenotice.webhooks.targets import BadTarget


@page("api")
def webhooks(request: PageRequest) -> HttpResponse:
    found = Endpoint.objects.filter(agency_id=request.agency.id).order_by("name", "id")
    return render(request, "web/webhooks/list.html", {"rows": [(one, badge_of(one), summary(one)) for one in found]})


@page("api")
def new_webhook(request: PageRequest) -> HttpResponse:
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (made := _create(request, form)):
        show_once(request, made.endpoint.id, made.secret)
        return redirect("webhook", request.agency.reference, made.endpoint.id)
    return _draw(request, form, "new", {})


@page("api")
def edit_webhook(request: PageRequest, id: UUID) -> HttpResponse:
    endpoint = webhook_or_404(request, id)
    form = WebhookForm(request.POST or None, endpoint=endpoint)
    if request.method == "POST" and form.is_valid() and _save(request, form, endpoint):
        return redirect("webhook", request.agency.reference, id)
    return _draw(request, form, "edit", {"endpoint": endpoint})


@page("api")
def webhook(request: PageRequest, id: UUID) -> HttpResponse:
    endpoint = webhook_or_404(request, id)
    words = {"secret": shown_now(request, endpoint.id), "overlaps": overlaps(endpoint, request.now), "badge_name": badge_of(endpoint)}
    return render(request, "web/webhooks/one.html", {**words, "told": summary(endpoint), **_log(request, endpoint)})


@page("api", polled=True)
def webhook_part(request: PageRequest, id: UUID) -> HttpResponse:
    """The log again, while something waits."""
    return render(request, "web/webhooks/log.html", _log(request, webhook_or_404(request, id)))


def webhook_or_404(request: PageRequest, id: UUID) -> Endpoint:
    """One of this agency."""
    found = find_endpoint(request.agency, id)
    if found is None:
        raise Http404("no such webhook")
    return found


def badge_of(endpoint: Endpoint) -> str:
    """How it fares."""
    if endpoint.paused_at is not None:
        return "hook_paused" if endpoint.paused_by == "person" else "hook_stopped"
    return "hook_failing" if endpoint.failing_since else "hook_active"


def _create(request: PageRequest, form: WebhookForm) -> Made | None:
    try:
        return create_endpoint(agency=request.agency, wanted=form.wanted(), actor=request.actor, now=request.now)
    except (BadTarget, NoTypes, TooMany) as refused:
        _refuse(form, refused)
        return None


def _save(request: PageRequest, form: WebhookForm, endpoint: Endpoint) -> bool:
    try:
        save_endpoint(endpoint=endpoint, wanted=form.wanted(), actor=request.actor, now=request.now)
    except (BadTarget, NoTypes) as refused:
        _refuse(form, refused)
        return False
    alert(request, "success", _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
    return True


def _refuse(form: WebhookForm, refused: Exception) -> None:
    form.add_error({BadTarget: "url", NoTypes: "types"}.get(type(refused)), str(refused))


def _draw(request: PageRequest, form: WebhookForm, which: str, words: dict[str, Any]) -> HttpResponse:
    chosen = form.data.getlist("types") if form.is_bound else form.initial.get("types", [])  # type: ignore[attr-defined]
    words |= {"form": form, "groups": groups(chosen)}
    return render(request, f"web/webhooks/{which}.html", words, status=422 if form.errors else 200)


def _log(request: PageRequest, endpoint: Endpoint) -> dict[str, Any]:
    """What it was told, and is to be, the latest first."""
    rows = Delivery.objects.filter(agency_id=request.agency.id, endpoint_id=endpoint.id)
    failed = rows.filter(state=State.FAILED, test=False)
    only = request.GET.get("only") == "failed"
    found = page_by_cursor(failed if only else rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request), size=25)
    told = [(one, change(one), answer(one), f"hook_{one.state}") for one in found.rows]
    waiting = rows.filter(state=State.WAITING)
    watched = waiting.exists() if endpoint.paused_at is None else waiting.filter(test=True).exists()
    counts = {"failed": failed.count(), "waiting": waiting.count(), "only": only, "watched": watched}
    return {"endpoint": endpoint, "deliveries": told, **counts, **neighbours(request, found)}
