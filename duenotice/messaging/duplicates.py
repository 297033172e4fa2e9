"""The same words to the same contact about the same event, or about none, within the agency's window: a duplicate (M5).

Asked of what a person composes, before it is in; and of everything at the gate, because by then an automated message has its words, and
quiet hours or a pause may have brought together what was composed a window apart.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.db.only_simulate import OnlySimulates
from duenotice.messaging.models import HANDED_OFF, Kind, Message, Status
from duenotice.messaging.render import Rendered

# What ended without a word having gone out does not count: it can be sent again at once.
NOT_COUNTED = [Status.FAILED, Status.EXPIRED, Status.CANCELLED]
# A code is another one behind the same words; of confirmations each answers a person's own word.
NEVER_DUPLICATES = [Kind.CODE, Kind.COMPLIANCE]


def words_hash(rendered: Rendered) -> bytes:
    """SHA-256 of the rendered words; case and white space do not make another message."""
    folded = " ".join(f"{rendered.subject}\n{rendered.body}".split()).casefold()
    return hashlib.sha256(folded.encode()).digest()


def earlier_duplicate(
    agency: Agency, *, contact_id: UUID, event_id: UUID | None, words: bytes, due: datetime, except_id: UUID | None = None
) -> Message | None:
    """The message that one due at `due` would repeat, before or after it. The caller holds the contact: two at once cannot both pass."""
    window = agency.duplicate_window
    about = Q(event_id=event_id) if event_id else Q(event=None)
    same = Message.objects.filter(about, agency_id=agency.id, contact_id=contact_id, words_hash=words)
    if agency.live:
        # What was only simulated repeats nothing for what leaves really.
        same = same.filter(Q(OnlySimulates()) | ~Q(status=Status.SIMULATED) & Q(only_simulate=False))
    near = same.filter(send_at__gt=due - window, send_at__lt=due + window).exclude(status__in=NOT_COUNTED)
    return near.exclude(id__in=[except_id] if except_id else []).first()


def repeated(agency: Agency, leaving: Sequence[tuple[Message, bytes]], now: datetime) -> set[UUID]:
    """Which messages about to leave, each with the hash of its words, repeat one handed off within the window, or one before them here.

    The caller holds their contacts. What staff chose to send although it repeats another (`repeats_anyway`) is none.
    """
    seen: set[tuple[UUID, UUID | None, bytes, bool]] = set()
    twice: set[UUID] = set()
    asked: list[tuple[Message, bytes]] = []
    for message, words in leaving:
        if message.contact_id is None or message.kind in NEVER_DUPLICATES:
            continue
        key = (message.contact_id, message.event_id, words, message.only_simulate)
        if not message.repeats_anyway:
            asked.append((message, words))
            if key in seen:
                twice.add(message.id)
        seen.add(key)
    return twice | _repeats_earlier(agency, asked, now) if asked else twice


def _repeats_earlier(agency: Agency, asked: Sequence[tuple[Message, bytes]], now: datetime) -> set[UUID]:
    window = agency.duplicate_window
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "gate_duplicates"),
            {
                "agency_id": agency.id,
                "ids": [message.id for message, _words in asked],
                "contacts": [message.contact_id for message, _words in asked],
                "events": [message.event_id for message, _words in asked],
                "hashes": [words for _message, words in asked],
                "simulated": [message.only_simulate or not agency.live for message, _words in asked],
                "due": [message.send_at for message, _words in asked],
                "statuses": HANDED_OFF,
                "window": window.total_seconds(),
                "since": now - window,
                # Meant a whole window apart, they may come somewhat closer by the length of a queue.
                "since_if_meant_apart": now - window / 2,
            },
        )
        return {row[0] for row in cursor.fetchall()}
