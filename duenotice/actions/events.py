"""Making, changing and cancelling events, with all that follows for the messages about them (P3, M4, A7)."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.flows import begin_flows, follow_flow
from duenotice.actions.lifecycle import StateChange
from duenotice.actions.undo import Restored, remember
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.copying import insert
from duenotice.db.violations import refused_by
from duenotice.events.models import Attendance, Event, Location, Status
from duenotice.flows.correcting import correct as correct_reminded
from duenotice.flows.correcting import reminded
from duenotice.flows.firing import fire
from duenotice.flows.hold import hold_attendees, hold_clients
from duenotice.flows.models import Trigger
from duenotice.flows.sync import Scope, Synced, sync
from duenotice.lib.identity import uuid7
from duenotice.lib.local_time import local_moment
from duenotice.messaging.follow_event import Followed, Moved, follow_events
from duenotice.messaging.removal import remove_waiting

FIELDS = (
    "reference",
    "type",
    "status",
    "description",
    "notes",
    "date",
    "time",
    "location",
    "location_name",
    "location_address",
    "judge",
    "case_number",
)
# What a message about an event may say of it.
SAID = ("type", "status_name", "date", "time", "time_zone", "location_name", "location_address", "judge", "case_number")
KEPT = (*FIELDS, "status_name", "messages_disabled", "time_zone", "starts_at")
# What somebody who was reminded is wrong about, once it changes.
TOLD = ("date", "time", "time_zone", "location_name", "location_address")
# What an event takes over from its status and location.
TAKEN = ("status_name", "messages_disabled", "location_name", "location_address", "time_zone", "starts_at")


class EventReferenceTaken(Exception):
    """Another event of the agency has this reference; `event` is that one."""

    def __init__(self, event: Event) -> None:
        super().__init__(_("Another event has this reference."))
        self.event = event


@dataclass(frozen=True)
class EventSaved:
    """Which fields changed, how many scheduled messages were deleted, and what became of the others.

    `followed` tells of those that people composed, `synced` of those that flows and auto messages call for. `reminded` is how many
    contacts had been told what is no longer so, `corrected` how many of them get a correction.
    """

    changed: list[str] = field(default_factory=list)
    deleted: int = 0
    followed: Followed = field(default_factory=Followed)
    synced: Synced = field(default_factory=Synced)
    reminded: int = 0
    corrected: int = 0


@dataclass(frozen=True)
class NewEvent:
    """One of many events to be made: its fields are some of FIELDS; the first of its clients is the primary one."""

    id: UUID
    fields: Mapping[str, Any]
    client_ids: Sequence[UUID] = ()


@transaction.atomic
def create_event(*, agency: Agency, fields: Mapping[str, Any], client_ids: Sequence[UUID] = (), actor: Actor, now: datetime) -> Event:
    """Add an event; `fields` are some of FIELDS, `date` and `time` local to the court, and the `flow` that it follows. The first of the
    clients is the primary one.

    Raises EventReferenceTaken, FlowIsClosed, and NoSuchTime for a local time that clocks skip.
    """
    hold_clients(agency.id, client_ids)
    with _unless_taken(agency, str(fields.get("reference", ""))):
        wanted = NewEvent(uuid7(), {**fields, **_hold_lists(agency, fields)}, client_ids)
        return create_events(agency=agency, wanted=[wanted], actor=actor, now=now)[0]


@transaction.atomic
def create_events(*, agency: Agency, wanted: Sequence[NewEvent], actor: Actor, now: datetime) -> list[Event]:
    """Add many events at once. Raises FlowIsClosed, NoSuchTime, and IntegrityError where a reference is taken: none is made then."""
    hold_clients(agency.id, {client_id for one in wanted for client_id in one.client_ids})
    events = []
    for one in wanted:
        event = Event(id=one.id, agency=agency, created_at=now, updated_at=now)
        _fill(agency, event, one.fields, now)
        events.append(event)
    insert(events)
    begin_flows(agency=agency, flows={one.id: one.fields["flow"] for one in wanted if one.fields.get("flow")}, now=now)
    insert(
        [
            Attendance(agency=agency, event_id=one.id, client_id=client_id, primary=number == 0, created_at=now, updated_at=now)
            for one in wanted
            for number, client_id in enumerate(dict.fromkeys(one.client_ids))
        ]
    )
    record(agency_id=agency.id, actor=actor, verb="created", kind="event", ids=[event.id for event in events], now=now)
    sync(agency, Scope(events=[event.id for event in events]), now)
    return events


@transaction.atomic
def save_event(
    *, agency: Agency, event: Event, fields: Mapping[str, Any], actor: Actor, now: datetime, correct: bool | None = None
) -> EventSaved:
    """Change those of an event's fields that differ. Messages about it say the new words; a status that disables them deletes them (A7).

    `correct`: do those who were reminded of its old date, time or place get one correction (A5)? None asks the agency's setting.

    Raises EventReferenceTaken, FlowIsClosed, NoSuchTime.
    """
    hold_attendees(agency.id, [event.id])
    lists = _hold_lists(agency, fields)
    stored = hold_events(agency, [event.id])[0]
    before = {name: getattr(stored, name) for name in KEPT}
    _fill(agency, stored, {**fields, **lists}, now)
    changed = sorted(name for name in KEPT if getattr(stored, name) != before[name])
    if "flow" in fields and follow_flow(agency=agency, event=stored, flow=fields["flow"], actor=actor, now=now):
        changed.append("flow")
    if not changed:
        return EventSaved()
    said = any(name in SAID for name in changed)
    stored.version, stored.updated_at = stored.version + said, now
    with _unless_taken(agency, stored.reference):
        stored.save()
    stash = remove_waiting(agency.id, by="event_id", ids=[stored.id]) if stored.is_silent else []
    followed = follow_events(agency.id, [Moved(stored.id, before["starts_at"], stored.starts_at)], now=now) if said else Followed()
    fields_changed = [name for name in changed if name in (*FIELDS, "flow")]
    record(agency_id=agency.id, actor=actor, verb="updated", kind="event", ids=[stored.id], now=now, detail={"fields": fields_changed})
    fire(agency, Trigger.EVENT_UPDATED, Scope(events=[stored.id]), now)
    synced = sync(agency, Scope(events=[stored.id]), now)
    told = reminded(agency, stored.id) if any(name in TOLD for name in changed) else []
    wanted = agency.corrects_by_itself if correct is None else correct
    corrected = correct_reminded(agency, stored, told, made_by=actor.id, now=now) if told and wanted else 0
    return EventSaved(changed, len(stash), followed, synced, len(told), corrected)


def foresee_save(*, agency: Agency, event: Event, fields: Mapping[str, Any], actor: Actor, now: datetime) -> EventSaved:
    """What saving would do, so that staff can be asked before it is done (A5): it is done, and rolled back. Raises like `save_event`."""
    with transaction.atomic():
        saved = save_event(agency=agency, event=event, fields=fields, actor=actor, now=now, correct=True)
        transaction.set_rollback(True)
    return saved


@transaction.atomic
def cancel_event(*, agency: Agency, ids: Sequence[UUID], actor: Actor, now: datetime) -> StateChange:
    """Cancel events and delete what is scheduled about them (M4). What is cancelled already is left alone."""
    hold_attendees(agency.id, ids)
    rows = [event for event in hold_events(agency, ids) if event.cancelled_at is None]
    return _cancelled(agency, rows, now, verb="cancelled", actor=actor, now=now)


@transaction.atomic
def uncancel_event(*, agency: Agency, ids: Sequence[UUID], actor: Actor, now: datetime) -> StateChange:
    """Let cancelled events take place after all: what their flows call for is scheduled again, and nothing is sent twice (A5)."""
    hold_attendees(agency.id, ids)
    rows = [event for event in hold_events(agency, ids) if event.cancelled_at is not None]
    return _cancelled(agency, rows, None, verb="uncancelled", actor=actor, now=now)


@transaction.atomic
def restore_cancelled(*, agency: Agency, before: Mapping[str, str | None], left: datetime | None, actor: Actor, now: datetime) -> Restored:
    """Give events back the moments of cancelling that they had before an action that is undone.

    Only those whose moment still is the one that it `left` them with: what somebody called on or off since then is left alone.
    """
    rows = [event for event in hold_events(agency, [UUID(key) for key in before]) if event.cancelled_at == left]
    for event in rows:
        was = before[str(event.id)]
        event.cancelled_at = datetime.fromisoformat(was) if was else None
        event.updated_at = now
    Event.objects.filter(agency_id=agency.id).bulk_update(rows, ["cancelled_at", "updated_at"], batch_size=1000)
    stash = remove_waiting(agency.id, by="event_id", ids=[event.id for event in rows if event.is_silent])
    ids = [event.id for event in rows]
    record(agency_id=agency.id, actor=actor, verb="undone", kind="event", ids=ids, now=now)
    return Restored(ids, len(stash))


def apply_lists(*, agency: Agency, events: Iterable[Event], now: datetime) -> tuple[int, Followed]:
    """A status or location changed: give it to the events that have it, which the caller holds with it FOR UPDATE, and their clients.

    Answers how many scheduled messages were deleted, and what became of the others. Raises NoSuchTime.
    """
    rows, moved = list(events), []
    for event in rows:
        was = event.starts_at
        _fill(agency, event, {}, now)
        event.version, event.updated_at = event.version + 1, now
        moved.append(Moved(event.id, was, event.starts_at))
    Event.objects.filter(agency_id=agency.id).bulk_update(rows, [*TAKEN, "version", "updated_at"], batch_size=1000)
    stash = remove_waiting(agency.id, by="event_id", ids=[event.id for event in rows if event.is_silent])
    followed = follow_events(agency.id, moved, now=now)
    sync(agency, Scope(events=[event.id for event in rows]), now)
    return len(stash), followed


def _cancelled(agency: Agency, rows: list[Event], at: datetime | None, *, verb: str, actor: Actor, now: datetime) -> StateChange:
    if not rows:
        return StateChange()
    ids = [event.id for event in rows]
    before = {str(event.id): event.cancelled_at.isoformat() if event.cancelled_at else None for event in rows}
    Event.objects.filter(agency_id=agency.id, id__in=ids).update(cancelled_at=at, updated_at=now)
    stash = remove_waiting(agency.id, by="event_id", ids=ids) if at else []
    record(agency_id=agency.id, actor=actor, verb=verb, kind="event", ids=ids, now=now)
    undo_id = remember(agency=agency, actor=actor, verb=f"{verb}_event", before=before, stash=stash, now=now)
    sync(agency, Scope(events=ids), now)
    return StateChange(ids, len(stash), undo_id)


def hold_events(agency: Agency, ids: Sequence[UUID]) -> list[Event]:
    """The agency's events FOR UPDATE, in lock order, with their statuses and locations as they are once the events are held."""
    rows = list(Event.objects.select_for_update().filter(agency_id=agency.id, id__in=ids).order_by("id"))
    statuses = Status.objects.filter(agency_id=agency.id).in_bulk({event.status_id for event in rows if event.status_id})
    locations = Location.objects.filter(agency_id=agency.id).in_bulk({event.location_id for event in rows if event.location_id})
    for event in rows:
        event.status = statuses[event.status_id] if event.status_id else None
        event.location = locations[event.location_id] if event.location_id else None
    return rows


