"""Addresses, the contacts that hold them, and the ledger of consent."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.db.models.functions import Lower, Reverse
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.contacts.channels import CHANNELS, TYPES
from duenotice.db.constraints import SameAgency
from duenotice.lib.identity import uuid7
from duenotice.lifecycle.states import Lifecycled, retention_indexes


class Consent(models.TextChoices):
    """An address's opt-in status at its agency. Nobody opted it in or out: UNSET, which shows no badge (C7)."""

    UNSET = "unset", ""
    IN = "in", _("OPTED-IN")
    OUT = "out", _("OPTED-OUT")


class InvalidSource(models.TextChoices):
    """How it was found that an address cannot be reached (C3)."""

    FORMAT = "format", _("its format")
    LOOKUP = "lookup", _("a lookup")
    RECEIPT = "receipt", _("the carrier")
    BOUNCE = "bounce", _("a bounced email")
    STAFF = "staff", _("staff")


class Address(AgencyRecord):
    """A phone number (E.164) or email address (lower case) at one agency: one row, whoever shares it, and also where no contact does.

    What is true of the address stands here once: consent, validity by channel, line type and zones. This row is the lock that consent and
    dispatch meet at: whoever ends deliverability takes it FOR UPDATE first, whoever composes or hands off takes it FOR SHARE.
    """

    # Its composite indexes begin with the agency; one of it alone would only be written, or chosen wrongly.
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField(choices=[("phone", _("phone")), ("email", _("email"))])
    value = models.TextField()
    consent = models.TextField(choices=Consent, default=Consent.UNSET)
    consent_at = models.DateTimeField(null=True)
    # Channels that cannot reach it: all that it could have, or e.g. only text for a landline. Empty means it is valid.
    invalid_for = ArrayField(models.TextField(), default=list)
    invalid_reason = models.TextField(default="")
    invalid_source = models.TextField(choices=InvalidSource, default="", blank=True)
    invalid_at = models.DateTimeField(null=True)
    line_type = models.TextField(default="unknown")
    time_zones = ArrayField(models.TextField(), default=list)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="address_in_agency"),
            UniqueConstraint(fields=["agency", "kind", "value"], name="address_is_unique"),
            CheckConstraint(condition=Q(consent__in=Consent.values), name="address_consent_is_known"),
            CheckConstraint(condition=Q(invalid_for__contained_by=list(CHANNELS)), name="address_invalid_for_channels"),
            CheckConstraint(condition=Q(invalid_for=[], invalid_reason="") | ~Q(invalid_reason=""), name="address_invalid_has_reason"),
        ]
        indexes = [
            # Any run of digits, any part of an email, inside one agency.
            GinIndex(F("agency"), OpClass(F("value"), "gin_trgm_ops"), name="address_value_trigrams"),
            # The few that are Invalid.
            Index(fields=["agency", "id"], condition=~Q(invalid_for=[]), name="address_invalid"),
            # Those whose people said something.
            Index(fields=["agency", "consent"], condition=~Q(consent="unset"), name="address_consent"),
            # Beginnings, and endings of numbers, which trigrams serve badly at millions.
            Index(F("agency"), OpClass(F("value"), "text_pattern_ops"), name="address_value_beginning"),
            Index(F("agency"), OpClass(Reverse("value"), "text_pattern_ops"), condition=Q(kind="phone"), name="address_phone_ending"),
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def opted_out(self) -> bool:
        return self.consent == Consent.OUT

    @property
    def opted_in(self) -> bool:
        return self.consent == Consent.IN

    def invalid_on(self, channel: str) -> bool:
        return channel in self.invalid_for


class Contact(AgencyRecord, Lifecycled):
    """One phone number or email address of one client; or of no client, where a message went to an address that no contact had.

    Consent is not here: it is the address's, and so the same for every contact that shares it (O4).
    """

    # Its composite indexes begin with the agency; one of it alone would only be written, or chosen wrongly.
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_constraint=False, null=True, db_index=False, related_name="contacts")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, db_constraint=False, db_index=False, related_name="contacts")
    entered = models.CharField(max_length=254)
    extension = models.CharField(max_length=20, default="", blank=True)
    name = models.CharField(max_length=100, default="", blank=True)
    type = models.TextField(default="mobile")
    channel = models.TextField()
    source = models.TextField(default="staff")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="replaced_by")
    # A lookup found it then, and nobody has confirmed since that it is the client's: no message goes to it (K4).
    unconfirmed_at = models.DateTimeField(null=True)
    # Set by opting in and restoring: Sync Messages is offered on the contact screen until taken (O2, L3).
    sync_offered_at = models.DateTimeField(null=True)

    client_id: UUID | None
    address_id: UUID
    replaces_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="contact_in_agency"),
            # Over every state, so that a twin is found even when it is archived or trashed (C6).
            UniqueConstraint(fields=["agency", "client", "address"], name="contact_is_unique_on_client", nulls_distinct=False),
            SameAgency("client_id", "clients_client", name="contact_client_same_agency"),
            SameAgency("address_id", "contacts_address", name="contact_address_same_agency"),
            SameAgency("replaces_id", "contacts_contact", name="contact_replaces_same_agency"),
            CheckConstraint(condition=Q(channel__in=list(CHANNELS)), name="contact_channel_is_known"),
            CheckConstraint(condition=Q(type__in=list(TYPES)), name="contact_type_is_known"),
        ]
        indexes = [
            *retention_indexes("contact"),
            Index(fields=["agency", "-id"], name="contact_newest"),
            Index(fields=["agency", "address"], name="contact_by_address"),
            # All but the two usual kinds, of which a page is full at once: a rare channel or type is found without a walk through millions.
            Index(
                fields=["agency", "channel", "type", "-id"],
                condition=~Q(channel="text", type="mobile") & ~Q(channel="email", type="other"),
                name="contact_uncommon",
            ),
            Index(fields=["agency", "created_at"], name="contact_created"),
            # Any part of a contact's own name; few have one.
            GinIndex(F("agency"), OpClass(Lower("name"), "gin_trgm_ops"), condition=~Q(name=""), name="contact_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.entered


class ConsentEvent(models.Model):
    """One change of consent: append-only, refused UPDATE and DELETE by the database (O5).

    Also the person's own word that changes nothing is one. Rows are in order by id: see append_ledger.sql.
    It names the address by id and by keyed hash, and people by id, so that purging leaves nothing personal here and a later import of the
    address still starts opted out.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    address_id = models.UUIDField()
    address_hash = models.BinaryField(max_length=32)
    change = models.TextField(choices=[("out", "opted out"), ("in", "opted in"), ("unset", "undone"), ("unclear", "unclear wish")])
    how = models.TextField()
    actor_id = models.UUIDField(null=True)
    wording_version = models.TextField(default="")
    message_id = models.UUIDField(null=True)

    class Meta:
        indexes = [
            Index(fields=["agency", "address_id", "id"], name="consent_of_address"),
            Index(fields=["agency", "address_hash", "id"], name="consent_of_hash"),
        ]


class ConsentWords(models.Model):
    """What a person wrote when they changed their consent; purge may delete it, the ledger stays."""

    consent_event = models.OneToOneField(ConsentEvent, on_delete=models.PROTECT, primary_key=True, related_name="words")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()


class SocialProfile(AgencyRecord):
    """A link to a person's page on a network, kept with a contact (K1)."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, related_name="social_profiles")
    network = models.TextField()
    url = models.URLField(max_length=500)

    contact_id: UUID

    class Meta:
        constraints = [
            SameAgency("contact_id", "contacts_contact", name="social_profile_contact_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "contact", "url"], name="social_profile_is_unique"),
        ]


class LegalHold(AgencyRecord):
    """Why a client's or a contact's data must stay: while it stands, nothing of them moves on or is purged (L4)."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="legal_holds")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="legal_holds")
    why = models.CharField(max_length=300)
    placed_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.UUIDField(null=True)

    client_id: UUID | None
    contact_id: UUID | None

    class Meta:
        constraints = [
            SameAgency("client_id", "clients_client", name="hold_client_same_agency"),
            SameAgency("contact_id", "contacts_contact", name="hold_contact_same_agency"),
            CheckConstraint(condition=Q(client=None) ^ Q(contact=None), name="hold_is_on_one_record"),
            UniqueConstraint(fields=["agency", "client"], condition=Q(lifted_at=None, contact=None), name="one_hold_per_client"),
            UniqueConstraint(fields=["agency", "contact"], condition=Q(lifted_at=None, client=None), name="one_hold_per_contact"),
        ]
