"""Court events and who attends them."""

from uuid import UUID

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Index, Q, UniqueConstraint
from django.db.models.functions import Lower

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.db.constraints import SameAgency
from duenotice.lifecycle.states import Lifecycled


class Event(AgencyRecord, Lifecycled):
    """A court event. Its local date and time in the court's zone are what people are told; `starts_at` is the same moment in UTC.

    `version` grows with every change of what a message may say; a message rendered for an older version is not handed off.
    """

    reference = models.CharField(max_length=60, default="", blank=True)
    type = models.CharField(max_length=60, default="", blank=True)
    status = models.CharField(max_length=60, default="", blank=True)
    description = models.CharField(max_length=200, default="", blank=True)
    date = models.DateField()
    time = models.TimeField()
    time_zone = models.TextField()
    starts_at = models.DateTimeField()
    location_name = models.CharField(max_length=100, default="", blank=True)
    location_address = models.CharField(max_length=200, default="", blank=True)
    judge = models.CharField(max_length=100, default="", blank=True)
    case_number = models.CharField(max_length=60, default="", blank=True)
    cancelled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="event_in_agency"),
            UniqueConstraint("agency", Lower("reference"), condition=~Q(reference=""), name="event_reference_is_unique"),
        ]
        indexes = [
            Index(fields=["agency", "starts_at"], name="event_by_start"),
            GinIndex(F("agency"), OpClass(Lower("reference"), "gin_trgm_ops"), name="event_reference_trigrams"),
        ]

    def __str__(self) -> str:
        return self.reference or self.description or self.type


class Attendance(AgencyRecord):
    """One client at one event; one of them is the primary."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, db_constraint=False, related_name="attendances")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_constraint=False, related_name="attendances")
    primary = models.BooleanField(default=True)

    event_id: UUID
    client_id: UUID

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "event", "client"], name="client_attends_once"),
            UniqueConstraint(fields=["agency", "event"], condition=Q(primary=True), name="one_primary_client_per_event"),
            SameAgency("event_id", "events_event", name="attendance_event_same_agency", on_delete="CASCADE"),
            SameAgency("client_id", "clients_client", name="attendance_client_same_agency"),
        ]
        indexes = [Index(fields=["agency", "client"], name="attendance_by_client")]
