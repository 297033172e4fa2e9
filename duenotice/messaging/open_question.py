"""Is there a question of ours that a person's YES would answer? It opts nobody in; about an event, it says that they will come (O3)."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from duenotice.agencies.models import Agency
from duenotice.messaging.models import UNPROVEN, Kind, Message, Status

# How long a question about no event stays open; one about an event does until the event begins.
OPEN_FOR = timedelta(days=7)
LONGEST_OPEN = timedelta(days=60)
REACHED = [Status.SUBMITTING, Status.SENT, Status.DELIVERED, Status.UNKNOWN]
NEVER_QUESTIONS = [Kind.INBOUND, Kind.COMPLIANCE, Kind.CODE]

# "Reply YES if …", "Responda SÍ para …", "Yes or no?". A Spanish "si" without its accent is mostly "if": it counts in capitals or quotes.
ASKS = re.compile(
    r"\b(?i:reply|respond|answer|text|send|write|say|press)\b[^.!?\n]{0,40}\b(?i:yes)\b"
    r"|\b(?i:yes (?:or|/) no)\b"
    r"|\b(?i:responda|responde|responder|conteste|contesta|contestar|env[ií]e|escriba|mande|diga)\b[^.!?\n]{0,40}"
    r"(?:\b(?i:sí)\b|\bSI\b|[\"'“‘«](?i:si)[\"'”’»])"
    r"|\b(?i:s[ií] o no)\b"
)


@dataclass(frozen=True)
class OpenQuestion:
    """`message` asked last. `doubtful`: a YES says too little, because another client or event was asked about too, or because the event
    changed after the question left."""

    message: Message
    doubtful: bool


def asks_for_yes(words: str) -> bool:
    """Whether these words, as they left, ask for YES or SÍ."""
    return ASKS.search(words) is not None


def open_question(agency: Agency, address_id: UUID, now: datetime) -> OpenQuestion | None:
    """What an answer from this address would answer now. An answer closes what was asked before it, unless anybody may have written it."""
    open_ones = [message for message in _since_last_answer(agency, address_id, now) if _is_open(message, now)]
    if not open_ones:
        return None
    last = open_ones[0]
    several = len({(one.client_id, one.event_id) for one in open_ones}) > 1
    return OpenQuestion(last, several or (last.event is not None and last.event.updated_at > last.send_at))


def _since_last_answer(agency: Agency, address_id: UUID, now: datetime) -> QuerySet[Message]:
    """What reached the address, newest first, since it last answered a question."""
    of_address = Message.objects.filter(agency_id=agency.id, address_id=address_id)
    answers = of_address.filter(kind=Kind.INBOUND, answers__isnull=False).exclude(reason_code=UNPROVEN)
    answered = answers.aggregate(at=Max("send_at"))["at"]
    sent = of_address.filter(status__in=REACHED, send_at__gt=max(filter(None, (answered, now - LONGEST_OPEN))))
    return sent.exclude(kind__in=NEVER_QUESTIONS).select_related("event", "contact").order_by("-send_at", "-id")[:100]


def _is_open(message: Message, now: datetime) -> bool:
    if not asks_for_yes(f"{message.sent_subject}\n{message.sent_body}"):
        return False
    event = message.event
    if event is None:
        return message.send_at > now - OPEN_FOR
    return event.expects(now)
