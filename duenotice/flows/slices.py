"""A whole agency, or all that follows one flow, in slices of events and then of clients, each small enough for a transaction."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.flows.origins import horizon, origins_about_events
from duenotice.flows.sync import Scope

SLICE = 5000
FIRST = UUID(int=0)


@dataclass(frozen=True)
class Extent:
    """What is sliced: the events that can still call for something, and the clients; with a flow, its events alone."""

    agency: Agency
    now: datetime
    flow_id: UUID | None = None

    @property
    def events(self) -> QuerySet[Event]:
        since = self.now - horizon(origins_about_events(self.agency))
        recent = Q(starts_at__gt=since) | Q(status_set_at__gt=since)
        events = Event.objects.filter(recent, agency_id=self.agency.id)
        return events.filter(flows__agency_id=self.agency.id, flows__flow_id=self.flow_id) if self.flow_id else events

    @property
    def clients(self) -> QuerySet[Client]:
        return Client.objects.none() if self.flow_id else Client.objects.filter(agency_id=self.agency.id)

    def size(self) -> int:
        return self.events.count() + self.clients.count()

    def after(self, place: "Place", most: int = SLICE) -> "tuple[Scope, Place] | None":
        """The slice that follows a place, and the place that it ends at; None where there is no more."""
        if place.events:
            ids = list(self.events.filter(id__gt=place.id).order_by("id").values_list("id", flat=True)[:most])
            if ids:
                return Scope(events=ids), Place(True, ids[-1])
            place = Place(False, FIRST)
        ids = list(self.clients.filter(id__gt=place.id).order_by("id").values_list("id", flat=True)[:most])
        return (Scope(clients=ids, eventless=True), Place(False, ids[-1])) if ids else None


@dataclass(frozen=True)
class Place:
    """How far it is: among the events, or after them among the clients; everything up to `id` is done."""

    events: bool = True
    id: UUID = FIRST

    @classmethod
    def read(cls, written: object) -> "Place":
        """The place that was written as JSON; the beginning for nothing."""
        return cls(bool(written[0]), UUID(str(written[1]))) if isinstance(written, list) else cls()

    def written(self) -> list[object]:
        return [self.events, str(self.id)]
