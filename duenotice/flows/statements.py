"""The statements of sync, put together from their parts: what is called for, narrowed to a scope, beside the messages that are there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.flows.deciding import Decider, PartyCase, TimeCase
from duenotice.flows.origins import Origin


@dataclass(frozen=True)
class Part:
    """What one statement is about: `called` names the file of what is called for, `scope` and `mine` narrow it and the messages there.

    `known` names the file that says which new ones are not made.
    """

    called: str
    scope: str
    mine: str
    match: str
    ids: tuple[tuple[str, Sequence[UUID]], ...]
    known: str = "known"

    def narrowed(self, *, contacts: Sequence[UUID], events: Sequence[UUID]) -> "Part":
        """To the contacts and events that are held."""
        scope, mine = f"{self.scope} AND contact.id = ANY(%(held)s)", f"{self.mine} AND contact_id = ANY(%(held)s)"
        if self.called == "about_events":
            scope, mine = f"{scope} AND event.id = ANY(%(held_events)s)", f"{mine} AND event_id = ANY(%(held_events)s)"
        return replace(self, scope=scope, mine=mine, ids=(*self.ids, ("held", contacts), ("held_events", events)))


def about_events(by: str, ids: Sequence[UUID]) -> Part:
    """Messages about events, of these clients, contacts or events (`by` is client, contact or event)."""
    mine = f"{by}_id = ANY(%(ids)s) AND event_id IS NOT NULL"
    return Part("about_events", f"{by}.id = ANY(%(ids)s)", mine, "mine.event_id = wanted.event_id", (("ids", ids),))


def about_clients(by: str, ids: Sequence[UUID]) -> Part:
    """Messages about no event, of these clients or contacts."""
    mine = f"{by}_id = ANY(%(ids)s) AND event_id IS NULL"
    return Part("about_clients", f"{by}.id = ANY(%(ids)s)", mine, "mine.occasion = wanted.occasion", (("ids", ids),))


@cache
def _text(name: str, called: str, scope: str, mine: str, match: str, known: str) -> str:
    plan = named_sql("flows", "plan").replace("{known}", named_sql("flows", known)).replace("{mine}", mine).replace("{match}", match)
    whole = named_sql("flows", name).replace("{plan}", plan)
    return whole.replace("{called}", named_sql("flows", called)).replace("{scope}", scope)


def statement(name: str, part: Part) -> str:
    return _text(name, part.called, part.scope, part.mine, part.match, part.known)


def origin_columns(origins: Sequence[Origin]) -> dict[str, list[Any]]:
    return {
        "origins": [one.id for one in origins],
        "templates": [one.template_id for one in origins],
        "kinds": [one.kind for one in origins],
        "counted_from": [one.counted_from for one in origins],
        "flows": [one.flow_id for one in origins],
        "statuses": [one.status_id for one in origins],
        "client_statuses": [one.client_status for one in origins],
        "channels": [" ".join(one.channels) for one in origins],
        "active_since": [one.active_since for one in origins],
        "turns_of": [one.turn for one in origins],
    }


TIME_COLUMNS = ("time_origins", "turns", "dates", "clocks", "zones", "sinces", "time_channels", "client_zones", "number_zones")
TIMED_COLUMNS = ("send_ats", "expires_ats", "at_onces", "pasts", "quiets")
PARTY_COLUMNS = (
    "contact_archiveds",
    "contact_trasheds",
    "client_archiveds",
    "client_trasheds",
    "consents",
    "invalids",
    "verdict_channels",
    "event_cancelleds",
    "event_archiveds",
    "event_trasheds",
    "disableds",
    "senders",
)


def decided_columns(decider: Decider, cases: Sequence[tuple[Any, ...]]) -> dict[str, list[Any]]:
    """Times and verdicts for the rows of combinations.sql, as plan.sql takes them."""
    times = decider.times([TimeCase._make(row[1:10]) for row in cases if row[0]])
    verdicts = decider.verdicts([PartyCase._make((*row[10:16], row[7], *row[16:])) for row in cases if not row[0]])
    timed = [(*case, one.send_at, one.expires_at, one.at_once, one.past, one.quiet) for case, one in times]
    passed = [(*case, sender) for case, sender in verdicts]
    return {**_columns(timed, TIME_COLUMNS + TIMED_COLUMNS), **_columns(passed, PARTY_COLUMNS)}


def usual(agency: Agency, part: Part, origins: Sequence[Origin], since: datetime, now: datetime) -> dict[str, Any]:
    ids = {name: list(values) for name, values in part.ids}
    return {"agency_id": agency.id, "now": now, "since": since, **origin_columns(origins), **ids}


def _columns(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, list[Any]]:
    """The rows as one list for each column, as unnest takes them."""
    return {name: [row[number] for row in rows] for number, name in enumerate(names)}
