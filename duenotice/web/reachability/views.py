"""Reachability: the clients that no message reaches, why, and what to do (F4)."""

from django.http import HttpResponse
from django.shortcuts import render

from duenotice.messaging.reachability import unreachable_clients
from duenotice.messaging.reasons import reasons_of
from duenotice.web.access import PageRequest, page
from duenotice.web.paging import cursor_of, neighbours

# Each row has several lines: as many as can be scrolled through on a phone.
SIZE = 25


@page("view_clients")
def reachability(request: PageRequest) -> HttpResponse:
    """Those with an event ahead first, the soonest on top."""
    found, shown = unreachable_clients(request.agency, request.now, cursor_of(request), size=SIZE)
    rows = [(one, reasons_of(one)) for one in found]
    advice = dict(reason for _one, reasons in rows for reason in reasons)
    words = {"rows": rows, "advice": advice.items(), "neighbours": neighbours(request, shown)}
    return render(request, "web/reachability/list.html", words)
