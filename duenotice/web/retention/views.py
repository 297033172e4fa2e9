"""Legal holds on clients and contacts, and purging by hand (L4)."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from duenotice.actions.legal_holds import HeldAlready, lift_hold, place_hold
from duenotice.actions.purging import ROOTS
from duenotice.actions.retention import begin_purge
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.clients.presses import client_or_404
from duenotice.web.contacts.labels import label_of
from duenotice.web.contacts.presses import contact_or_404
from duenotice.web.jobs.shown import Shown
from duenotice.web.press import press
from duenotice.web.text import TextField


class HoldForm(forms.Form):
    """Why the record must stay."""

    why = TextField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("For example the case or the order. Everybody who sees the record sees it."),
    )


@page("update_clients")
def hold_client(request: PageRequest, id: UUID) -> HttpResponse:
    """Place a legal hold on a client."""
    found = client_or_404(request, id)
    return _hold(request, found, found.name)


@page("update_contacts")
def hold_contact(request: PageRequest, id: UUID) -> HttpResponse:
    """Place a legal hold on a contact."""
    found = contact_or_404(request, id)
    return _hold(request, found, label_of(found))


@press("purge", back="client")
def lift_client_hold(request: PageRequest, id: UUID) -> None:
    _lift(request, client_or_404(request, id))


@press("purge", back="contact")
def lift_contact_hold(request: PageRequest, id: UUID) -> None:
    _lift(request, contact_or_404(request, id))


def purge_press(kind: str) -> Callable[..., HttpResponseBase]:
    """Purge one record by hand; the job's page is the report."""

    @require_POST
    @page("purge")
    def purge(request: PageRequest, id: UUID) -> HttpResponse:
        record = get_object_or_404(ROOTS[kind], agency_id=request.agency.id, id=id, trashed_at__isnull=False)
        job = begin_purge(agency=request.agency, kind=kind, ids=[record.id], actor=request.actor, now=request.now)
        return redirect(Shown(request, job).url)

    return purge


def _hold(request: PageRequest, target: Client | Contact, name: str) -> HttpResponse:
    form, back = HoldForm(request.POST or None), "client" if isinstance(target, Client) else "contact"
    if form.is_valid():
        try:
            place_hold(agency=request.agency, target=target, why=form.cleaned_data["why"], actor=request.actor, now=request.now)
        except HeldAlready as refused:
            alert(request, "info", str(refused))
        else:
            alert(
                request,
                "success",
                _("%(name)s is under a legal hold: it neither moves on by itself nor can it be purged.") % {"name": name},
            )
        return redirect(back, request.agency.reference, target.id)
    words = {"form": form, "name": name, "back": back, "record": target}
    return render(request, "web/retention/hold_form.html", words, status=422 if form.errors else 200)


def _lift(request: PageRequest, target: Client | Contact) -> None:
    lifted = lift_hold(agency=request.agency, target=target, actor=request.actor, now=request.now)
    alert(request, "success" if lifted else "info", _("The legal hold is lifted.") if lifted else _("There is no legal hold on it."))
