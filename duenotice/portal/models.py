"""What the client portal remembers: codes that are out, who is in, and how often somebody knocked."""

from uuid import UUID

from django.db import models
from django.db.models import Index, UniqueConstraint

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.contacts.models import Address
from duenotice.db.constraints import SameAgency


class Code(AgencyRecord):
    """A one-time code that was sent to an address: to come in, or to add the address as a contact of `client`. Its digits are hashed."""

    address = models.ForeignKey(Address, on_delete=models.CASCADE, db_constraint=False, related_name="portal_codes")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="portal_codes")
    # What was typed, for the contact that is to be made.
    entered = models.CharField(max_length=254, default="", blank=True)
    digits_hash = models.BinaryField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    # Used, or put out of use by a newer one.
    ended_at = models.DateTimeField(null=True)

    address_id: UUID
    client_id: UUID | None

    class Meta:
        constraints = [
            SameAgency("address_id", "contacts_address", name="code_address_same_agency", on_delete="CASCADE"),
            SameAgency("client_id", "clients_client", name="code_client_same_agency", on_delete="CASCADE"),
        ]
        indexes = [Index(fields=["agency", "address", "-id"], name="codes_of_address")]


class Visit(AgencyRecord):
    """Somebody who is in: by a code sent to `address`, or as `client` by a link and the date of birth. Only a hash of its token is kept."""

    token_hash = models.BinaryField(max_length=32)
    address = models.ForeignKey(Address, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    # Who the person said and proved to be; none where an address is shared and nobody has asked yet.
    client = models.ForeignKey(Client, on_delete=models.CASCADE, db_constraint=False, null=True, related_name="+")
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # What the last press came to, for the next page.
    notice = models.TextField(default="", blank=True)

    address_id: UUID | None
    client_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "token_hash"], name="visit_token_is_unique"),
            SameAgency("address_id", "contacts_address", name="visit_address_same_agency", on_delete="CASCADE"),
            SameAgency("client_id", "clients_client", name="visit_client_same_agency", on_delete="CASCADE"),
        ]


class Knock(AgencyRecord):
    """One request for a code, or one guess, counted by a keyed hash of whom it was for and of where it came from."""

    what = models.TextField()
    by = models.BinaryField(max_length=32)

    class Meta:
        indexes = [
            Index(fields=["agency", "by", "what", "created_at"], name="knocks_counted"),
            Index(fields=["agency", "created_at"], name="knocks_forgotten"),
        ]
