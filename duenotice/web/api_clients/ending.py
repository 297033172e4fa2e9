"""Ending the access that another agency's API client has to this one; its page is then no longer this agency's to see."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duenotice.actions.api_clients import end_access
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.api_clients.views import client_or_404


@page("api")
def end(request: PageRequest, id: UUID) -> HttpResponse:
    client = client_or_404(request, id)
    if request.method == "POST" and end_access(agency=request.agency, client_id=client.id, actor=request.actor, now=request.now):
        alert(request, "success", _("%(name)s no longer acts for your agency.") % {"name": client.name})
    return redirect("api", request.agency.reference)
