"""What the event's page shows, and its form, gathered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from duenotice.actions.events import EventReferenceTaken
from duenotice.actions.flows import FlowIsClosed
from duenotice.clients.models import Client
from duenotice.clients.search import meant
from duenotice.events.models import Attendance, Event
from duenotice.flows.finding import flow_of
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.models import WAITING, Kind
from duenotice.messaging.removal import count_waiting
from duenotice.web.access import PageRequest
from duenotice.web.events.forms import AddClient, EventForm
from duenotice.web.events.scheduled import scheduled

MOST_MEANT = 10


def screen(request: PageRequest, event: Event, **forms: Any) -> dict[str, Any]:
    """The template's words; `forms` are those that were filled in with errors, by name."""
    return {
        "event": event,
        "zone": event.starts_at.astimezone(ZoneInfo(event.time_zone)).tzname(),
        "waiting": count_waiting(request.agency.id, by="event_id", ids=[event.id]),
        "attendances": attendances(event),
        "may_confirm": event.expects(request.now),
        "flow": flow_of(request.agency, event.id),
        "scheduled": scheduled(request.agency, event, request.now) if "view_messages" in request.permissions else None,
        "client_form": AddClient(),
        **forms,
    }


def attendances(event: Event) -> list[Attendance]:
    """Who attends, the primary one first, each with how many messages about the event wait."""
    of_event = Q(client__messages__agency_id=event.agency_id, client__messages__event_id=event.id)
    waiting = Count(
        "client__messages", filter=of_event & Q(client__messages__status__in=WAITING) & ~Q(client__messages__kind=Kind.COMPLIANCE)
    )
    rows = Attendance.objects.filter(agency_id=event.agency_id, event_id=event.id)
    return list(rows.select_related("client").annotate(waiting=waiting).order_by("-primary", "id"))


def primary_clients(request: PageRequest, events: Iterable[Event]) -> dict[UUID, Client] | None:
    """Whom each event is mainly for; None for those who may not view clients."""
    if "view_clients" not in request.permissions:
        return None
    rows = Attendance.objects.filter(agency_id=request.agency.id, event_id__in=[event.id for event in events], primary=True)
    return {row.event_id: row.client for row in rows.select_related("client")}


def clients_meant(request: PageRequest, event: Event, form: AddClient) -> list[Client]:
    """Those whom the typed name may mean and who are not there yet; without any, the form says so."""
    there = Attendance.objects.filter(agency_id=request.agency.id, event_id=event.id)
    found = list(meant(request.agency, form.cleaned_data["client"]).exclude(id__in=there.values("client_id"))[: MOST_MEANT + 1])
    if not found:
        form.add_error("client", _("No other client matches. Check the spelling, or add the client first."))
    if len(found) > MOST_MEANT:
        form.add_error("client", _("More clients match than are shown. Type more of the name, or the whole reference."))
    return found[:MOST_MEANT]


# What an event can be refused for, and the field that it stands beside.
Refused = EventReferenceTaken | FlowIsClosed | NoSuchTime
BESIDE: dict[type[Exception], str] = {EventReferenceTaken: "reference", FlowIsClosed: "flow", NoSuchTime: "time"}


def refuse(form: EventForm, refused: Refused) -> Event | None:
    """The words beside the field; answers the event that has the reference."""
    form.add_error(BESIDE[type(refused)], str(refused))
    return refused.event if isinstance(refused, EventReferenceTaken) else None


def form_page(
    request: PageRequest, form: EventForm, *, event: Event | None = None, client: Client | None = None, taken: Event | None = None
) -> HttpResponse:
    """The form of a new or an old event."""
    words = {"form": form, "event": event, "client": client, "taken": taken}
    return render(request, "web/events/form.html", words, status=422 if form.errors else 200)


def asked_client(request: PageRequest) -> Client | None:
    """The client for whom a new event is made, by `client` in the address."""
    try:
        id = UUID(request.GET.get("client", ""))
    except ValueError:
        return None
    return Client.objects.filter(agency_id=request.agency.id, id=id).first() if "view_clients" in request.permissions else None
