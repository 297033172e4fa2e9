"""The statements of sync, put together from their parts: what is called for, narrowed to a scope, beside the messages that are there."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.db.only_simulate import SIMULATES
from duenotice.flows.deciding import Decider, PartyCase, TimeCase
from duenotice.flows.origins import Origin

# So many ids at most make a scope narrow; one of many wants a plan made for it.
NARROW = 20
PAIRS_OF_CONTACTS = """
attendance.client_id IN (SELECT client_id FROM contacts_contact WHERE agency_id = %(agency_id)s AND id = ANY(%(ids)s))
"""


@dataclass(frozen=True)
class Part:
    """What one statement is about: `called` names the file of what is called for; `pairs` narrows who attends what, `scope` all of it,
    and `mine` the messages there.

    `known` names the file that says which new ones are not made.
    """

    called: str
    pairs: str
    scope: str
    mine: str
    match: str
    ids: tuple[tuple[str, Sequence[UUID]], ...]
    known: str = "known"

    @property
    def narrow(self) -> bool:
        """Whether it is about so little that planning its statements, 15 to 25 ms each time, would take longer than carrying them out."""
        return all(len(values) <= NARROW for _name, values in self.ids)

    def arrays(self) -> dict[str, str]:
        """What it is about, as its statements take it."""
        return {name: array(values) for name, values in self.ids}

    def narrowed(self, *, contacts: Sequence[UUID], events: Sequence[UUID]) -> "Part":
        """To the contacts and events that are held."""
        scope, mine, pairs = f"{self.scope} AND contact.id = ANY(%(held)s)", f"{self.mine} AND contact_id = ANY(%(held)s)", self.pairs
        if self.called == "about_events":
            pairs, mine = f"{pairs} AND attendance.event_id = ANY(%(held_events)s)", f"{mine} AND event_id = ANY(%(held_events)s)"
        return replace(self, pairs=pairs, scope=scope, mine=mine, ids=(*self.ids, ("held", contacts), ("held_events", events)))


def about_events(by: str, ids: Sequence[UUID]) -> Part:
    """Messages about events, of these clients, contacts or events (`by` is client, contact or event)."""
    mine = f"{by}_id = ANY(%(ids)s) AND event_id IS NOT NULL"
    pairs = PAIRS_OF_CONTACTS if by == "contact" else f"attendance.{by}_id = ANY(%(ids)s)"
    return Part("about_events", pairs, f"{by}.id = ANY(%(ids)s)", mine, "mine.event_id = wanted.event_id", (("ids", ids),))


def about_clients(by: str, ids: Sequence[UUID]) -> Part:
    """Messages about no event, of these clients or contacts."""
    mine = f"{by}_id = ANY(%(ids)s) AND event_id IS NULL"
    return Part("about_clients", "", f"{by}.id = ANY(%(ids)s)", mine, "mine.occasion = wanted.occasion", (("ids", ids),))


@cache
def _text(name: str, called: str, pairs: str, scope: str, mine: str, match: str, known: str) -> str:
    plan = named_sql("flows", "plan").replace("{known}", named_sql("flows", known)).replace("{mine}", mine).replace("{match}", match)
    whole = named_sql("flows", name).replace("{plan}", plan).replace("{mine}", mine)
    whole = whole.replace("{called}", named_sql("flows", "called")).replace("{about}", named_sql("flows", called))
    return whole.replace("{pairs}", pairs).replace("{scope}", scope).replace("{simulates}", SIMULATES)


def statement(name: str, part: Part) -> str:
    return _text(name, part.called, part.pairs, part.scope, part.mine, part.match, part.known)


def _written(origin: Origin) -> dict[str, object]:
    return {
        "id": origin.id,
        "template_id": origin.template_id,
        "kind": origin.kind,
        "counted_from": origin.counted_from,
        "flow_id": origin.flow_id,
        "status_id": origin.status_id,
        "client_status": origin.client_status,
        "channels": origin.channels or None,
        "active_since": origin.active_since,
        "turn": origin.turn,
    }


TIMED_COLUMNS = ("moments", "timed_origins", "timed_turns", "timed_sinces", "send_ats", "expires_ats", "at_onces", "pasts", "quiets")
PARTY_COLUMNS = ("parties", "senders")


def decided_columns(decider: Decider, cases: Sequence[tuple[Any, ...]]) -> dict[str, str]:
    """Times and verdicts for the rows of combinations.sql, as plan.sql takes them."""
    asked = [(row[1], TimeCase._make(row[2:11])) for row in cases if row[0]]
    timed = [(key, case, decider.time(case)) for key, case in asked]
    times = [
        (key, case.origin_id, case.turn, case.since, one.send_at, one.expires_at, one.at_once, one.past, one.quiet)
        for key, case, one in timed
        if one
    ]
    parties = [(row[1], PartyCase._make((*row[11:17], row[8], *row[17:]))) for row in cases if not row[0]]
    verdicts = [(key, decider.sender(case.channel)) for key, case in parties if decider.allows(case)]
    return {**_columns(times, TIMED_COLUMNS), **_columns(verdicts, PARTY_COLUMNS)}


def usual(agency: Agency, part: Part, origins: Sequence[Origin], since: datetime, now: datetime) -> dict[str, Any]:
    written = json.dumps([_written(one) for one in origins], default=str)
    return {"agency_id": agency.id, "now": now, "since": since, "origins": written, **part.arrays()}


def _columns(rows: Sequence[Sequence[Any]], names: Sequence[str]) -> dict[str, str]:
    """The rows as one array for each column, as unnest takes them."""
    return {name: array(row[number] for row in rows) for number, name in enumerate(names)}
