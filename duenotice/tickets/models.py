"""Problems that people at an agency reported by the Ticket button (P5)."""

from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import pgettext_lazy

from duenotice.accounts.models import User
from duenotice.agencies.models import AgencyRecord


class Status(models.TextChoices):
    OPEN = "open", pgettext_lazy("ticket", "open")
    CLOSED = "closed", pgettext_lazy("ticket", "closed")


class Ticket(AgencyRecord):
    """What happened, on which page of the agency (its path alone), and the number that finds that request in the log."""

    what = models.TextField()
    page = models.TextField(default="", blank=True)
    request_id = models.TextField(default="", blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    status = models.TextField(choices=Status, default=Status.OPEN)
    # When the mail server took it for the agency's support address; none while nobody did.
    mailed_at = models.DateTimeField(null=True)

    made_by_id: UUID

    class Meta:
        constraints = [CheckConstraint(condition=Q(status__in=Status.values), name="ticket_status_is_known")]
        indexes = [models.Index(fields=["agency", "status", "id"], name="tickets_of_agency")]

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN
