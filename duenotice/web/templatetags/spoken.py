"""What the database keeps as a word of its own, said in the reader's language."""

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from duenotice.agencies.models import Activity
from duenotice.contacts.channels import CHANNELS
from duenotice.web.activity import sentences

register = template.Library()

OUTCOMES = {
    "": "…",
    "accepted": pgettext_lazy("attempt", "taken by the gateway"),
    "refused": pgettext_lazy("attempt", "refused"),
    "unknown": pgettext_lazy("attempt", "unknown"),
    "given_back": pgettext_lazy("attempt", "not begun"),
}


@register.filter
def channel_names(channels: Iterable[str]) -> str:
    """Several channels, divided by commas; empty for none."""
    return ", ".join(str(CHANNELS[channel]) for channel in channels)


@register.filter
def channel_name(channel: str) -> str:
    return str(CHANNELS[channel])


@register.filter
def outcome_words(outcome: str) -> str:
    """How an attempt ended; an ellipsis while it has not."""
    return str(OUTCOMES.get(outcome, outcome))


@register.filter
def activity_words(row: Activity) -> str:
    """What happened, and who did it."""
    return f"{sentences.sentence(row)} ({sentences.ACTORS.get(row.actor_kind, row.actor_kind)})"


@register.filter
def reason_words(reason: str) -> str:
    """A reason as the worker wrote it down, which is in English; a gateway's own words stay as they are."""
    return _(reason) if reason else ""
