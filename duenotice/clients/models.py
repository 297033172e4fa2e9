"""Clients: the people and organisations that an agency writes to."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, UniqueConstraint, Value
from django.db.models.functions import Concat, Lower, Trim

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.folding import folded_column
from duenotice.lifecycle.states import LIVE, Lifecycled, retention_indexes


def word_of_name(number: int) -> Func:
    """SQL: the first (1) or last (-1) word of the name as it is searched."""
    return Func(F("search_name"), Value(" "), Value(number), function="split_part", output_field=models.TextField())


def full_name(first_name: str, middle_name: str, last_name: str, reference: str) -> str:
    """First, middle and last name; the reference where there is no name at all."""
    return " ".join(part for part in (first_name, middle_name, last_name) if part) or reference


class Client(AgencyRecord, Lifecycled):
    """A person (defendant, witness, victim, juror, attorney …) or an organisation, which then has only a last name."""

    # Its composite indexes begin with the agency; one of it alone would only be written, or chosen wrongly.
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    reference = models.CharField(max_length=60, default="", blank=True)
    first_name = models.CharField(max_length=100, default="", blank=True)
    middle_name = models.CharField(max_length=100, default="", blank=True)
    last_name = models.CharField(max_length=100, default="", blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    # What the agency calls this kind of client, its group and its status: words of the agency's own.
    type = models.CharField(max_length=60, default="", blank=True)
    group = models.CharField(max_length=60, default="", blank=True)
    status = models.CharField(max_length=60, default="", blank=True)
    gender = models.CharField(max_length=60, default="", blank=True)
    race = models.CharField(max_length=60, default="", blank=True)
    zip = models.CharField(max_length=20, default="", blank=True)
    # The client portal is switched off for this client alone (P4).
    portal_off = models.BooleanField(default=False)
    # The client's own IANA time zone where it is known; quiet hours go by it.
    time_zone = models.TextField(default="", blank=True)
    search_name = models.GeneratedField(
        expression=folded_column(Trim(Concat(F("first_name"), Value(" "), F("middle_name"), Value(" "), F("last_name")))),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="client_in_agency"),
            UniqueConstraint("agency", Lower("reference"), condition=~Q(reference=""), name="client_reference_is_unique"),
        ]
        indexes = [
            *retention_indexes("client"),
            # As people are listed: live ones by name, newest first among equals.
            models.Index(fields=["agency", "last_name", "first_name", "id"], condition=LIVE, name="client_live_by_name"),
            models.Index(fields=["agency", "-id"], name="client_newest"),
            # Who may be the same person: first and last word of the name, whatever stands between.
            models.Index(F("agency"), word_of_name(1), word_of_name(-1), name="client_by_words_of_name"),
            # Beginnings of a name or of its last word, which trigrams serve badly at millions.
            models.Index(F("agency"), OpClass(F("search_name"), "text_pattern_ops"), name="client_name_beginning"),
            models.Index(F("agency"), OpClass(word_of_name(-1), "text_pattern_ops"), name="client_last_word_beginning"),
            # Any part of a name or reference, inside one agency.
            GinIndex(F("agency"), OpClass(F("search_name"), "gin_trgm_ops"), name="client_name_trigrams"),
            GinIndex(F("agency"), OpClass(Lower("reference"), "gin_trgm_ops"), name="client_reference_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.middle_name, self.last_name, self.reference)
