"""The parts of messages, for carriers that tell of each by a name of their own."""

from uuid import UUID

from django.db import models
from django.db.models import Index, UniqueConstraint

from duenotice.db.constraints import SameAgency
from duenotice.lib.identity import uuid7


class Part(models.Model):
    """What a carrier calls one part of a message that it took, where it tells of each part by that name alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("messaging.Message", on_delete=models.CASCADE, db_constraint=False, related_name="parts")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    # In lower case, without zeros in front.
    reference = models.TextField()
    # "", delivered or failed.
    status = models.TextField(default="", db_default="")

    message_id: UUID

    class Meta:
        constraints = [
            SameAgency("message_id", "messaging_message", name="part_message_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "message", "attempt", "number"], name="parts_are_numbered"),
        ]
        indexes = [Index(fields=["agency", "reference"], name="part_by_reference")]
