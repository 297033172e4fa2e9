"""Writing down what happened, in the transaction of the change itself."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.agencies.models import Activity
from duenotice.db.copying import as_text, copy_in
from duenotice.lib.identity import first_at, uuid7

# By COPY, which takes one record as well as thousands.
COLUMNS = ("id", "agency_id", "at", "actor_kind", "actor_id", "from_ip", "verb", "record_kind", "detail", "record_id")
# The kind of rows that tell of looks at data, not of changes.
LOOK = "look"
# Parts of a page that the browser asks for again and again count once in this time, for one person, verb, page and record.
SAME_LOOK = timedelta(minutes=15)


@dataclass(frozen=True)
class Actor:
    """Who does something: a user, a person by keyword or portal, the API, a gateway, or the system itself."""

    kind: str
    id: UUID | None = None
    ip: str | None = None


SYSTEM = Actor("system")


def record(
    *,
    agency_id: UUID,
    actor: Actor,
    verb: str,
    kind: str,
    ids: Iterable[UUID],
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append one row per record. `verb` is past tense (`opted_out`); `detail` holds ids, counts and codes, never personal data."""
    common = (*map(as_text, (agency_id, now, actor.kind, actor.id, actor.ip)), verb, kind, json.dumps(dict(detail or {})))
    copy_in(Activity._meta.db_table, COLUMNS, [(uuid7(), *common, record_id) for record_id in ids])


def record_each(
    *, agency_id: UUID, actor: Actor, verb: str, kind: str, details: Mapping[UUID, Mapping[str, object]], now: datetime
) -> None:
    """The same with a `detail` of its own for each record, by the record's id."""
    common = (*map(as_text, (agency_id, now, actor.kind, actor.id, actor.ip)), verb, kind)
    rows = [(uuid7(), *common, json.dumps(dict(detail)), record_id) for record_id, detail in details.items()]
    copy_in(Activity._meta.db_table, COLUMNS, rows)


def look(*, agency_id: UUID, actor: Actor, verb: str, at: UUID | None, page: str, now: datetime, part: bool = False) -> None:
    """Append that `actor` looked at people's data: `verb` is viewed, searched or exported, `at` the record, none for a list.

    What was searched is never kept. A `part` of a page is not written down again while the last look at the same is recent.
    """
    record_id = at or agency_id
    if part and _recent(agency_id, actor, verb, record_id, page, now):
        return
    record(agency_id=agency_id, actor=actor, verb=verb, kind=LOOK, ids=[record_id], now=now, detail={"page": page})


@dataclass(frozen=True)
class Look:
    """One look at people's data by a program: `verb` is viewed or searched, `at` the record, None for a list."""

    agency_id: UUID
    actor: Actor
    verb: str
    record_id: UUID | None
    page: str
    at: datetime


def append_looks(looks: Iterable[Look]) -> None:
    """Append what programs looked at, many at once."""
    rows = (
        (
            uuid7(),
            one.agency_id,
            one.at,
            one.actor.kind,
            one.actor.id,
            one.actor.ip,
            one.verb,
            LOOK,
            _page(one),
            one.record_id or one.agency_id,
        )
        for one in looks
    )
    copy_in(Activity._meta.db_table, COLUMNS, rows)


def _page(look: Look) -> str:
    return json.dumps({"page": look.page})


def _recent(agency_id: UUID, actor: Actor, verb: str, record_id: UUID, page: str, now: datetime) -> bool:
    rows = Activity.objects.filter(agency_id=agency_id, record_id=record_id, id__gte=first_at(now - SAME_LOOK))
    return rows.filter(record_kind=LOOK, actor_id=actor.id, verb=verb, detail__page=page).exists()
