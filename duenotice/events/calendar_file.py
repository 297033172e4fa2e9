"""Events as an iCalendar file (RFC 5545). Calendars are kept by others and shown on lock screens: no client is named in it."""

from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.events.models import Event


def calendar_file(agency: Agency, events: Iterable[Event], shows: Collection[str] | None = None) -> bytes:
    """The events, each at its local time with the definition of its zone; cancelled ones say so. `shows` limits the details, by field."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Due Notice//duenotice//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", agency.name)
    for event in events:
        calendar.add_component(_entry(event, (lambda name: True) if shows is None else shows.__contains__))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(event: Event, shows: Callable[[str], bool]) -> icalendar.Event:
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@duenotice")
    entry.add("dtstamp", event.updated_at.astimezone(UTC))
    entry.add("last-modified", event.updated_at.astimezone(UTC))
    entry.add("sequence", event.version)
    entry.add("dtstart", datetime.combine(event.date, event.time, tzinfo=ZoneInfo(event.time_zone)))
    entry.add("summary", name_shown(event, shows))
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    if shows("location") and (where := ", ".join(part for part in (event.location_name, event.location_address) if part)):
        entry.add("location", where)
    told = [
        (_("Status"), event.status_name if shows("status") else ""),
        (_("Judge"), event.judge if shows("judge") else ""),
        (_("Reference"), event.reference if shows("reference") else ""),
    ]
    if words := "\n".join(f"{term}: {value}" for term, value in told if value):
        entry.add("description", words)
    return entry


def name_shown(event: Event, shows: Callable[[str], bool]) -> str:
    """What an event is called to somebody who may see these of its details."""
    kind = (event.type or event.description) if shows("type") else ""
    number = event.case_number if shows("case_number") else event.reference if shows("reference") else ""
    return " ".join(part for part in (kind or _("Court date"), number) if part)
