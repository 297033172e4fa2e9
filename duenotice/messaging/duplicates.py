"""The same words to the same contact about the same event, or about none, within the agency's window: a duplicate (M5)."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from duenotice.agencies.models import Agency
from duenotice.messaging.models import Message, Status
from duenotice.messaging.render import Rendered

# What ended without a word having gone out does not count: it can be sent again at once.
NOT_COUNTED = [Status.FAILED, Status.EXPIRED, Status.CANCELLED]


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
    near = same.filter(send_at__gt=due - window, send_at__lt=due + window).exclude(status__in=NOT_COUNTED)
    return near.exclude(id__in=[except_id] if except_id else []).first()
