"""The messages about an event that wait, by client (A3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from django.utils.functional import Promise

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.messaging.foretold import Foretold, foretold
from duenotice.messaging.models import WAITING, Kind, Message
from duenotice.web.contacts.labels import label_of
from duenotice.web.messages.rows import held_words

MOST = 200


@dataclass(frozen=True)
class Line:
    """One message: what it is called, and the contact that it goes to. `when` says what `at` (UTC) is the time of."""

    message: Message
    when: str | Promise
    at: datetime
    name: str
    label: str


@dataclass(frozen=True)
class Scheduled:
    """`more`: there are more than are shown."""

    by_client: list[tuple[Client | None, list[Line]]] = field(default_factory=list)
    more: bool = False


def scheduled(agency: Agency, event: Event, now: datetime) -> Scheduled:
    """Client by client, soonest first."""
    waiting = Message.objects.filter(agency_id=event.agency_id, event_id=event.id, status__in=WAITING).exclude(kind=Kind.COMPLIANCE)
    shown = waiting.select_related("address", "client", "contact__address", "event", "sender", "template")
    found = list(shown.order_by("client_id", "send_at", "id")[: MOST + 1])
    groups = groupby(found[:MOST], key=lambda message: message.client)
    return Scheduled([(client, _lines(messages, agency, now)) for client, messages in groups], len(found) > MOST)


def _lines(messages: Iterable[Message], agency: Agency, now: datetime) -> list[Line]:
    return [_line(message, foretold(message, agency, now)) for message in messages]


def _line(message: Message, told: Foretold) -> Line:
    name, label = message.template.name if message.template else "", label_of(message.contact) if message.contact else ""
    return Line(message, held_words(told.code), told.at, name, label)
