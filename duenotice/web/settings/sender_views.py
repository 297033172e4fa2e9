"""Admin, Agency phones and emails (P2)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.settings import SenderTaken, save_sender
from duenotice.senders.models import Sender
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.settings.sender_form import SenderForm
from duenotice.web.settings.sender_told import inbound_url
from duenotice.web.syncing.shown import tell_spread


@page("settings")
def senders(request: PageRequest) -> HttpResponse:
    """All that the agency sends from, phones first."""
    found = list(Sender.objects.filter(agency_id=request.agency.id).order_by("-kind", "disabled_at", "id"))
    return render(request, "web/settings/senders.html", {"senders": found})


@page("settings")
def new_sender(request: PageRequest, kind: str) -> HttpResponse:
    if kind not in ("phone", "email"):
        raise Http404("a sender is a phone or an email")
    channels = ["email"] if kind == "email" else ["text", "voice"]
    return _edit(request, Sender(agency=request.agency, kind=kind, channels=channels))


@page("settings")
def sender(request: PageRequest, id: UUID) -> HttpResponse:
    found = Sender.objects.filter(agency_id=request.agency.id, id=id).first()
    if found is None:
        raise Http404("no such agency phone or email")
    return _edit(request, found)


def _edit(request: PageRequest, edited: Sender) -> HttpResponse:
    new = edited._state.adding
    form = SenderForm(request.POST or None, sender=edited, region=request.agency.region)
    if request.method == "POST" and form.is_valid():
        try:
            spread = save_sender(agency=request.agency, sender=form.filled(), actor=request.actor, now=request.now)
        except SenderTaken as taken:
            form.add_error("value", str(taken))
        else:
            alert(request, "success", _("%(sender)s is saved.") % {"sender": edited})
            tell_spread(request, spread)
            return redirect("try_sender", request.agency.reference, edited.id) if new else redirect("senders", request.agency.reference)
    words = {"form": form, "sender": edited, "new": new, "inbound": inbound_url(edited)}
    return render(request, "web/settings/sender.html", words, status=422 if form.errors else 200)
