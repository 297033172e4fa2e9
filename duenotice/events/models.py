"""Court events, where they are, what state they are in, and who attends them."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import User
from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.db.constraints import SameAgency
from duenotice.lifecycle.states import Lifecycled, State, retention_indexes


class Colour(models.TextChoices):
    """How a status looks. Its name always stands beside the colour."""

    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    YELLOW = "yellow", _("Yellow")
    RED = "red", _("Red")
    GREY = "grey", _("Grey")


class Status(AgencyRecord):
    """A status that the agency gives to its events. One that disables messages lets none be scheduled about the event (A7)."""

    name = models.CharField(max_length=60)
    colour = models.TextField(choices=Colour, default=Colour.BLUE)
    disables_messages = models.BooleanField(default=False)
    # One that is not in use any more stays on the events that have it, and is not offered for others.
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="status_in_agency"),
            UniqueConstraint("agency", Lower("name"), name="status_name_is_unique"),
            CheckConstraint(condition=Q(colour__in=Colour.values), name="status_colour_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Location(AgencyRecord):
    """Where events are: a place with an address, a virtual one with a link, or both. Without a time zone of its own it has the agency's."""

    name = models.CharField(max_length=100)
    address = models.CharField(max_length=200, default="", blank=True)
    link = models.CharField(max_length=200, default="", blank=True)
    time_zone = models.TextField(default="", blank=True)
    in_use = models.BooleanField(default=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="location_in_agency"),
            UniqueConstraint("agency", Lower("name"), name="location_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def where(self) -> str:
        """What a message says as its address: the address, else the link."""
        return self.address or self.link


class Event(AgencyRecord, Lifecycled):
    """A court event. Its local date and time in the court's zone are what people are told; `starts_at` is the same moment in UTC.

    `version` grows with every change of what a message may say; a message rendered for an older version is not handed off. What messages
    say of status and location is kept on the event itself, so that sending one reads one row.
    """

    # Its composite indexes begin with the agency; one of it alone would only be written, or chosen wrongly.
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=60, default="", blank=True)
    type = models.CharField(max_length=60, default="", blank=True)
    status = models.ForeignKey(Status, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="events")
    status_name = models.CharField(max_length=60, default="", blank=True)
    messages_disabled = models.BooleanField(default=False)
    # When it got the status that it has: messages that a status calls for are counted from here.
    status_set_at = models.DateTimeField(null=True)
    description = models.CharField(max_length=200, default="", blank=True)
    # For staff alone, like the description.
    notes = models.TextField(default="", blank=True)
    date = models.DateField()
    time = models.TimeField()
    time_zone = models.TextField()
    starts_at = models.DateTimeField()
    location = models.ForeignKey(Location, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="events")
    location_name = models.CharField(max_length=100, default="", blank=True)
    location_address = models.CharField(max_length=200, default="", blank=True)
    judge = models.CharField(max_length=100, default="", blank=True)
    case_number = models.CharField(max_length=60, default="", blank=True)
    cancelled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    status_id: UUID | None
    location_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="event_in_agency"),
            SameAgency("status_id", "events_status", name="event_status_same_agency"),
            SameAgency("location_id", "events_location", name="event_location_same_agency"),
            UniqueConstraint("agency", Lower("reference"), condition=~Q(reference=""), name="event_reference_is_unique"),
        ]
        indexes = [
            *retention_indexes("event"),
            Index(fields=["agency", "starts_at"], name="event_by_start"),
            GinIndex(F("agency"), OpClass(Lower("reference"), "gin_trgm_ops"), name="event_reference_trigrams"),
            GinIndex(F("agency"), OpClass(Lower("case_number"), "gin_trgm_ops"), name="event_case_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What people call it: its type with its case number or reference."""
        return " ".join(part for part in (self.type or self.description, self.case_number or self.reference) if part) or str(_("Event"))

    @property
    def is_silent(self) -> bool:
        """Nothing is sent about it: it is cancelled, not live, or its status disables messages (M4, A7)."""
        return is_silent(cancelled=self.cancelled_at is not None, state=self.state, disabled=self.messages_disabled)

    def expects(self, now: datetime) -> bool:
        """Whether somebody can still say that they will come: it lies ahead, and nobody called it off."""
        return self.is_live and self.cancelled_at is None and self.starts_at > now


def is_silent(*, cancelled: bool, state: State, disabled: bool) -> bool:
    """The rule of `Event.is_silent`, for facts that are not on one row."""
    return cancelled or state is not State.LIVE or disabled


class Attendance(AgencyRecord):
    """One client at one event; one of them is the primary."""

    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, db_constraint=False, related_name="attendances")
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_constraint=False, related_name="attendances")
    primary = models.BooleanField(default=True)
    # The moment that the client said they would come to: once the event is moved, it is confirmed no longer.
    confirmed_for = models.DateTimeField(null=True)

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

    @property
    def confirmed(self) -> bool:
        """The client said that they would come, and the event was not moved since."""
        return self.confirmed_for is not None and self.confirmed_for == self.event.starts_at


class CalendarFeed(AgencyRecord):
    """A link by which one user's calendar program reads the agency's events without signing in. Only a hash of its token is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_hash = models.BinaryField()

    user_id: UUID

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "user"], name="one_calendar_feed_per_user"),
            UniqueConstraint(fields=["agency", "token_hash"], name="calendar_feed_token_is_unique"),
        ]
