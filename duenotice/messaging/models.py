"""Messages, the attempts to hand them off, and what gateways say of them afterwards."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import AgencyRecord
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.db.constraints import SameAgency
from duenotice.db.only_simulate import OnlySimulates
from duenotice.events.models import Event
from duenotice.lib.identity import uuid7
from duenotice.messaging.part import Part as Part  # a table of this room, too
from duenotice.senders.models import Sender
from duenotice.words.models import Template


class Status(models.TextChoices):
    """The life of a message. Arrows only point forward; see docs/message-life.md.

    scheduled → claimed → submitting → sent → delivered | failed; claimed and submitting may go back to scheduled while nothing was
    handed off.
    """

    SCHEDULED = "scheduled", _("scheduled")
    CLAIMED = "claimed", _("scheduled")
    SUBMITTING = "submitting", _("sending")
    SENT = "sent", _("sent")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    SIMULATED = "simulated", _("simulated")
    UNKNOWN = "unknown", _("unknown")
    EXPIRED = "expired", _("expired")
    CANCELLED = "cancelled", _("cancelled")
    RECEIVED = "received", _("received")


# What opting out and its kin delete: nothing has been handed to a gateway yet.
WAITING = [Status.SCHEDULED, Status.CLAIMED]
# What reached its person, may have, or would have in live mode.
HANDED_OFF = [Status.SUBMITTING, Status.SENT, Status.DELIVERED, Status.UNKNOWN, Status.SIMULATED]


class Kind(models.TextChoices):
    ONE_OFF = "one_off", _("one-off")
    AUTO = "auto", _("auto message")
    FLOW = "flow", _("flow")
    REPLY = "reply", _("reply")
    # A one-time code for the client portal; its digits are in `secret` alone, and stand in no feed (P4).
    CODE = "code", _("code")
    # One confirmation of a person's own STOP or START, or the answer to their own HELP; which of them, `occasion` says.
    COMPLIANCE = "compliance", _("confirmation")
    INBOUND = "inbound", _("received")


AUTOMATED = [Kind.AUTO, Kind.FLOW]
# In `held_for`: no worker claims it until a person has approved (approval.py). Statements spell it out, so that their indexes fit.
UNAPPROVED = "approval"
# The reason of a received message that changed nothing, because anybody may have written it in this address's name.
UNPROVEN = "unproven_author"


class File(AgencyRecord):
    """A file that messages carry."""

    name = models.CharField(max_length=150)
    type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [UniqueConstraint(fields=["agency", "id"], name="file_in_agency")]


class Message(AgencyRecord):
    """One communication, in or out. `send_at` is when it is due; for a received one, when it came. All times are UTC."""

    # Its composite indexes begin with the agency; one of it alone would only be written, or chosen wrongly.
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+", db_index=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, db_constraint=False, null=True, db_index=False, related_name="messages")
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, db_constraint=False, null=True, db_index=False, related_name="messages")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, db_constraint=False, related_name="messages")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="messages")
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="messages")
    kind = models.TextField(choices=Kind)
    channel = models.TextField()
    status = models.TextField(choices=Status)
    status_at = models.DateTimeField()
    # Which flow step or auto message called for it, and on which occasion: one message per occasion and contact. Of a confirmation, the
    # occasion is "stop", "start" or "help".
    origin_id = models.UUIDField(null=True)
    occasion = models.TextField(default="")
    # When what called for it wants it sent. `send_at` may be another moment by now: quiet hours hold it, or somebody sent it at once.
    planned_for = models.DateTimeField(null=True)
    # The words as composed, tags and all; or the template whose words are read when the message is rendered.
    template = models.ForeignKey(Template, on_delete=models.PROTECT, db_constraint=False, null=True, related_name="messages")
    language = models.CharField(max_length=10, default="en")
    subject = models.CharField(max_length=200, default="", blank=True)
    body = models.TextField(default="", blank=True)
    # Sealed: what takes the place of ****** in the words as they are handed off, so that staff never read it.
    secret = models.TextField(default="", db_default="", blank=True)
    # The words as they left, or would have left in simulate mode; kept until purge.
    sent_subject = models.TextField(default="", blank=True)
    sent_body = models.TextField(default="", blank=True)
    files = ArrayField(models.UUIDField(), default=list)
    segments = models.PositiveSmallIntegerField(default=1)
    words_hash = models.BinaryField(null=True)
    send_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # Staff pressed Send anyway, or it is a reply within a live conversation (M6).
    ignores_quiet_hours = models.BooleanField(default=False)
    # Staff, or a program, chose to send it although it repeats an earlier message (M5).
    repeats_anyway = models.BooleanField(default=False, db_default=False)
    # Only ever simulated, in live mode too: a test client of the API asked for it. Whatever inserts a row inside such a call, the
    # database sees to it by itself (db/only_simulate.py).
    only_simulate = models.BooleanField(db_default=OnlySimulates())
    # By which code it is held: a rule of may_leave.py, a refusal of the gateway's that passes, or UNAPPROVED.
    held_for = models.TextField(default="")
    # When sync made it, or moved it, to go within an hour; emptied once a person has approved. The brake counts these.
    hurried_at = models.DateTimeField(null=True)
    # Fences every write of a worker: a write is lost unless the number is still the one that the worker claimed with.
    claim = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Why it failed, is unknown, expired or was cancelled, or why what it asks was not done: a code, and words that a clerk understands.
    reason_code = models.TextField(default="")
    reason = models.TextField(default="")
    gateway = models.TextField(default="")
    gateway_reference = models.TextField(default="")
    # The message that failed and in whose place this one goes: another way to the same client, because a flow's step asks for it. An id
    # alone, because a purge may take either without the other.
    fallback_of = models.UUIDField(null=True)
    # Of a flow's message that failed: when it was settled what goes in its place, if anything.
    fallback_settled_at = models.DateTimeField(null=True)
    # For a reply or a confirmation: the message it answers.
    answers = models.ForeignKey("self", on_delete=models.PROTECT, db_constraint=False, null=True, related_name="answered_by")
    made_by = models.UUIDField(null=True)
    # Of received messages: was it read, does a person have to look at what it asks, and did it reach an address of several clients.
    read_at = models.DateTimeField(null=True)
    needs_review = models.BooleanField(default=False)
    shared_address = models.BooleanField(default=False)

    client_id: UUID | None
    contact_id: UUID | None
    address_id: UUID
    event_id: UUID | None
    sender_id: UUID | None
    template_id: UUID | None
    answers_id: UUID | None

    class Meta:
        constraints = [
            UniqueConstraint(fields=["agency", "id"], name="message_in_agency"),
            SameAgency("client_id", "clients_client", name="message_client_same_agency"),
            SameAgency("contact_id", "contacts_contact", name="message_contact_same_agency"),
            SameAgency("address_id", "contacts_address", name="message_address_same_agency"),
            SameAgency("event_id", "events_event", name="message_event_same_agency"),
            SameAgency("sender_id", "senders_sender", name="message_sender_same_agency"),
            SameAgency("template_id", "words_template", name="message_template_same_agency"),
            SameAgency("answers_id", "messaging_message", name="message_answers_same_agency"),
            CheckConstraint(condition=Q(status__in=Status.values), name="message_status_is_known"),
            CheckConstraint(condition=Q(channel__in=["text", "voice", "email", "fax"]), name="message_channel_is_known"),
            CheckConstraint(
                condition=Q(kind=Kind.INBOUND, status=Status.RECEIVED) | (~Q(kind=Kind.INBOUND) & ~Q(status=Status.RECEIVED)),
                name="message_inbound_is_received",
            ),
            # What only simulates takes nobody's occasion.
            UniqueConstraint(
                fields=["agency", "contact", "origin_id", "occasion", "only_simulate"],
                condition=Q(origin_id__isnull=False),
                name="one_message_per_occasion",
            ),
            UniqueConstraint(fields=["agency", "fallback_of"], condition=Q(fallback_of__isnull=False), name="one_fallback_per_message"),
            UniqueConstraint(fields=["agency", "answers"], condition=Q(kind=Kind.COMPLIANCE), name="one_confirmation_per_received"),
            UniqueConstraint(
                fields=["agency", "gateway", "gateway_reference"],
                condition=Q(kind=Kind.INBOUND),
                name="received_once_per_gateway_reference",
            ),
        ]
        indexes = [
            # The claim: what of this sender is due, oldest first.
            Index(
                fields=["agency", "sender", "send_at", "id"],
                condition=Q(status=Status.SCHEDULED) & ~Q(held_for=UNAPPROVED),
                name="message_due_by_sender",
            ),
            # The brake: what was made in a hurry, and what waits for approval.
            Index(fields=["agency", "hurried_at"], condition=Q(hurried_at__isnull=False), name="message_hurried"),
            Index(fields=["agency", "send_at"], condition=Q(status=Status.SCHEDULED, held_for=UNAPPROVED), name="message_unapproved"),
            # Opting out, becoming Invalid: what waits for this address.
            Index(fields=["agency", "address"], condition=Q(status__in=WAITING), name="message_waiting_by_address"),
            # What a worker left behind.
            Index(fields=["lease_until"], condition=Q(status__in=[Status.CLAIMED, Status.SUBMITTING]), name="message_leased"),
            Index(fields=["expires_at"], condition=Q(status=Status.SCHEDULED), name="message_expiring"),
            Index(fields=["status_at"], condition=Q(status=Status.UNKNOWN), name="message_unknown"),
            Index(
                fields=["status_at"], condition=Q(status=Status.FAILED, kind=Kind.FLOW, fallback_settled_at=None), name="message_unsettled"
            ),
            # Feeds.
            Index(fields=["agency", "-send_at", "-id"], name="message_feed"),
            Index(fields=["agency", "client", "-send_at", "-id"], name="message_feed_of_client"),
            Index(fields=["agency", "contact", "-send_at", "-id"], name="message_feed_of_contact"),
            Index(fields=["agency", "-send_at", "-id"], condition=Q(kind=Kind.INBOUND), name="message_inbox"),
            # Every page shows how many are unread.
            Index(fields=["agency"], condition=Q(kind=Kind.INBOUND, read_at=None), name="message_unread"),
            Index(fields=["agency", "address", "-send_at"], condition=~Q(kind=Kind.INBOUND), name="message_last_to_address"),
            # Purging: does another message carry the same file.
            GinIndex(fields=["files"], condition=~Q(files=[]), name="message_files"),
            # The duplicate rule (M5).
            Index(F("agency"), F("contact"), F("words_hash"), condition=Q(words_hash__isnull=False), name="message_same_words"),
        ]

    @property
    def inbound(self) -> bool:
        return self.kind == Kind.INBOUND

    @property
    def needs_consent(self) -> bool:
        """All but the confirmation of a STOP and the answer to a HELP (O1)."""
        return self.kind != Kind.COMPLIANCE or self.occasion == "start"

    @property
    def waiting(self) -> bool:
        return self.status in WAITING


class Attempt(models.Model):
    """One hand-off to a gateway, written before the call; how it ended is written after."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, db_constraint=False, related_name="attempt_set")
    number = models.PositiveSmallIntegerField()
    gateway = models.TextField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="")
    code = models.TextField(default="")
    words = models.TextField(default="")

    message_id: UUID

    class Meta:
        constraints = [
            SameAgency("message_id", "messaging_message", name="attempt_message_same_agency", on_delete="CASCADE"),
            UniqueConstraint(fields=["agency", "message", "number"], name="attempts_are_numbered"),
        ]


class Receipt(models.Model):
    """What a gateway said of a message after taking it; every one is kept, also those that change nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, db_constraint=False, related_name="receipts")
    at = models.DateTimeField()
    gateway = models.TextField()
    status = models.TextField()
    code = models.TextField(default="")
    words = models.TextField(default="")

    message_id: UUID

    class Meta:
        constraints = [SameAgency("message_id", "messaging_message", name="receipt_message_same_agency", on_delete="CASCADE")]
        indexes = [Index(fields=["agency", "message", "id"], name="receipt_of_message")]


class HandOff(models.Model):
    """What the built-in handset gateway was handed: the demo's phones and mailboxes, and the tests' independent witness."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="+")
    message_id = models.UUIDField()
    attempt = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    channel = models.TextField()
    sender = models.TextField()
    to = models.TextField()
    subject = models.TextField(default="")
    body = models.TextField()
    files = models.JSONField(default=list)

    class Meta:
        indexes = [Index(fields=["agency", "to", "-at"], name="hand_off_by_phone")]


class WorkerHeartbeat(models.Model):
    """One row per worker process: when it last said that it is well."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    started_at = models.DateTimeField()
    at = models.DateTimeField()
