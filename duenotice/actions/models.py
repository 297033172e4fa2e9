"""What pressing Undo needs (L5), and what carriers told us until it is applied."""

from uuid import UUID

from django.db import models
from django.db.models import Index, Q, UniqueConstraint

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency
from duenotice.lib.identity import uuid7
from duenotice.senders.models import Sender


class Undo(AgencyRecord):
    """One action that can be taken back: the records it changed as they were, and the messages it deleted, whole.

    It holds words of messages, so it is deleted when it expires and by purge.
    """

    user_id = models.UUIDField()
    verb = models.TextField()
    # {record kind: [ids]} with what the action changed, in the shape that the verb's own undo reads.
    before = models.JSONField()
    messages = models.JSONField(default=list)
    expires_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)


class News(models.Model):
    """What a carrier told us, verified and kept before it is answered; applied once, and emptied of its words then.

    News of a message that nobody knows stays parked, is looked at again ever more rarely, and is given up after three days.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_constraint=False, related_name="+")
    gateway = models.TextField()
    # The carrier's own id of it, so that what is told twice is kept once.
    key = models.TextField()
    content = models.JSONField()
    received_at = models.DateTimeField()
    # When it is looked at next; whoever looks moves this on first, so that two do not look at once.
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    applied_at = models.DateTimeField(null=True)

    sender_id: UUID

    class Meta:
        constraints = [
            SameAgency("sender_id", "senders_sender", name="news_sender_same_agency"),
            UniqueConstraint(fields=["agency", "gateway", "key"], name="news_is_told_once"),
        ]
        indexes = [
            Index(fields=["due_at"], condition=Q(applied_at=None), name="news_due"),
            Index(fields=["received_at"], name="news_by_age"),
        ]
