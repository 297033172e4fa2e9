"""Archive, trash and restore contacts, clients, events, auto messages and flows, with all that follows (L1 to L3, L5, L6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from duenotice.actions.undo import Restored, remember
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.hold import hold_definitions
from duenotice.flows.models import AutoMessage, Flow, FlowStep
from duenotice.lifecycle.states import State
from duenotice.messaging.removal import remove_waiting

Record = Contact | Client | Event | AutoMessage | Flow
# The records that go through these states, by the name that activity gives them; and the column by which their messages are found.
KINDS: dict[str, tuple[type[Record], str]] = {
    "contact": (Contact, "contact_id"),
    "client": (Client, "client_id"),
    "event": (Event, "event_id"),
    "auto_message": (AutoMessage, "template_id"),
    "flow": (Flow, "template_id"),
}
# What calls for messages: changing it waits for whoever syncs.
DEFINITIONS = ("auto_message", "flow")
VERBS = {State.ARCHIVED: "archived", State.TRASHED: "trashed", State.LIVE: "restored"}


@dataclass(frozen=True)
class StateChange:
    """Which records changed, how many scheduled messages were deleted, and the Undo that takes it back."""

    ids: list[UUID] = field(default_factory=list)
    deleted: int = 0
    undo_id: UUID | None = None


def archive(*, agency: Agency, kind: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> StateChange:
    """Put records out of sight and delete what is scheduled to them (L1). What is archived or trashed already is left alone."""
    return _move(agency=agency, kind=kind, ids=ids, to=State.ARCHIVED, actor=actor, now=now)


def trash(*, agency: Agency, kind: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> StateChange:
    """Move live or archived records to the trash and delete what is scheduled to them (L2)."""
    return _move(agency=agency, kind=kind, ids=ids, to=State.TRASHED, actor=actor, now=now)


def restore(*, agency: Agency, kind: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> StateChange:
    """Make archived and trashed records live again (L3). Nothing is sent or synced by itself; Sync Messages is offered on contacts."""
    return _move(agency=agency, kind=kind, ids=ids, to=State.LIVE, actor=actor, now=now)


@transaction.atomic
def _move(*, agency: Agency, kind: str, ids: Sequence[UUID], to: State, actor: Actor, now: datetime) -> StateChange:
    model, column = KINDS[kind]
    if kind in DEFINITIONS:
        hold_definitions(agency.id, changing=True)
    rows = _lock(model, agency.id, ids)
    moving = [row for row in rows if _moves(row.state, to)]
    if not moving:
        return StateChange()
    before = {str(row.id): [_iso(row.archived_at), _iso(row.trashed_at)] for row in moving}
    moved = [row.id for row in moving]
    model._default_manager.filter(agency_id=agency.id, id__in=moved).update(**_changes(kind, to, now), updated_at=now)
    stash = [] if to is State.LIVE else remove_waiting(agency.id, by=column, ids=messages_of(agency, kind, moved))
    record(agency_id=agency.id, actor=actor, verb=VERBS[to], kind=kind, ids=moved, now=now)
    undo_id = remember(agency=agency, actor=actor, verb=f"{VERBS[to]}_{kind}", before=before, stash=stash, now=now)
    return StateChange(moved, len(stash), undo_id)


@transaction.atomic
def restore_states(
    *, agency: Agency, kind: str, before: dict[str, list[str | None]], left: State, left_at: datetime, actor: Actor, now: datetime
) -> Restored:
    """Put records back into the states they had before an action that is undone, which `left` them so at `left_at`.

    What somebody has moved on since then is left alone.
    """
    model, column = KINDS[kind]
    rows = [row for row in _lock(model, agency.id, [UUID(key) for key in before]) if _since(row, left, left_at) == left_at]
    for row in rows:
        archived, trashed = before[str(row.id)]
        row.archived_at = datetime.fromisoformat(archived) if archived else None
        row.trashed_at = datetime.fromisoformat(trashed) if trashed else None
        row.updated_at = now
    inside = model._default_manager.filter(agency_id=agency.id)
    inside.bulk_update(rows, ["archived_at", "trashed_at", "updated_at"], batch_size=1000)
    ended = [row.id for row in rows if not row.is_live]
    stash = remove_waiting(agency.id, by=column, ids=messages_of(agency, kind, ended))
    ids = [row.id for row in rows]
    record(agency_id=agency.id, actor=actor, verb="undone", kind=kind, ids=ids, now=now)
    return Restored(ids, len(stash))


def messages_of(agency: Agency, kind: str, ids: Sequence[UUID]) -> list[UUID]:
    """What the messages of these records have in the column of KINDS: the records themselves, or the templates that they own."""
    if kind == "auto_message":
        return list(AutoMessage.objects.filter(agency_id=agency.id, id__in=ids).values_list("template_id", flat=True))
    if kind == "flow":
        return list(FlowStep.objects.filter(agency_id=agency.id, flow_id__in=ids).values_list("template_id", flat=True))
    return list(ids)


def _lock(model: type[Record], agency_id: UUID, ids: Sequence[UUID]) -> list[Any]:
    return list(model._default_manager.select_for_update().filter(agency_id=agency_id, id__in=ids).order_by("id"))


def _moves(state: State, to: State) -> bool:
    return state is not to and not (to is State.ARCHIVED and state is State.TRASHED)


def _changes(kind: str, to: State, now: datetime) -> dict[str, datetime | None]:
    if to is State.ARCHIVED:
        return {"archived_at": now}
    if to is State.TRASHED:
        return {"trashed_at": now}
    offered = {"sync_offered_at": now} if kind == "contact" else {}
    return {"archived_at": None, "trashed_at": None, **offered}


def _since(row: Record, state: State, otherwise: datetime) -> datetime | None:
    """Since when the record is in this state, None where it is in another; of a live one that is not known."""
    if row.state is not state:
        return None
    return {State.ARCHIVED: row.archived_at, State.TRASHED: row.trashed_at, State.LIVE: otherwise}[state]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
