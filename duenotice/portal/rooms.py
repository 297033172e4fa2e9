"""What somebody who is in sees and does: coming events, and their own contacts, consent and language (P4)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.attendance import confirm_attendance
from duenotice.agencies.activity import look
from duenotice.events.calendar_file import calendar_file
from duenotice.events.models import Attendance
from duenotice.portal.access import PortalRequest, inside
from duenotice.portal.forms import AddressForm, LanguageForm, WhoForm
from duenotice.portal.knocking import knock
from duenotice.portal.models import Visit
from duenotice.portal.visits import become, clients, coming, contacts, notice, take_notice
from duenotice.portal.words import known, told


@inside
def events(request: PortalRequest) -> HttpResponse:
    """The coming events of the clients of the address."""
    return _events(request, WhoForm())


@inside
def who(request: PortalRequest) -> HttpResponse:
    """Of several people with one address: which are you?"""
    visit, form = _visit(request), WhoForm(request.POST or None)
    if form.is_valid() and _is(request, visit, form):
        return redirect("portal_mine", request.agency_here.reference)
    if form.is_bound and not form.errors:
        form.add_error("born", _("That is not the date of birth that we have. Check it, or ask the court."))
    return _events(request, form) if form.is_bound else redirect("portal_events", request.agency_here.reference)


@inside
def confirm(request: PortalRequest, id: UUID) -> HttpResponse:
    """Say that one will come."""
    if request.method == "POST":
        visit, attendance = _visit(request), _attendance(request, id)
        done = confirm_attendance(
            agency=request.agency_here,
            event=attendance.event,
            client_id=attendance.client_id,
            actor=request.actor,
            now=request.now,
        )
        notice(visit, _("Thank you. The court sees that you will come.") if done else _("This court date has changed. Look at it again."))
    return redirect("portal_events", request.agency_here.reference)


@inside
def calendar(request: PortalRequest, id: UUID) -> HttpResponse:
    """A file for the person's own calendar, with no more in it than the page shows."""
    file = calendar_file(request.agency_here, [_attendance(request, id).event], shows=request.agency_here.portal_shows)
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="court-date.ics"'
    return answer


@inside
def mine(request: PortalRequest) -> HttpResponse:
    """Contacts, consent and language of the one person that the visitor is."""
    return show_mine(request)


def show_mine(request: PortalRequest, form: AddressForm | None = None) -> HttpResponse:
    """The page, with the form as it was filled in."""
    visit = _visit(request)
    if visit.client is None:
        return redirect("portal_events", request.agency_here.reference)
    _write_look(request, visit, "portal_mine")
    words = {
        "visit": visit,
        "notice": take_notice(visit),
        "known": [known(visit, contact) for contact in contacts(visit)],
        "form": form or AddressForm(region=request.agency_here.region),
        "language_form": LanguageForm(initial={"language": visit.client.language}),
    }
    return render(request, "portal/mine.html", words, status=422 if form and form.errors else 200)


def _events(request: PortalRequest, form: WhoForm) -> HttpResponse:
    visit = _visit(request)
    several, rows = clients(visit), coming(visit, request.now)
    _write_look(request, visit, "portal_events")
    words: dict[str, Any] = {
        "visit": visit,
        "notice": take_notice(visit),
        "events": [told(request.agency_here, row, several=len(several) > 1) for row in rows],
        "several": [client for client in several if client.date_of_birth] if visit.client is None else [],
        "form": form,
    }
    return render(request, "portal/events.html", words, status=422 if form.errors else 200)


def _attendance(request: PortalRequest, id: UUID) -> Attendance:
    """One of the coming events that the page shows."""
    found = next((row for row in coming(_visit(request), request.now) if row.id == id), None)
    if found is None:
        raise Http404("no such event")
    return found


def _is(request: PortalRequest, visit: Visit, form: WhoForm) -> bool:
    """Whether the person is who they say, while guesses are few."""
    meant = form.cleaned_data["client"]
    few = knock(request.agency_here, "birth", whom=str(meant), place=request.ip, now=request.now)
    return few and become(visit, meant, form.cleaned_data["born"])


def _visit(request: PortalRequest) -> Visit:
    assert request.visit is not None
    return request.visit


def _write_look(request: PortalRequest, visit: Visit, page: str) -> None:
    for client in clients(visit):
        look(agency_id=request.agency_here.id, actor=request.actor, verb="viewed", at=client.id, page=page, now=request.now, part=True)
