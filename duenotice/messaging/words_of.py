"""What one message says: the words that left, or those that would leave now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.messaging.models import Message
from duenotice.messaging.render import about, render
from duenotice.words.models import Template, TemplateWords


@dataclass(frozen=True)
class Words:
    subject: str
    body: str


def words_of(
    agency: Agency, message: Message, *, templates: Mapping[UUID, Template] | None = None, user_name: str = "", now: datetime
) -> Words:
    """The message's words; the caller has read its client, event and sender with it, and its template where it has one."""
    if message.inbound:
        return Words(message.subject, message.body)
    if message.sent_body or message.sent_subject:
        return Words(message.sent_subject, message.sent_body)
    whole = about(agency=agency, client=message.client, event=message.event, sender=message.sender, user_name=user_name)
    subject, body = _template_words(message, templates or {}) if message.template_id else (message.subject, message.body)
    rendered = render(subject=subject, body=body, about=whole, language=message.language, now=now)
    return Words(rendered.subject, rendered.body)


def _template_words(message: Message, templates: Mapping[UUID, Template]) -> tuple[str, str]:
    """In the message's language; nothing where the template has no words."""
    template = templates.get(message.template_id) if message.template_id else None
    try:
        words = template.words_in(message.language) if template else None
    except TemplateWords.DoesNotExist:
        words = None
    if words is None:
        return "", ""
    return words.subject if message.channel == "email" else "", words.body
