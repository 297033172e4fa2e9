"""Check-ins: somebody says that they have come, at a desk or a kiosk of the court."""

from uuid import UUID

from django.db import models
from django.db.models import Index, UniqueConstraint

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.db.constraints import SameAgency
from duenotice.events.models import Event


class Checkin(AgencyRecord):
    """One person's arrival, in the words of whoever took it down; with the client and the event where they are known."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="checkins")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="checkins")
    name = models.CharField(max_length=200, default="", blank=True)
    phone = models.CharField(max_length=254, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    location = models.CharField(max_length=100, default="", blank=True)
    language = models.CharField(max_length=60, default="", blank=True)
    service = models.CharField(max_length=100, default="", blank=True)
    department = models.CharField(max_length=100, default="", blank=True)
    notes = models.TextField(default="", blank=True)
    status = models.CharField(max_length=60, default="", blank=True)

    client_id: UUID | None
    event_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="checkin_in_agency"),
            SameAgency("client_id", "clients_client", name="checkin_client_same_agency"),
            SameAgency("event_id", "events_event", name="checkin_event_same_agency"),
        ]
        indexes = [Index(fields=["agency", "-id"], name="checkin_newest"), Index(fields=["agency", "client"], name="checkin_by_client")]
