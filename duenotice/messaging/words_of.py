"""What one message says: the words that left, or those that would leave now."""

from dataclasses import dataclass
from datetime import datetime

from duenotice.agencies.models import Agency
from duenotice.messaging.models import Message
from duenotice.messaging.render import about, render


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words_of(agency: Agency, message: Message, *, user_name: str = "", now: datetime) -> Words:
    """The message's words; the caller has read its client, event and sender with it."""
    if message.inbound:
        return Words(message.subject, message.body)
    if message.sent_body or message.sent_subject:
        return Words(message.sent_subject, message.sent_body)
    whole = about(agency=agency, client=message.client, event=message.event, sender=message.sender, user_name=user_name)
    rendered = render(subject=message.subject, body=message.body, about=whole, language=message.language, now=now)
    return Words(rendered.subject, rendered.body)
