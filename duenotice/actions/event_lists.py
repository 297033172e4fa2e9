"""Changing the statuses and locations that an agency has for its events, and with them the events that have them (P3, A7)."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.events import apply_lists, hold_events
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.violations import refused_by
from duenotice.events.models import Event, Location, Status
from duenotice.flows.hold import hold_attendees
from duenotice.messaging.follow_event import Followed

# What events take over from each; the colour, say, is only looked at.
TAKEN = {"status": ("name", "disables_messages"), "location": ("name", "address", "link", "time_zone")}


class NameTaken(Exception):
    """The agency has a status, or a location, of this name already."""


@dataclass(frozen=True)
class ListSaved:
    """How many events the change reached, how many scheduled messages were deleted, and what became of the others."""

    events: int = 0
    deleted: int = 0
    followed: Followed = field(default_factory=Followed)


@transaction.atomic
def save_status(*, agency: Agency, status: Status, actor: Actor, now: datetime) -> ListSaved:
    """Add or change a status, and every event that has it; disabling messages deletes what is scheduled (A7). Raises NameTaken."""
    return _save(agency, status, "status", actor, now)


@transaction.atomic
def save_location(*, agency: Agency, location: Location, actor: Actor, now: datetime) -> ListSaved:
    """Add or change a location, and every event there; another time zone moves them, their local times stay.

    Raises NameTaken, and NoSuchTime where an event's local time does not exist in the new zone.
    """
    return _save(agency, location, "location", actor, now)


def _save(agency: Agency, row: Status | Location, kind: str, actor: Actor, now: datetime) -> ListSaved:
    new = row._state.adding
    if not new:
        hold_attendees(agency.id, _reached(agency, row, kind, now))
    # Held before its events: whoever gives it to an event waits, and then reads it as it is now.
    before = None if new else type(row).objects.select_for_update().get(agency_id=agency.id, id=row.id)
    row.updated_at = now
    with refused_by(f"{kind}_name_is_unique", to=lambda: NameTaken(_("Your agency has one of this name already."))):
        row.save(force_insert=new)
    record(agency_id=agency.id, actor=actor, verb="created" if new else "updated", kind=f"event_{kind}", ids=[row.id], now=now)
    if before is None or all(getattr(before, name) == getattr(row, name) for name in TAKEN[kind]):
        return ListSaved()
    ids = _reached(agency, row, kind, now)
    deleted, followed = apply_lists(agency=agency, events=hold_events(agency, ids), now=now)
    return ListSaved(len(ids), deleted, followed)


def _reached(agency: Agency, row: Status | Location, kind: str, now: datetime) -> list[UUID]:
    """The events that a change of the status or location reaches. Where an event was is no longer changed."""
    events = Event.objects.filter(agency_id=agency.id, **{f"{kind}_id": row.id})
    if kind == "location":
        events = events.filter(starts_at__gte=now - timedelta(days=1))
    return list(events.values_list("id", flat=True))
