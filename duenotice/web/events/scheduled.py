"""The messages about an event that wait, by client (A3)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.messaging.models import WAITING, Kind, Message
from duenotice.web.contacts.labels import label_of

MOST = 200


@dataclass(frozen=True)
class Line:
    """One message: what it is called, and the contact that it goes to."""

    message: Message
    name: str
    label: str


@dataclass(frozen=True)
class Scheduled:
    """`more`: there are more than are shown."""

    by_client: list[tuple[Client | None, list[Line]]] = field(default_factory=list)
    more: bool = False


def scheduled(event: Event) -> Scheduled:
    """Client by client, soonest first."""
    waiting = Message.objects.filter(agency_id=event.agency_id, event_id=event.id, status__in=WAITING).exclude(kind=Kind.COMPLIANCE)
    found = list(waiting.select_related("client", "contact__address", "template").order_by("client_id", "send_at", "id")[: MOST + 1])
    groups = groupby(found[:MOST], key=lambda message: message.client)
    return Scheduled([(client, _lines(messages)) for client, messages in groups], len(found) > MOST)


def _lines(messages: Iterable[Message]) -> list[Line]:
    return [
        Line(message, message.template.name if message.template else "", label_of(message.contact) if message.contact else "")
        for message in messages
    ]
