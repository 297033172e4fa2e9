"""Lookups: what was asked about an address, for which purpose, and what each provider found."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.contacts.models import Address, Contact
from duenotice.db.constraints import SameAgency


class Purpose(models.TextChoices):
    """Why somebody is looked up; kept with each lookup (K3)."""

    REACH = "reach", _("Reach a client about a court date")
    CHECK = "check", _("Check that an address still is the client's")
    LOCATE = "locate", _("Find another way to reach a client")
    OTHER = "other", _("Another duty of the court")


class Status(models.TextChoices):
    """What came of asking one provider."""

    WAITING = "waiting", _("waiting")
    HIT = "hit", _("found")
    MISS = "miss", _("nothing found")
    ERROR = "error", _("no answer")
    SKIPPED = "skipped", _("not asked")


class Lookup(AgencyRecord):
    """One press of Add. It goes with its contact, and with its address, when they are purged."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, db_constraint=False, related_name="lookups")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="lookups")
    options = ArrayField(models.TextField(), default=list)
    purpose = models.TextField(choices=Purpose)
    made_by = models.UUIDField(null=True)

    address_id: UUID
    contact_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="lookup_in_agency"),
            SameAgency("address_id", "contacts_address", name="lookup_address_same_agency", on_delete="CASCADE"),
            SameAgency("contact_id", "contacts_contact", name="lookup_contact_same_agency", on_delete="CASCADE"),
            CheckConstraint(condition=Q(purpose__in=Purpose.values), name="lookup_purpose_is_known"),
        ]
        indexes = [
            Index(fields=["agency", "-id"], name="lookup_newest"),
            Index(fields=["agency", "address", "-id"], name="lookup_of_address"),
            Index(fields=["agency", "contact"], name="lookup_of_contact"),
        ]


class Answer(AgencyRecord):
    """What one provider said to one lookup, as facts alone; its words as they came are not kept.

    `asked_at` is when the provider was asked, which for one that was `cached` is earlier than the lookup; on one that still waits, it says
    that the question is on its way. `facts` are {name, value, sure}.
    """

    lookup = models.ForeignKey(Lookup, on_delete=models.CASCADE, db_constraint=False, related_name="answers")
    provider = models.TextField()
    options = ArrayField(models.TextField(), default=list)
    status = models.TextField(choices=Status, default=Status.WAITING)
    code = models.TextField(default="", blank=True)
    facts = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)
    cached = models.BooleanField(default=False)

    lookup_id: UUID

    class Meta:
        constraints = [
            SameAgency("lookup_id", "lookups_lookup", name="answer_lookup_same_agency", on_delete="CASCADE"),
            CheckConstraint(condition=Q(status__in=Status.values), name="answer_status_is_known"),
            UniqueConstraint(fields=["agency", "lookup", "provider"], name="one_answer_per_provider"),
        ]
        indexes = [Index(fields=["agency", "created_at"], name="answers_of_a_day")]


class Switch(AgencyRecord):
    """A provider that an agency has switched on, or had, with what it was told, sealed (K3)."""

    provider = models.TextField()
    on = models.BooleanField(default=False)
    told = models.BinaryField(default=b"")
    # How often in a row it failed, how the last time, and until when it is therefore left alone (resting.py).
    failures = models.PositiveIntegerField(default=0, db_default=0)
    fault = models.TextField(default="", db_default="", blank=True)
    rests_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [UniqueConstraint(fields=["agency", "provider"], name="one_switch_per_provider")]
