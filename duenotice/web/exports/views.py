"""Exporting a list, or the whole agency, in the background (F2, U3)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from duenotice.reports.exporting import begin_export
from duenotice.reports.listings import LISTINGS
from duenotice.reports.whole_agency import begin_whole_export
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.clients.forms import SearchClients
from duenotice.web.contacts.forms import SearchContacts
from duenotice.web.events.forms import SearchEvents
from duenotice.web.jobs.shown import Shown
from duenotice.web.messages.feed import wanted as messages_wanted

# What a list's own address asks for; None where it makes no sense.
Search = Callable[[PageRequest, QueryDict], Any]
SEARCHES: dict[str, Search] = {
    "contacts": lambda request, asked: SearchContacts(asked).wanted(),
    "clients": lambda request, asked: SearchClients(asked).wanted(),
    "events": lambda request, asked: SearchEvents(request.agency, asked).wanted(by_client="view_clients" in request.permissions),
    "messages": lambda request, asked: messages_wanted(request.agency, {name: str(asked[name]) for name in asked}),
}


def export_press(listing: str) -> Callable[..., HttpResponseBase]:
    """Begins the export of a list; whoever may see the list may."""

    @page(LISTINGS[listing].permission)
    def export(request: PageRequest) -> HttpResponse:
        if request.method != "POST":
            return redirect(listing, request.agency.reference)
        search = SEARCHES[listing](request, QueryDict(request.POST.get("search", ""))) if listing in SEARCHES else None
        if search is None and listing in SEARCHES:
            alert(request, "error", _("Nothing was exported: the search could not be read. Search again, and export then."))
            return redirect(listing, request.agency.reference)
        format = "xlsx" if request.POST.get("format") == "xlsx" else "csv"
        told = {"actor": request.actor, "now": request.now}
        job = begin_export(agency=request.agency, listing=listing, search=search, format=format, **told)  # type: ignore[arg-type]
        return redirect(Shown(request, job).url)

    return export


@page("settings")
def export_agency(request: PageRequest) -> HttpResponse:
    """Begins the export of everything that the agency has."""
    if request.method != "POST":
        return redirect("settings", request.agency.reference)
    job = begin_whole_export(agency=request.agency, actor=request.actor, now=request.now)
    return redirect(Shown(request, job).url)
