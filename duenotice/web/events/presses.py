"""The buttons on the event's page."""

from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from duenotice.actions.attendance import confirm_attendance, make_primary, remove_clients
from duenotice.actions.events import cancel_event, uncancel_event
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.events import told
from duenotice.web.press import press
from duenotice.web.undoing import undo


def event_or_404(request: PageRequest, id: UUID) -> Event:
    """One event of this agency, with its status and location."""
    return get_object_or_404(Event.objects.select_related("status", "location"), agency_id=request.agency.id, id=id)


@press("update_events", back="event")
def cancel(request: PageRequest, id: UUID) -> None:
    event = event_or_404(request, id)
    told.changed(request, event, cancel_event(agency=request.agency, ids=[id], actor=request.actor, now=request.now), "cancelled")


@press("update_events", back="event")
def uncancel(request: PageRequest, id: UUID) -> None:
    event = event_or_404(request, id)
    told.changed(request, event, uncancel_event(agency=request.agency, ids=[id], actor=request.actor, now=request.now), "uncancelled")


@press("update_events", back="event")
def archive_event(request: PageRequest, id: UUID) -> None:
    event = event_or_404(request, id)
    told.changed(request, event, archive(agency=request.agency, kind="event", ids=[id], actor=request.actor, now=request.now), "archived")


@press("update_events", back="event")
def trash_event(request: PageRequest, id: UUID) -> None:
    event = event_or_404(request, id)
    told.changed(request, event, trash(agency=request.agency, kind="event", ids=[id], actor=request.actor, now=request.now), "trashed")


@press("update_events", back="event")
def restore_event(request: PageRequest, id: UUID) -> None:
    event = event_or_404(request, id)
    told.changed(request, event, restore(agency=request.agency, kind="event", ids=[id], actor=request.actor, now=request.now), "restored")


@press("update_events", back="event")
def undo_event(request: PageRequest, id: UUID, undo_id: UUID) -> None:
    event_or_404(request, id)
    undo(request, undo_id)


@press("update_events", back="event")
def remove_event_client(request: PageRequest, id: UUID, client_id: UUID) -> None:
    event, client = event_or_404(request, id), get_object_or_404(Client, agency_id=request.agency.id, id=client_id)
    deleted = remove_clients(agency=request.agency, event=event, client_ids=[client_id], actor=request.actor, now=request.now)
    told.removed(request, client.name, deleted)


@press("update_events", back="event")
def make_primary_client(request: PageRequest, id: UUID, client_id: UUID) -> None:
    event, client = event_or_404(request, id), get_object_or_404(Client, agency_id=request.agency.id, id=client_id)
    done = make_primary(agency=request.agency, event=event, client_id=client_id, actor=request.actor, now=request.now)
    words = _("%(name)s is the primary client now.") if done else _("Nothing was changed.")
    alert(request, "success" if done else "info", words % {"name": client.name})


@press("update_events", back="event")
def client_will_come(request: PageRequest, id: UUID, client_id: UUID) -> None:
    """Staff heard it from the client."""
    event, client = event_or_404(request, id), get_object_or_404(Client, agency_id=request.agency.id, id=client_id)
    done = confirm_attendance(agency=request.agency, event=event, client_id=client_id, actor=request.actor, now=request.now)
    words = _("Noted: %(name)s will come.") if done else _("Nothing was changed.")
    alert(request, "success" if done else "info", words % {"name": client.name})
