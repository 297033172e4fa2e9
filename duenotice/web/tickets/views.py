"""The Ticket form for everybody at an agency, and Admin, Tickets (P5)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.tickets import send_ticket, set_status
from duenotice.db.paging import page_by_cursor
from duenotice.tickets.models import Status, Ticket
from duenotice.web.access import MEMBER, PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.press import press
from duenotice.web.tickets.forms import TicketFilter, TicketForm, filled_in


@page(MEMBER)
def ticket(request: PageRequest) -> HttpResponse:
    """Report a problem. Whoever reported goes back to where they were, if that is known."""
    form = TicketForm(request.POST or None, initial=filled_in(request, request.agency.reference))
    if not form.is_valid():
        return render(request, "web/tickets/form.html", {"form": form}, status=422 if form.errors else 200)
    report = form.report(request.agency.reference)
    sent = send_ticket(agency=request.agency, report=report, by=request.user, actor=request.actor, now=request.now)
    _tell(request, sent)
    return redirect(report.page) if report.page else redirect("home")


@page("settings")
def tickets(request: PageRequest) -> HttpResponse:
    """What was reported, the newest first."""
    form = TicketFilter(request.GET)
    rows = Ticket.objects.filter(agency_id=request.agency.id).select_related("made_by")
    if wanted := form.wanted():
        rows = rows.filter(status=wanted)
    found = page_by_cursor(rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request))
    words = {"form": form, "page": found, "neighbours": neighbours(request, found), "wanted": wanted}
    return render(request, "web/tickets/list.html", words)


@page("settings")
def one_ticket(request: PageRequest, id: UUID) -> HttpResponse:
    """One ticket."""
    return render(request, "web/tickets/ticket.html", {"ticket": _ticket_or_404(request, id)})


@press("settings", back="one_ticket")
def close_ticket(request: PageRequest, id: UUID) -> None:
    found = _ticket_or_404(request, id)
    done = set_status(ticket=found, status=Status.CLOSED, actor=request.actor, now=request.now)
    alert(request, "success" if done else "info", _("The ticket is closed.") if done else _("The ticket was closed already."))


@press("settings", back="one_ticket")
def reopen_ticket(request: PageRequest, id: UUID) -> None:
    found = _ticket_or_404(request, id)
    done = set_status(ticket=found, status=Status.OPEN, actor=request.actor, now=request.now)
    alert(request, "success" if done else "info", _("The ticket is open again.") if done else _("The ticket was open already."))


def _ticket_or_404(request: PageRequest, id: UUID) -> Ticket:
    return get_object_or_404(Ticket.objects.select_related("made_by"), agency_id=request.agency.id, id=id)


def _tell(request: PageRequest, sent: Ticket) -> None:
    if sent.mailed_at:
        alert(request, "success", _("Your ticket went to your agency's support address. You can go on working."))
    elif request.agency.support_email:
        alert(
            request, "warning", _("Your ticket is kept, but it could not be mailed just now. Administrators see it under Admin, Tickets.")
        )
    else:
        alert(request, "success", _("Your ticket is kept. Your agency has no support address; administrators see it under Admin, Tickets."))
