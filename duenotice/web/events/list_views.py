"""Admin: the statuses and locations that events can have."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duenotice.actions.event_lists import ListSaved, NameTaken, save_location, save_status
from duenotice.events.models import Location, Status
from duenotice.lib.local_time import NoSuchTime
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.contacts.told import deleted_words
from duenotice.web.events.forms import LocationForm, StatusForm
from duenotice.web.events.told import followed_words


@page("settings")
def statuses(request: PageRequest) -> HttpResponse:
    """Event statuses."""
    rows = Status.objects.filter(agency_id=request.agency.id).order_by("-in_use", "name")
    return render(request, "web/events/statuses.html", {"statuses": rows})


@page("settings")
def locations(request: PageRequest) -> HttpResponse:
    """Locations."""
    rows = Location.objects.filter(agency_id=request.agency.id).order_by("-in_use", "name")
    return render(request, "web/events/locations.html", {"locations": rows})


@page("settings")
def edit_status(request: PageRequest, id: UUID | None = None) -> HttpResponse:
    """New Status, and one that is there."""
    old = get_object_or_404(Status, agency_id=request.agency.id, id=id) if id else None
    form = StatusForm(request.POST or None, initial=_initial(StatusForm, old))
    if form.is_valid():
        row = _filled(old or Status(agency=request.agency, created_at=request.now), form)
        try:
            told(request, save_status(agency=request.agency, status=row, actor=request.actor, now=request.now))
            return redirect("event_statuses", request.agency.reference)
        except NameTaken as refused:
            form.add_error("name", str(refused))
    return render(request, "web/events/status_form.html", {"form": form, "status": old}, status=422 if form.errors else 200)


@page("settings")
def edit_location(request: PageRequest, id: UUID | None = None) -> HttpResponse:
    """New Location, and one that is there."""
    old = get_object_or_404(Location, agency_id=request.agency.id, id=id) if id else None
    form = LocationForm(request.POST or None, initial=_initial(LocationForm, old))
    if form.is_valid():
        row = _filled(old or Location(agency=request.agency, created_at=request.now), form)
        try:
            told(request, save_location(agency=request.agency, location=row, actor=request.actor, now=request.now))
            return redirect("locations", request.agency.reference)
        except (NameTaken, NoSuchTime) as refused:
            form.add_error("name" if isinstance(refused, NameTaken) else "time_zone", str(refused))
    return render(request, "web/events/location_form.html", {"form": form, "location": old}, status=422 if form.errors else 200)


def told(request: PageRequest, saved: ListSaved) -> None:
    """What the change did to events and to what is scheduled about them."""
    words = [_("Saved.")]
    if saved.events:
        words.append(ngettext("%(count)d event has it.", "%(count)d events have it.", saved.events) % {"count": saved.events})
    if saved.deleted:
        words.append(deleted_words(saved.deleted))
    alert(request, "success", " ".join([*words, *followed_words(saved.followed)]))


def _initial(form: type[StatusForm] | type[LocationForm], row: Any) -> dict[str, Any] | None:
    return {name: getattr(row, name) for name in form.base_fields} if row else None


def _filled(row: Any, form: StatusForm | LocationForm) -> Any:
    for name, value in form.cleaned_data.items():
        setattr(row, name, value)
    return row
