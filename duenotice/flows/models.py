"""Auto messages, and flows with their steps: what calls for automated messages."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.events.models import Event, Status
from duenotice.lifecycle.states import Lifecycled
from duenotice.words.models import Template

MOST = {"days": 365, "hours": 240}


class Trigger(models.TextChoices):
    """What calls for an auto message (A1)."""

    BY_HAND = "by_hand", _("Sent by hand")
    CLIENT_CREATED = "client_created", _("A client is created")
    CLIENT_UPDATED = "client_updated", _("A client is updated")
    CONTACT_CREATED = "contact_created", _("A contact is created")
    CONTACT_UPDATED = "contact_updated", _("A contact is updated")
    EVENT_CREATED = "event_created", _("An event is created")
    EVENT_UPDATED = "event_updated", _("An event is updated")
    EVENT_STATUS = "event_status", _("An event gets a status")
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


RECURRING = [Trigger.DAILY, Trigger.WEEKLY, Trigger.MONTHLY]


class AutoMessage(AgencyRecord, Lifecycled):
    """A template, the channels it may go by, and what calls for it.

    `at`, `weekday` (0 is Monday) and `day_of_month` are local to the agency, and for recurring ones alone, which go to the clients whose
    status is `client_status`. A month without that day has it on its last one.
    """

    template = models.OneToOneField(Template, on_delete=models.PROTECT, db_constraint=False, related_name="auto_message")
    trigger = models.TextField(choices=Trigger, default=Trigger.BY_HAND)
    channels = ArrayField(models.TextField())
    status = models.ForeignKey(Status, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="auto_messages")
    client_status = models.CharField(max_length=60, default="", blank=True)
    at = models.TimeField(null=True)
    weekday = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(6)])
    day_of_month = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(31)])
    # Since when it has had its trigger: what happened before does not call for it.
    active_since = models.DateTimeField(null=True)
    # The occurrence that is scheduled for everybody already; the worker schedules the one after it once this has come.
    scheduled_through = models.DateTimeField(null=True)

    template_id: UUID
    status_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="auto_message_in_agency"),
            SameAgency("template_id", "words_template", name="auto_message_template_same_agency"),
            SameAgency("status_id", "events_status", name="auto_message_status_same_agency"),
            CheckConstraint(condition=Q(trigger__in=Trigger.values), name="auto_message_trigger_is_known"),
            CheckConstraint(condition=~Q(trigger=Trigger.EVENT_STATUS) | Q(status__isnull=False), name="auto_message_on_status_has_one"),
            CheckConstraint(condition=~Q(trigger__in=RECURRING) | Q(at__isnull=False), name="auto_message_recurs_at_a_time"),
        ]

    @property
    def name(self) -> str:
        return self.template.name


class FlowMode(models.TextChoices):
    """A disabled flow sends nothing; a closed one takes no new events, and goes on for those it has (A2)."""

    ENABLED = "enabled", _("Enabled")
    DISABLED = "disabled", _("Disabled")
    CLOSED = "closed", _("Closed")


class Flow(AgencyRecord, Lifecycled):
    """A sequence of steps around an event (A2)."""

    name = models.CharField(max_length=100)
    mode = models.TextField(choices=FlowMode, default=FlowMode.ENABLED)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="flow_in_agency"),
            UniqueConstraint("agency", Lower("name"), name="flow_name_is_unique"),
            CheckConstraint(condition=Q(mode__in=FlowMode.values), name="flow_mode_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_events(self) -> bool:
        """A closed, archived or trashed one takes no new events (A2)."""
        return self.mode != FlowMode.CLOSED and self.is_live


class StepKind(models.TextChoices):
    """What a step's time is counted from, and in which direction."""

    ON_CREATED = "on_created", _("When the event is created")
    ON_STATUS = "on_status", _("When the event gets a status")
    BEFORE = "before", _("Before the event")
    AFTER = "after", _("After the event")


class Unit(models.TextChoices):
    DAYS = "days", _("days")
    HOURS = "hours", _("hours")


class FlowStep(AgencyRecord):
    """One message of a flow: its words, when it goes, and by which channels (none listed: by whichever the contact has).

    `amount` 0 of an on_created or on_status step means at once, after the agency's delay. Days go at the local time `at` of the court;
    with `business_days`, Saturdays and Sundays are not counted.
    """

    flow = models.ForeignKey(Flow, on_delete=models.CASCADE, db_constraint=False, related_name="steps")
    template = models.OneToOneField(Template, on_delete=models.PROTECT, db_constraint=False, related_name="flow_step")
    kind = models.TextField(choices=StepKind)
    status = models.ForeignKey(Status, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="flow_steps")
    amount = models.PositiveSmallIntegerField(default=0)
    unit = models.TextField(choices=Unit, default=Unit.DAYS)
    business_days = models.BooleanField(default=False)
    at = models.TimeField(null=True)
    channels = ArrayField(models.TextField(), default=list, blank=True)
    # Where its message certainly fails, another way to the client is tried: a call, an email, the next contact.
    fallback = models.BooleanField(default=False, db_default=False)

    flow_id: UUID
    template_id: UUID
    status_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="flow_step_in_agency"),
            SameAgency("flow_id", "flows_flow", name="flow_step_flow_same_agency", on_delete="CASCADE"),
            SameAgency("template_id", "words_template", name="flow_step_template_same_agency"),
            SameAgency("status_id", "events_status", name="flow_step_status_same_agency"),
            CheckConstraint(condition=Q(kind__in=StepKind.values, unit__in=Unit.values), name="flow_step_is_known"),
            CheckConstraint(condition=~Q(kind=StepKind.ON_STATUS) | Q(status__isnull=False), name="flow_step_on_status_has_one"),
            CheckConstraint(condition=Q(amount__lte=MOST["days"]), name="flow_step_amount_is_sane"),
            # Whole days go at a time of day; what goes at once has none.
            CheckConstraint(
                condition=Q(unit=Unit.HOURS) | Q(at__isnull=False) | Q(kind__in=[StepKind.ON_CREATED, StepKind.ON_STATUS], amount=0),
                name="flow_step_days_have_a_time",
            ),
        ]


class EventFlow(AgencyRecord):
    """Which flow an event follows; at most one."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, db_constraint=False, related_name="flows")
    flow = models.ForeignKey(Flow, on_delete=models.PROTECT, db_constraint=False, related_name="event_flows")

    event_id: UUID
    flow_id: UUID

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "event"], name="one_flow_per_event"),
            SameAgency("event_id", "events_event", name="event_flow_event_same_agency", on_delete="CASCADE"),
            SameAgency("flow_id", "flows_flow", name="event_flow_flow_same_agency"),
        ]
        indexes = [Index(fields=["agency", "flow", "event"], name="events_of_flow")]
