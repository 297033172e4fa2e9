"""Admin, Client portal; and switching it off for one client (P4)."""

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from duenotice.actions.clients import switch_portal
from duenotice.actions.settings import save_settings
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.clients.presses import client_or_404
from duenotice.web.portals.forms import PortalForm
from duenotice.web.press import press


@page("portals")
def client_portal(request: PageRequest) -> HttpResponse:
    """On or off, what it shows, and where clients come in."""
    form = PortalForm(request.POST or None, agency=request.agency)
    if form.is_valid():
        changed = save_settings(agency=request.agency, fields=form.cleaned_data, actor=request.actor, now=request.now)
        alert(request, "success", _("Saved.") if changed else _("Nothing was changed."))
        return redirect("client_portal", request.agency.reference)
    door = settings.PUBLIC_URL + reverse("portal", args=[request.agency.reference])
    return render(request, "web/portals/portal.html", {"form": form, "door": door}, status=422 if form.errors else 200)


@press("portals", back="client")
def switch_portal_off(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    switch_portal(agency=request.agency, client=client, off=True, actor=request.actor, now=request.now)
    alert(request, "success", _("The portal is switched off for %(client)s.") % {"client": client.name})


@press("portals", back="client")
def switch_portal_on(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    switch_portal(agency=request.agency, client=client, off=False, actor=request.actor, now=request.now)
    alert(request, "success", _("The portal is switched on for %(client)s.") % {"client": client.name})
