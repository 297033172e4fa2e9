"""Reachability: the clients that no message reaches, why, and what to do (F4)."""

from django.http import HttpResponse
from django.shortcuts import render

from duenotice.messaging.reachability import unreachable_clients
from duenotice.messaging.reasons import reasons_of
from duenotice.web.access import PageRequest, page
from duenotice.web.paging import cursor_of, neighbours


@page("view_clients")
def reachability(request: PageRequest) -> HttpResponse:
    """Those with an event ahead first, the soonest on top."""
    found, shown = unreachable_clients(request.agency, request.now, cursor_of(request))
    words = {"rows": [(one, reasons_of(one)) for one in found], "neighbours": neighbours(request, shown)}
    return render(request, "web/reachability/list.html", words)
