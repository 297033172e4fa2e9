"""Sync: making the automated messages that wait equal to what flows and auto messages call for (A3, A4, A5).

One-offs are never touched, what staff cancelled stays cancelled, and an occasion that had its message never has another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.db.prepared import plan_once, run_prepared
from duenotice.flows.deciding import Decider
from duenotice.flows.hold import hold_definitions, hold_rows
from duenotice.flows.origins import Origin, horizon, standing_origins
from duenotice.flows.statements import Part, about_clients, about_events, decided_columns, statement, usual
from duenotice.messaging.approval import HURRY, brake
from duenotice.messaging.may_leave import TOO_LATE

SHOWN = 200
HELD_TOO_LONG = _("Quiet hours would have held it until after its event, so it was not scheduled.")


@dataclass(frozen=True)
class Scope:
    """Whose messages: those of some clients, of some of their contacts alone, or those about some events. One of the three is given.

    `eventless`: of the clients', those about no event alone.
    """

    clients: Sequence[UUID] = ()
    contacts: Sequence[UUID] = ()
    events: Sequence[UUID] = ()
    eventless: bool = False


@dataclass(frozen=True)
class Synced:
    """How many messages were, or would be, made, moved, deleted, and expired because they would come too late by now."""

    created: int = 0
    moved: int = 0
    deleted: int = 0
    expired: int = 0

    def __add__(self, other: "Synced") -> "Synced":
        return Synced(self.created + other.created, self.moved + other.moved, self.deleted + other.deleted, self.expired + other.expired)

    @property
    def nothing(self) -> bool:
        return self == Synced()


@dataclass(frozen=True)
class Foreseen:
    """One message that sync would make, move, delete or expire (`act` is create, move, delete or expire).

    `was` is when it was to go, `send_at` when it is to go now; `quiet` that quiet hours would hold it too long, so that it is not sent.
    """

    act: str
    message_id: UUID | None
    contact_id: UUID
    client_id: UUID | None
    event_id: UUID | None
    origin_id: UUID
    template_id: UUID
    channel: str
    language: str
    was: datetime | None
    send_at: datetime | None
    quiet: bool


@dataclass(frozen=True)
class Preview:
    """What sync would do now: how much, and the first of its messages, soonest first."""

    counts: Synced
    messages: list[Foreseen] = field(default_factory=list)


@dataclass(frozen=True)
class _Outline:
    counts: Synced
    acts: frozenset[str] = frozenset()
    rows: dict[str, set[UUID]] = field(default_factory=dict)


class Sync:
    """One agency's definitions at one moment, ready to be synced scope by scope."""

    def __init__(self, agency: Agency, now: datetime, fired: dict[str, list[Origin]] | None = None) -> None:
        """`fired` are what a change calls for, in place of all that stands."""
        self._agency, self._now, self._owned = agency, now, fired is None
        self._origins = fired or standing_origins(agency, now)
        self._decider = Decider(agency, [one for origins in self._origins.values() for one in origins], now)
        self.since = now - horizon(self._origins.get("about_events", []))

    def preview(self, scope: Scope, limit: int = SHOWN) -> Preview:
        """Changes nothing, and holds nothing."""
        counts, messages = Synced(), []
        for part in parts_of(scope):
            values = self._decide(part)
            counts += self._outline(part, values).counts
            if limit:
                messages += [Foreseen(*row) for row in self._run("preview", part, {**values, "limit": limit}).fetchall()]
        return Preview(counts, messages[:limit])

    def make_equal(self, scope: Scope, *, creating: bool = True) -> Synced:
        """Twice changes nothing. In the caller's transaction, if there is one, which holds whatever it has changed itself in lock order."""
        done = Synced()
        with transaction.atomic(savepoint=False):
            hold_definitions(self._agency.id)
            parts = parts_of(scope)
            if all(part.narrow for part in parts):
                plan_once()
            for part in parts:
                if not self._concerned(part):
                    continue
                outline = self._outline(part, self._decide(part))
                if outline.acts:
                    hold_rows(self._agency.id, **outline.rows)
                    held = part.narrowed(contacts=sorted(outline.rows["contacts"]), events=sorted(outline.rows["events"]))
                    done += self._apply(held, outline.acts if creating else outline.acts - {"create"})
            if done.created or done.moved:
                brake(self._agency, self._now)
        return done

    def make(self, part: Part) -> int:
        """Make what is called for, and touch nothing else. The caller holds the clients."""
        with transaction.atomic(savepoint=False):
            made = int(self._run("create", part, self._decide(part)).rowcount)
            if made:
                brake(self._agency, self._now)
            return made

    def _apply(self, part: Part, acts: frozenset[str]) -> Synced:
        """What is held is decided afresh: it may have changed before it was held."""
        values = self._decide(part)
        created = self._run("create", part, values).rowcount if "create" in acts else 0
        changed = self._run("change", part, values).fetchall() if acts & {"move", "expire"} else []
        deleted = self._run("delete", part, values).rowcount if "delete" in acts else 0
        moved = [row[0] for row in changed].count("move")
        return Synced(created, moved, deleted, len(changed) - moved)

    def _concerned(self, part: Part) -> bool:
        """Whether anything is called for, or else waits that once was."""
        if self._origins[part.called]:
            return True
        return bool(self._run("any_mine", part, {"agency_id": self._agency.id, **part.arrays()}).fetchone()[0])

    def _decide(self, part: Part) -> dict[str, Any]:
        values = usual(self._agency, part, self._origins[part.called], self.since, self._now)
        values |= {"usable": self._decider.usable_senders()}
        values |= {"owned": self._owned, "held_words": str(HELD_TOO_LONG), "late_words": str(TOO_LATE), "hurried_before": self._now + HURRY}
        cases = self._run("combinations", part, values).fetchall() if self._origins[part.called] else []
        return {**values, **decided_columns(self._decider, cases)}

    def _outline(self, part: Part, values: dict[str, Any]) -> _Outline:
        found = self._run("outline", part, values).fetchall()
        counts = {row[0]: row[1] for row in found}
        columns = ("addresses", "contacts", "clients", "events", "messages")
        rows = {name: {one for row in found for one in row[number + 2]} for number, name in enumerate(columns)}
        synced = Synced(counts.get("create", 0), counts.get("move", 0), counts.get("delete", 0), counts.get("expire", 0))
        return _Outline(synced, frozenset(counts), rows)

    def _run(self, name: str, part: Part, values: dict[str, Any]) -> Any:
        if part.narrow:
            return run_prepared(statement(name, part), values)
        cursor = connection.cursor()
        cursor.execute(statement(name, part), values)
        return cursor


def parts_of(scope: Scope) -> list[Part]:
    if scope.contacts:
        return [about_events("contact", scope.contacts), about_clients("contact", scope.contacts)]
    if scope.clients and scope.eventless:
        return [about_clients("client", scope.clients)]
    if scope.clients:
        return [about_events("client", scope.clients), about_clients("client", scope.clients)]
    return [about_events("event", scope.events)] if scope.events else []


def sync(agency: Agency, scope: Scope, now: datetime, *, creating: bool = True) -> Synced:
    """Make the scheduled automated messages of a scope equal to what is called for; not `creating`, only those that are there."""
    return Sync(agency, now).make_equal(scope, creating=creating) if parts_of(scope) else Synced()


def preview(agency: Agency, scope: Scope, now: datetime, limit: int = SHOWN) -> Preview:
    """What `sync` would do now."""
    return Sync(agency, now).preview(scope, limit)
