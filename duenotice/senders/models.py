"""What an agency sends from: its phones and its emails."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.db.constraints import SameAgency

PHONE_CHANNELS = ["text", "voice", "fax"]


class Registration(models.TextChoices):
    """Where a number stands with the carriers (10DLC campaign, toll-free verification)."""

    NOT_NEEDED = "not_needed", _("Not needed")
    UNREGISTERED = "unregistered", _("Not registered")
    PENDING = "pending", _("Pending")
    REGISTERED = "registered", _("Registered")


class Sender(AgencyRecord):
    """An agency phone or an agency email: an address of the agency, the channels that it carries, and the gateway behind it.

    `speed` is in segments per second (texts) or messages per second (other channels). The token bucket holds at most one second's worth;
    it may go below zero when a message turns out longer than planned, and is filled by the database's clock.
    """

    kind = models.TextField(choices=[("phone", _("Phone")), ("email", _("Email"))])
    value = models.TextField()
    name = models.CharField(max_length=60, default="", blank=True)
    channels = ArrayField(models.TextField())
    primary_channels = ArrayField(models.TextField(), default=list, blank=True)
    gateway = models.TextField()
    # The gateway's settings; encrypted, because credentials are among them.
    gateway_settings = models.BinaryField(default=b"")
    registration = models.TextField(choices=Registration, default=Registration.UNREGISTERED)
    speed = models.FloatField(default=1.0)
    tokens = models.FloatField(default=1.0)
    tokens_at = models.DateTimeField(default=timezone.now)
    disabled_at = models.DateTimeField(null=True)
    # What messages go from while this one's carrier does not take them.
    stand_in = models.ForeignKey("self", on_delete=models.SET_NULL, db_constraint=False, null=True, related_name="stands_in_for")
    # What somebody hears who calls it, and who takes the call then; both may be empty.
    call_answer = models.TextField(default="", blank=True)
    calls_go_to = models.TextField(default="", blank=True)
    # What the carrier has against the agency's own set-up (registration, sign-in …), until something goes through again.
    trouble = models.TextField(default="", blank=True)
    trouble_at = models.DateTimeField(null=True)
    # It was told by a receipt: that the carrier takes the next message in does not end it.
    trouble_by_receipt = models.BooleanField(default=False)
    trouble_told_at = models.DateTimeField(null=True)
    # Segments (texts) or messages a day, as carriers cap them; empty for no cap. Days begin at midnight Pacific, as T-Mobile's do.
    daily_limit = models.PositiveIntegerField(null=True)
    used_on = models.DateField(null=True)
    used = models.PositiveIntegerField(default=0)

    stand_in_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="sender_in_agency"),
            UniqueConstraint(fields=["agency", "kind", "value"], name="sender_value_is_unique"),
            CheckConstraint(condition=Q(speed__gt=0), name="sender_speed_is_positive"),
            SameAgency("stand_in_id", "senders_sender", name="sender_stand_in_same_agency"),
            CheckConstraint(condition=Q(stand_in=None) | ~Q(stand_in=models.F("id")), name="sender_stands_not_in_for_itself"),
            CheckConstraint(condition=Q(primary_channels__contained_by=models.F("channels")), name="sender_primary_for_its_channels"),
            CheckConstraint(
                condition=Q(kind="email", channels=["email"]) | Q(kind="phone", channels__contained_by=PHONE_CHANNELS),
                name="sender_channels_fit_its_kind",
            ),
            *[
                UniqueConstraint(
                    fields=["agency"], condition=Q(primary_channels__contains=[channel], disabled_at=None), name=f"one_primary_{channel}"
                )
                for channel in [*PHONE_CHANNELS, "email"]
            ],
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.value})" if self.name else self.value

    @property
    def usable(self) -> bool:
        return self.disabled_at is None

    def carries(self, channel: str) -> bool:
        """Whether messages go from it on this channel."""
        return self.usable and channel in self.channels

    @property
    def registered(self) -> bool:
        return self.registration in (Registration.REGISTERED, Registration.NOT_NEEDED)
