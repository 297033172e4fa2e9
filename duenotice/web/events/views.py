"""The pages about events: the list with its search, the page of one, the form, and adding clients."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.actions.attendance import add_clients
from duenotice.actions.events import EventReferenceTaken, create_event
from duenotice.actions.flows import FlowIsClosed
from duenotice.clients.models import Client
from duenotice.db.paging import Page
from duenotice.events.search import find_events
from duenotice.lib.local_time import NoSuchTime
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.events.forms import AddClient, EventForm, SearchEvents
from duenotice.web.events.moving import save
from duenotice.web.events.presses import event_or_404
from duenotice.web.events.screen import asked_client, clients_meant, form_page, primary_clients, refuse, screen
from duenotice.web.paging import cursor_of, neighbours, without_cursor


@page("view_events")
def events(request: PageRequest) -> HttpResponse:
    """Search Events, and what it finds; the coming ones, while nothing is asked for."""
    searched = any(name in SearchEvents.base_fields for name in request.GET)
    form = SearchEvents(request.agency, request.GET if searched else {"first": timezone.localdate(request.now)})
    wanted = form.wanted(by_client="view_clients" in request.permissions)
    found = find_events(request.agency, wanted, cursor_of(request)) if wanted else Page([])
    words = {"form": form, "page": found, "neighbours": neighbours(request, found), "searched": searched}
    words["search"] = without_cursor(request) or urlencode({"first": timezone.localdate(request.now)})
    words["clients"] = primary_clients(request, found.rows)
    return render(request, "web/events/list.html", words, status=200 if wanted else 422)


@page("view_events")
def event(request: PageRequest, id: UUID) -> HttpResponse:
    """One event."""
    return render(request, "web/events/screen.html", screen(request, event_or_404(request, id)))


@page("create_events")
def new_event(request: PageRequest) -> HttpResponse:
    """New Event; with `?client=`, for that client."""
    form, client = EventForm(request.agency, request.POST or None), asked_client(request)
    if form.is_valid():
        try:
            ids = [client.id] if client else []
            made = create_event(agency=request.agency, fields=form.cleaned_data, client_ids=ids, actor=request.actor, now=request.now)
        except (EventReferenceTaken, FlowIsClosed, NoSuchTime) as refused:
            return form_page(request, form, client=client, taken=refuse(form, refused))
        alert(request, "success", _("%(event)s was added.") % {"event": made.name})
        return redirect("event", request.agency.reference, made.id)
    return form_page(request, form, client=client)


@page("update_events")
def edit_event(request: PageRequest, id: UUID) -> HttpResponse:
    """Edit an event; what is scheduled about it follows."""
    event = event_or_404(request, id)
    form = EventForm(request.agency, request.POST or None, event=event)
    if form.is_valid() and request.POST.get("confirmed") != "back":
        try:
            return save(request, event, form)
        except (EventReferenceTaken, FlowIsClosed, NoSuchTime) as refused:
            return form_page(request, form, event=event, taken=refuse(form, refused))
    return form_page(request, form, event=event)


@page("update_events")
def add_event_client(request: PageRequest, id: UUID) -> HttpResponse:
    """Add Client: by `client_id`, or by a name or reference that means one client; else those whom it may mean are shown."""
    event, form, found = event_or_404(request, id), AddClient(request.POST or None), []
    if request.POST.get("client_id"):
        found = [get_object_or_404(Client, agency_id=request.agency.id, id=_uuid(request.POST["client_id"]))]
    elif form.is_valid():
        found = clients_meant(request, event, form)
    if len(found) != 1:
        shown = screen(request, event, client_form=form, meant=found)
        return render(request, "web/events/screen.html", shown, status=422 if form.errors else 200)
    added = add_clients(agency=request.agency, event=event, client_ids=[found[0].id], actor=request.actor, now=request.now)
    words = _("%(name)s was added to the event.") if added else _("%(name)s is there already.")
    alert(request, "success" if added else "info", words % {"name": found[0].name})
    return redirect("event", request.agency.reference, id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
