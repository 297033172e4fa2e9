"""Parts of the pages about events."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.words.dates import in_words

register = template.Library()

# Which look of badges.py a status's colour is.
TONES = {"blue": "info", "green": "good", "yellow": "warn", "red": "bad", "grey": "quiet"}


@register.simple_tag
def status_badge(name: str, colour: str) -> SafeString:
    """A status in its colour; the name says what the colour means."""
    return format_html('<span class="dn-badge dn-badge--{}"><span class="dn-badge__words">{}</span></span>', TONES[colour], name)


@register.simple_tag
def court_time(event: Event, form: str = "DATETIME") -> SafeString:
    """When an event is, on the court's clocks with their zone, as <time>. `form`: DATETIME or TIME."""
    local = event.starts_at.astimezone(ZoneInfo(event.time_zone))
    shape = {"DATETIME": "D, M j, Y, g:i A", "TIME": "g:i A"}[form]
    zone = "" if form == "TIME" else f" {local.tzname()}"
    return format_html('<time datetime="{}">{}{}</time>', local.isoformat(), in_words(local, shape), zone)


@register.simple_tag
def day_words(day: date, shape: str) -> str:
    """A day of the calendar, in the shape of Django's date formats."""
    return in_words(day, shape)


@register.filter
def of(known: Mapping[UUID, Client], id: UUID) -> Client | None:
    """The one that stands under this id, if any."""
    return known.get(id)
