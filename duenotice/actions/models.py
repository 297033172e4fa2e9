"""What pressing Undo needs (L5)."""

from django.db import models

from duenotice.agencies.models import AgencyRecord


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
