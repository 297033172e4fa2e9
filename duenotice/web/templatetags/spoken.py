"""What the database keeps as a word of its own, said in the reader's language."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext_lazy

from duenotice.agencies.models import Activity
from duenotice.contacts.channels import CHANNELS, TYPES
from duenotice.messaging.models import Status
from duenotice.web.activity import sentences
from duenotice.words import kept

register = template.Library()

OUTCOMES = {
    "": "…",
    "accepted": pgettext_lazy("attempt", "taken by the gateway"),
    "refused": pgettext_lazy("attempt", "refused"),
    "unknown": pgettext_lazy("attempt", "unknown"),
    "given_back": pgettext_lazy("attempt", "not begun"),
}
RECEIPTS = {**dict(Status.choices), "complained": pgettext_lazy("receipt", "called spam")}


@register.filter
def channel_names(channels: Iterable[str]) -> str:
    """Several channels, divided by commas; empty for none."""
    return ", ".join(str(CHANNELS[channel]) for channel in channels)


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNELS[channel])


@register.filter
def breaking_before_at(address: str) -> SafeString | str:
    """An email that breaks before its @ where it is too long for a line, so that no domain is torn apart; a phone as it is."""
    mailbox, at, domain = address.rpartition("@")
    return format_html("{}<wbr>@{}", mailbox, domain) if at else address


@register.filter
def type_name(type: str) -> str:
    """The type of a contact."""
    return str(TYPES[type])


@register.filter
def outcome_words(outcome: str) -> str:
    """How an attempt ended; an ellipsis while it has not."""
    return str(OUTCOMES.get(outcome, outcome))


@register.filter
def receipt_words(status: str) -> str:
    """What a carrier told of a message; a status that is none of ours as it is."""
    return str(RECEIPTS.get(status, status))


@register.filter
def activity_words(row: Activity) -> str:
    """What happened, and who did it."""
    return f"{sentences.sentence(row)} ({sentences.ACTORS.get(row.actor_kind, row.actor_kind)})"


@register.filter
def reason_words(reason: str) -> str:
    """A reason as it was written down, which is in English, in the reader's language."""
    return kept.translated(reason)