def _hold_lists(agency: Agency, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The status and the location chosen, as they are now; neither can change until the event has their words. Held before the event."""
    held: dict[str, Any] = {}
    for name, model in (("status", Status), ("location", Location)):
        if fields.get(name) is not None:
            held[name] = model.objects.select_for_update(no_key=True).get(agency_id=agency.id, id=fields[name].id)
    return held


def _fill(agency: Agency, event: Event, fields: Mapping[str, Any], now: datetime) -> None:
    if "status" in fields and fields["status"] != event.status:
        event.status_set_at = now if fields["status"] else None
    for name in FIELDS:
        if name in fields:
            setattr(event, name, fields[name])
    event.status_name = event.status.name if event.status else ""
    event.messages_disabled = event.status is not None and event.status.disables_messages
    if event.location:
        event.location_name, event.location_address = event.location.name, event.location.where
    event.time_zone = (event.location.time_zone if event.location else "") or agency.time_zone
    event.starts_at = local_moment(event.date, event.time, event.time_zone)


def _unless_taken(agency: Agency, reference: str) -> AbstractContextManager[None]:
    """Raises EventReferenceTaken where the block meets another event of this reference."""
    twins = Event.objects.filter(agency_id=agency.id, reference__iexact=reference)
    return refused_by("event_reference_is_unique", to=lambda: EventReferenceTaken(twins.get()))
