"""The tenant, its settings, and the log of what happened in it."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duenotice.lib.identity import uuid7


class Mode(models.TextChoices):
    SIMULATE = "simulate", _("Simulate Mode")
    LIVE = "live", _("Live Mode")


def protected_types() -> list[str]:
    """Whom lookups could bring into danger; an agency may name others."""
    return ["Victim", "Juvenile", "Sealed"]


def portal_details() -> list[str]:
    """What a person needs to come: no case number, no judge."""
    return ["type", "location"]


class Installation(models.Model):
    """The one row about this database: is sending paused for every agency, and which database is this."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sending_paused_at = models.DateTimeField(null=True)
    sending_paused_why = models.TextField(default="")
    # PostgreSQL's system identifier and timeline: another value means that a backup was restored here.
    database_identity = models.TextField(default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="installation_is_one_row")]


class Agency(models.Model):
    """A court or justice agency, with its settings. Times of day are local to `time_zone`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.SlugField(unique=True, max_length=60, validators=[RegexValidator(r"\A[a-z0-9-]+\Z")])
    name = models.CharField(max_length=100)
    created_at = models.DateTimeField(default=timezone.now)
    mode = models.TextField(choices=Mode, default=Mode.SIMULATE)
    time_zone = models.TextField(default="America/New_York")
    region = models.CharField(max_length=2, default="US")
    language = models.TextField(default="en")
    one_off_delay_minutes = models.PositiveSmallIntegerField(default=5)
    quiet_from = models.TimeField(default=time(20))
    quiet_until = models.TimeField(default=time(8))
    duplicate_window_minutes = models.PositiveSmallIntegerField(default=30)
    # When the API or an upload moves an event: are those already reminded sent one correction? Staff are asked each time (A5).
    corrects_by_itself = models.BooleanField(default=False, db_default=False)
    # More automated messages than this, made within an hour to go within an hour, wait for a person's approval; None lets all go.
    approve_above = models.PositiveIntegerField(null=True, blank=True, default=1000, db_default=1000)
    # What was made until then counts no more: a person has approved it, or cancelled it.
    approved_until = models.DateTimeField(null=True)
    stop_words = ArrayField(models.TextField(), default=list, blank=True)
    start_words = ArrayField(models.TextField(), default=list, blank=True)
    help_words = ArrayField(models.TextField(), default=list, blank=True)
    # The agency's own wording of confirmations: {"stop": {"en": "…", "es": "…"}, "start": {…}, "help": {…}}; empty ones use ours.
    replies = models.JSONField(default=dict, blank=True)
    # The agency's own wording of the correction of a moved event, {"en": ["subject", "body"], …}; missing languages use ours (A5).
    correction = models.JSONField(default=dict, blank=True)
    support_email = models.EmailField(default="", blank=True)
    help_phone = models.TextField(default="", blank=True)
    # Lookups (K3): how many questions to providers a day, and the types of clients about whom none is asked.
    lookups_a_day = models.PositiveSmallIntegerField(default=100)
    lookups_not_about = ArrayField(models.TextField(), default=protected_types, blank=True)
    # The client portal (P4): what it shows of an event beside its date and time, and for how many days a link in a message works.
    portal_on = models.BooleanField(default=True)
    portal_shows = ArrayField(models.TextField(), default=portal_details, blank=True)
    portal_link_days = models.PositiveSmallIntegerField(default=7)
    sending_paused_at = models.DateTimeField(null=True)
    sending_paused_by = models.UUIDField(null=True)
    # Its time zone changed then, and not all coming events have followed yet.
    events_moving_since = models.DateTimeField(null=True)
    # Days after which archived records go to the trash, and trashed ones for good; None is never (L4).
    auto_trash_days = models.PositiveSmallIntegerField(null=True, blank=True)
    auto_delete_days = models.PositiveSmallIntegerField(null=True, blank=True, default=30, db_default=30)
    # When records were last purged: what was written of them before, and is not finished, begins anew.
    purged_at = models.DateTimeField(null=True)
    # Of which kinds of records changes go into the outbox, because somebody is told of them.
    tells = ArrayField(models.TextField(), default=list, db_default=[], blank=True)
    # Keys the hashes that the consent ledger keeps of addresses (O5).
    hash_key = models.UUIDField(default=uuid4, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(mode__in=Mode.values), name="agency_mode_is_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def live(self) -> bool:
        return self.mode == Mode.LIVE

    @property
    def one_off_delay(self) -> timedelta:
        return timedelta(minutes=self.one_off_delay_minutes)

    @property
    def duplicate_window(self) -> timedelta:
        return timedelta(minutes=self.duplicate_window_minutes)


class AgencyRecord(models.Model):
    """What every row that an agency owns has. Tables that others point at also carry a unique constraint on (agency, id)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    agency_id: UUID

    class Meta:
        abstract = True

    def _do_update(self, base_qs: QuerySet[Any], *args: Any, **kwargs: Any) -> Any:
        """Saving a row names its agency, like every other statement."""
        return super()._do_update(base_qs.filter(agency_id=self.agency_id), *args, **kwargs)


class Activity(models.Model):
    """One thing that happened to one record: append-only, in the transaction of what it tells of. What it tells goes to webhooks by Outbox.

    It names people and records by id alone: personal data is never in it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    actor_kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    from_ip = models.GenericIPAddressField(null=True)
    verb = models.TextField()
    record_kind = models.TextField()
    record_id = models.UUIDField()
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["agency", "record_id", "id"], name="activity_of_record"),
            models.Index(fields=["agency", "id"], name="activity_in_order"),
            BrinIndex(fields=["at"], name="activity_by_time"),
        ]


class Outbox(models.Model):
    """One change that somebody outside is to be told of, until it is taken from here. The database itself puts it in: see decision 13.

    `id` rises, for one record, in the order of its changes. `type` is a kind of record and what happened, such as contact.opted_out; `data`
    holds ids and codes, never personal data. `mode` is the agency's at that moment.
    """

    id = models.BigAutoField(primary_key=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    type = models.TextField()
    record_id = models.UUIDField()
    mode = models.TextField()
    data = models.JSONField()


class ActivitySeal(models.Model):
    """One link of an agency's hash chain (P6): it vouches for `count` rows of its activity, those up to `upto` that no earlier one does.

    `hash` is what sealing.py computes of the previous seal's and of these rows. Append-only, numbered from 1 without gaps.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    upto = models.UUIDField()
    count = models.PositiveIntegerField()
    hash = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_seal_of_a_number")]
