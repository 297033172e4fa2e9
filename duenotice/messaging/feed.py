"""What a feed shows: the messages of an agency, a client, a contact or an address, newest first, page by page (M2)."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from duenotice.agencies.models import Agency
from duenotice.messaging.models import Kind, Message, Status

PAGE = 25
# Columns whose change changes what a reader sees.
SEEN = ("id", "status", "status_at", "updated_at", "send_at", "attempts", "held_for", "read_at", "needs_review")


@dataclass(frozen=True)
class Cursor:
    """A place in a feed: the message it stands at. Its text is safe in an address."""

    send_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.send_at.timestamp():.6f}~{self.id}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The cursor that was written as `text`; None for nonsense."""
        moment, _, id = text.partition("~")
        try:
            return cls(datetime.fromtimestamp(float(moment), tz=UTC), UUID(id))
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Wanted:
    """Which messages a feed shows; what is None or empty does not narrow it. Moments are UTC, `until` is not included."""

    client_id: UUID | None = None
    contact_id: UUID | None = None
    address_id: UUID | None = None
    event_id: UUID | None = None
    status: str = ""
    channel: str = ""
    direction: str = ""
    since: datetime | None = None
    until: datetime | None = None
    unread: bool = False
    to_review: bool = False


@dataclass(frozen=True)
class FeedPage:
    """One page, newest first, the cursors of its neighbours, and a fingerprint that changes when anything shown on it changes."""

    messages: list[Message]
    newer: Cursor | None
    older: Cursor | None
    fingerprint: str


def feed_page(agency: Agency, wanted: Wanted, *, before: Cursor | None = None, after: Cursor | None = None, size: int = PAGE) -> FeedPage:
    """The page of messages older than `before`, or newer than `after`, or the newest."""
    found = messages_wanted(agency, wanted).select_related("client", "contact", "address", "event", "sender")
    if after is not None:
        nearest = list(found.filter(_newer_than(after)).order_by("send_at", "id")[: size + 1])
        more, rows = len(nearest) > size, nearest[:size][::-1]
        newer, older = (_at(rows[0]) if more else None), (_at(rows[-1]) if rows else None)
    else:
        if before is not None:
            found = found.filter(_older_than(before))
        nearest = list(found.order_by("-send_at", "-id")[: size + 1])
        more, rows = len(nearest) > size, nearest[:size]
        newer, older = (_at(rows[0]) if before is not None and rows else None), (_at(rows[-1]) if more else None)
    return FeedPage(rows, newer, older, fingerprint(rows))


def fingerprint(messages: list[Message]) -> str:
    """A short text that differs as soon as one of the messages differs, or another one is among them."""
    seen = "\n".join(repr([getattr(message, name) for name in SEEN]) for message in messages)
    return hashlib.sha256(seen.encode()).hexdigest()[:20]


def one_message(agency: Agency, message_id: UUID) -> Message | None:
    """A message with all that its page shows; None where the agency has no such message."""
    return (
        messages_wanted(agency, Wanted())
        .select_related("client", "contact", "address", "event", "sender", "answers")
        .filter(id=message_id)
        .first()
    )


@dataclass(frozen=True)
class Figures:
    """The small figures of the dashboard."""

    scheduled_today: int
    failed: int
    unknown: int
    unread: int
    to_review: int


def figures(agency: Agency, *, day_ends: datetime, recent: datetime) -> Figures:
    """Counts: what goes until the local day ends; what failed since `recent`, all that is unknown; what waits to be read or decided."""
    mine = Message.objects.filter(agency_id=agency.id)
    inbox = mine.filter(kind=Kind.INBOUND)
    return Figures(
        scheduled_today=mine.filter(status__in=[Status.SCHEDULED, Status.CLAIMED], send_at__lt=day_ends).count(),
        failed=mine.filter(status=Status.FAILED, send_at__gte=recent).count(),
        unknown=mine.filter(status=Status.UNKNOWN).count(),
        unread=inbox.filter(read_at=None).count(),
        to_review=inbox.filter(needs_review=True).count(),
    )


def problems(agency: Agency, *, recent: datetime, most: int = 10) -> list[Message]:
    """What staff should look at, newest first: unknown ones, and those that failed or expired since `recent`."""
    pending = Q(status=Status.UNKNOWN) | Q(status__in=[Status.FAILED, Status.EXPIRED], send_at__gte=recent)
    found = messages_wanted(agency, Wanted()).filter(pending).select_related("client", "contact", "address", "event", "sender")
    return list(found.order_by("-send_at", "-id")[:most])


def messages_wanted(agency: Agency, wanted: Wanted) -> QuerySet[Message]:
    found = Message.objects.filter(agency_id=agency.id)
    for name in ("client_id", "contact_id", "address_id", "event_id", "channel"):
        value = getattr(wanted, name)
        found = found.filter(**{name: value}) if value else found
    if wanted.status:
        found = found.filter(narrowed_to_status(wanted.status))
    if wanted.direction:
        inbound = Q(kind=Kind.INBOUND)
        found = found.filter(inbound if wanted.direction == "in" else ~inbound)
    if wanted.since:
        found = found.filter(send_at__gte=wanted.since)
    if wanted.until:
        found = found.filter(send_at__lt=wanted.until)
    if wanted.unread:
        found = found.filter(read_at=None)
    return found.filter(needs_review=True) if wanted.to_review else found


def narrowed_to_status(status: str) -> Q:
    """Messages that people see in this status: what a worker has claimed is still scheduled to them."""
    seen = {"scheduled": [Status.SCHEDULED, Status.CLAIMED], "sending": [Status.SUBMITTING]}
    return Q(status__in=seen.get(status, [status]))


def _at(message: Message) -> Cursor:
    return Cursor(message.send_at, message.id)


def _older_than(cursor: Cursor) -> Q:
    return Q(send_at__lte=cursor.send_at) & (Q(send_at__lt=cursor.send_at) | Q(id__lt=cursor.id))


def _newer_than(cursor: Cursor) -> Q:
    return Q(send_at__gte=cursor.send_at) & (Q(send_at__gt=cursor.send_at) | Q(id__gt=cursor.id))
