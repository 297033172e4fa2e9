"""What words would say to one client: for looking at templates before anything is sent."""

from dataclasses import dataclass
from datetime import datetime

from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.lib.segments import Segments, segments
from duenotice.messaging.render import Rendered, about, render
from duenotice.senders.choose import primary_sender


@dataclass(frozen=True)
class Shown:
    """`cost` is what the words cost as a text; None where they are not for texts, or say nothing."""

    words: Rendered
    cost: Segments | None


def said_to(client: Client, event: Event | None, *, subject: str, body: str, language: str, channel: str, now: datetime) -> Shown:
    """The words filled for a client and an event, in `language`, as the agency's primary sender of the channel would send them."""
    whole = about(agency=client.agency, client=client, event=event, sender=primary_sender(client.agency_id, channel))
    words = render(subject=subject, body=body, about=whole, language=language, now=now)
    return Shown(words, segments(words.body) if channel == "text" and words.body else None)
