"""Webhooks: where an agency's programs want to be told of changes, and what each was told, or is still to be."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency


class PausedBy(models.TextChoices):
    """Why an endpoint is told nothing for now."""

    PERSON = "person", _("somebody paused it")
    FAILING = "failing", _("it took nothing for 24 hours")
    GONE = "gone", _("it answered that it is gone (410)")
    UNREADABLE = "unreadable", _("its secret cannot be read any more: make a new one")


class Endpoint(AgencyRecord):
    """One URL that is told of changes. `types` are types such as contact.opted_out, or every type of a kind, as contact.*

    Whoever tells it holds it until `lease_until`, one at a time, so that it hears in order; `claim` fences what a late one writes.
    """

    name = models.CharField(max_length=100)
    url = models.TextField()
    types = ArrayField(models.TextField())
    # Sealed, as gateways' settings are: the secret, and the one before it, which also signs until `old_until`.
    secret = models.BinaryField()
    secret_at = models.DateTimeField()
    old_secret = models.BinaryField(default=b"")
    old_until = models.DateTimeField(null=True)
    made_by = models.UUIDField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.TextField(choices=PausedBy, default="", blank=True)
    # When its pause was mailed to the agency.
    told_at = models.DateTimeField(null=True)
    # Since when, and how many times in a row, it took nothing; when it is tried again.
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    claim = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="endpoint_in_agency"),
            CheckConstraint(condition=~Q(types=[]), name="endpoint_is_told_something"),
            CheckConstraint(
                condition=Q(paused_at=None, paused_by="") | Q(paused_at__isnull=False, paused_by__in=PausedBy.values),
                name="endpoint_pause_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")


class Delivery(AgencyRecord):
    """One change told to one endpoint: `id` is its webhook-id at every try, `body` what is sent, byte for byte.

    `seq` orders what an endpoint is told. `tried` holds each try: {"at", "status", "ms", "code"}, the oldest first, MOST_TRIES at most.
    """

    endpoint = models.ForeignKey(Endpoint, on_delete=models.DO_NOTHING, db_constraint=False, related_name="deliveries")
    seq = models.BigIntegerField()
    type = models.TextField()
    record_id = models.UUIDField()
    body = models.TextField()
    # Pressed by a person to see whether it works: tried once, and while the endpoint is paused too.
    test = models.BooleanField(default=False)
    state = models.TextField(choices=State, default=State.WAITING)
    next_at = models.DateTimeField()
    first_at = models.DateTimeField(null=True)
    tried = models.JSONField(default=list)

    endpoint_id: UUID

    class Meta:
        constraints = [
            SameAgency("endpoint_id", "webhooks_endpoint", name="delivery_endpoint_same_agency"),
            CheckConstraint(condition=Q(state__in=State.values), name="delivery_state_is_known"),
        ]
        indexes = [
            # What is told next.
            Index(fields=["agency", "endpoint", "seq"], condition=Q(state=State.WAITING), name="delivery_waiting"),
            # Does something about the same record wait before it.
            Index(fields=["agency", "endpoint", "record_id", "seq"], condition=Q(state=State.WAITING), name="delivery_waiting_of_record"),
            Index(fields=["agency", "endpoint", "-id"], name="delivery_log"),
            Index(fields=["agency", "endpoint", "id"], condition=Q(state=State.FAILED), name="delivery_failed"),
        ]
