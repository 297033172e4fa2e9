"""API clients: the programs that call the API, their tokens, how often each called, what they asked, and what each was answered."""

from datetime import datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q
from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.lib.identity import uuid7


class ApiClient(models.Model):
    """A program that may call the API, for one agency or several. Like a user, it belongs to the installation; `agency` manages it.

    Its permissions are those of people (P1), the same in each of its agencies. Only a hash of its secret is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency_ids = ArrayField(models.UUIDField())
    name = models.CharField(max_length=100)
    permissions = ArrayField(models.TextField(), default=list)
    secret_hash = models.BinaryField(max_length=32)
    # Whatever its calls schedule is only simulated, in a live agency too.
    test = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    made_by = models.UUIDField(null=True)
    secret_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    agency_id: UUID

    class Meta:
        constraints = [CheckConstraint(condition=Q(agency_ids__contains=[F("agency")]), name="api_client_acts_for_its_agency")]
        indexes = [Index(fields=["agency", "-id"], name="api_clients_of_agency")]

    def __str__(self) -> str:
        return self.name

    def usable(self, now: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > now)


class ApiToken(models.Model):
    """What a program shows instead of its secret, for an hour. Only a hash of it is kept."""

    hash = models.BinaryField(primary_key=True, max_length=32)
    api_client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="tokens")
    permissions = ArrayField(models.TextField())
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [Index(fields=["expires_at"], name="api_tokens_expiring")]


class ApiRate(models.Model):
    """How many calls of a program its present minute has seen. It may be lost with a crash: the next minute begins afresh."""

    api_client = models.OneToOneField(ApiClient, on_delete=models.CASCADE, primary_key=True, related_name="+")
    started_at = models.DateTimeField()
    used = models.PositiveIntegerField()


class ApiCall(models.Model):
    """One call, as Admin shows it: nothing that was sent or answered, so nobody's data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    api_client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="calls")
    agency_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    method = models.TextField()
    # The address as documented, /v1/clients/{client} say: what stands in its braces may be a person's own number.
    path = models.TextField()
    status = models.PositiveSmallIntegerField()
    milliseconds = models.PositiveIntegerField()
    from_ip = models.GenericIPAddressField(null=True)
    request_id = models.TextField(default="")

    class Meta:
        indexes = [Index(fields=["api_client", "-id"], name="calls_of_api_client")]


class Answered(models.Model):
    """The answer to a POST that carried an Idempotency-Key, kept for a day, so that asking again does nothing twice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    api_client = models.ForeignKey(ApiClient, on_delete=models.CASCADE, related_name="+")
    key = models.TextField()
    request_hash = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField()
    body = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api_client", "key"], name="one_answer_per_idempotency_key")]
        indexes = [Index(fields=["at"], name="answers_by_time")]
