"""Quick search (F1): one text, and every client that it could mean, by name, reference, contact or event.

It stands in the highest room of those that it looks through.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.clients.models import Client
from duenotice.clients.search import SHORTEST_PART
from duenotice.clients.similar import similar_clients
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.typed import email_pattern, phone_beginnings, phone_patterns
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import run_prepared
from duenotice.events.models import Event

MOST = 20
# Who types so many digits means a number by its beginning or its ending.
MANY_DIGITS = 7
WHOLE, END = 2, 1
# What no text begins with, in the place of what cannot match: NULL has another type, for which psycopg would prepare another statement.
NOTHING = chr(0x10FFFF)
ANYWHERE = 0
# What stands in emails and hardly in names: addresses are then looked through first, because names take as long again.
OF_EMAILS = "@._"
NOT_ADDRESSES = dict.fromkeys(("phone", "other_phone", "email"))
NOT_OTHERS = dict.fromkeys(("longest_word", "later_word", "reference"))
# Among matches that are as close, what comes first.
RANK = {"contact": 0, "reference": 1, "name": 2, "event": 3}
SHOWN: dict[str, type[Model]] = {"client": Client, "contact": Contact, "address": Address, "event": Event}


class Match(NamedTuple):
    """One way in which one client matches; `client_id` is None for a contact that has no client.

    `closeness` is WHOLE, END (a beginning or an ending), or ANYWHERE for any other part.
    """

    how: str
    client_id: UUID | None
    match_id: UUID | None
    live: bool
    closeness: int


@dataclass
class Result:
    """One client, or a contact of none, with the contacts and events that matched."""

    client: Client | None
    contacts: list[Contact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What quick search shows, and whether archived or trashed records would have matched as well.

    `hidden_clients` is how such clients match: name, reference, or empty where none does. `further`: what was typed was found as a whole, a
    beginning or an ending, or as a part of an email; what else has it was not looked for yet.
    """

    results: list[Result]
    more: bool = False
    further: bool = False
    # Nothing matches; these clients have a name like it.
    similar: list[Client] = field(default_factory=list)
    hidden_contacts: bool = False
    hidden_clients: str = ""


def quick_search(agency: Agency, text: str, *, contacts: bool = True, events: bool = True, everywhere: bool = True) -> Found:
    """What `text` could mean in the agency: at most MOST clients, best matches first, then by name.

    Without `contacts` or `events`, for those who may not view them, nothing is found by these. Unless `everywhere`, it is content with
    what is near, an address or seven digits with which one begins or ends, or else with a part of an email. What is near and fills the
    list is enough in any case.
    """
    words = folded(text).split()
    if not words:
        return Found([])
    unseen = {how for how, seen in (("contact", contacts), ("event", events)) if not seen}
    near = _near(agency, text, words)
    matches = _closest(run_prepared(_statement("quick_search_near"), near), unseen)
    full = len(_live_ids(matches)) > MOST
    further = not full and not everywhere and _is_meant(matches, near)
    if not full and not further:
        asked = _anywhere(agency, text, words)
        if not everywhere and any(sign in text for sign in OF_EMAILS):
            matches = _closest([*matches, *_sought({**asked, **NOT_OTHERS})], unseen)
            further = any(match.how == "contact" and match.live for match in matches)
            asked |= NOT_ADDRESSES
        if not further:
            matches = _closest([*matches, *_sought(asked)], unseen)
    ids = _live_ids(matches)
    shown = set(ids[:MOST])
    return Found(
        similar=[] if matches else similar_clients(agency, text),
        results=_results(agency, [match for match in matches if match.live and _id(match) in shown]),
        more=len(ids) > MOST,
        further=further,
        hidden_contacts=any(match.how == "contact" and not match.live for match in matches),
        hidden_clients=next((match.how for match in matches if match.how in ("name", "reference") and not match.live), ""),
    )


@cache
def _statement(ways: str) -> str:
    """Without comments and indents: psycopg reads a statement of up to 4,096 characters once, and a longer one each time."""
    whole = named_sql("events", "quick_search").replace("{ways}", named_sql("events", ways))
    return "\n".join(line.strip() for line in whole.splitlines() if not line.startswith("--"))


def _near(agency: Agency, text: str, words: Sequence[str]) -> dict[str, Any]:
    """What sql/quick_search_near.sql asks for."""
    phones = phone_patterns(text, region=agency.region)
    begins, national_begins = phone_beginnings(phones[-1], region=agency.region) if phones else (NOTHING, NOTHING)
    return {
        "agency": agency.id,
        "name": " ".join(words),
        "only_word": words[0] if len(words) == 1 else NOTHING,
        "reference": text.strip().lower(),
        "whole_phone": f"+{phones[0]}" if phones else NOTHING,
        "phone_begins": begins,
        "national_begins": national_begins,
        "phone_ends": phones[-1][::-1] if phones else NOTHING,
        "email": email_pattern(text) or NOTHING,
    }


def _anywhere(agency: Agency, text: str, words: Sequence[str]) -> dict[str, Any]:
    """What sql/quick_search_anywhere.sql asks for; None is what cannot match so."""
    longest = max(words, key=len)
    short = len(longest) < SHORTEST_PART
    phones = phone_patterns(text, region=agency.region)
    email = email_pattern(text)
    return {
        "agency": agency.id,
        "longest_word": f"{escape(longest)}%" if short else _like(longest),
        "later_word": f"% {escape(longest)}%" if short else None,
        "words": [_like(word) for word in words],
        "reference": _like(text.strip().lower()),
        "phone": _like(phones[0]) if phones else None,
        "other_phone": _like(phones[1]) if len(phones) > 1 else None,
        "email": _like(email) if len(email) >= SHORTEST_PART else None,
    }


def _sought(asked: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_statement("quick_search_anywhere"), asked)
        return list(cursor.fetchall())


def _closest(rows: Iterable[tuple[Any, ...]], unseen: Collection[str]) -> list[Match]:
    """Each match that may be seen once, as close as it is found to be."""
    found: dict[tuple[str, UUID | None, UUID | None], Match] = {}
    for match in sorted(itertools.starmap(Match, rows), key=attrgetter("closeness"), reverse=True):
        if match.how not in unseen:
            found.setdefault((match.how, match.client_id, match.match_id), match)
    return list(found.values())


def _is_meant(matches: Iterable[Match], near: Mapping[str, Any]) -> bool:
    """Is what was typed so much of an address that whoever has it is very likely meant?"""
    digits = len(near["phone_ends"])
    least = END if digits >= MANY_DIGITS else WHOLE
    return any(match.how == "contact" and match.live and match.closeness >= least for match in matches)


def _live_ids(matches: Iterable[Match]) -> list[UUID | None]:
    return list(dict.fromkeys(_id(match) for match in sorted(matches, key=_rank) if match.live))


def _id(match: Match) -> UUID | None:
    """Of the client; of the contact where it has none."""
    return match.client_id or match.match_id


def _results(agency: Agency, matches: Sequence[Match]) -> list[Result]:
    if not matches:
        return []
    results: dict[UUID | None, Result] = {}
    closest: dict[UUID | None, tuple[int, int]] = {}
    for match, records in zip(matches, _shown(agency, matches), strict=True):
        id = _id(match)
        result = results.setdefault(id, Result(records["client"]))
        closest[id] = min(closest.get(id, _rank(match)), _rank(match))
        if records["contact"]:
            records["contact"].address = records["address"]
            result.contacts.append(records["contact"])
        if records["event"]:
            result.events.append(records["event"])
    for result in results.values():
        result.contacts.sort(key=lambda contact: contact.id)
    return sorted(results.values(), key=lambda result: _order(result, closest))


def _order(result: Result, closest: Mapping[UUID | None, tuple[int, int]]) -> tuple[Any, ...]:
    """The closest first, then by name; contacts that have no client last."""
    if result.client is None:
        return (True, result.contacts[0].id)
    return (False, *closest[result.client.id], result.client.search_name, result.client.id)


def _shown(agency: Agency, matches: Iterable[Match]) -> Iterator[dict[str, Any]]:
    """For each match its client, contact, address and event, with what is shown of them; None where it has no such record."""
    asked = {
        "agency": agency.id,
        "client_ids": array(match.client_id for match in matches),
        "contact_ids": array(match.match_id if match.how == "contact" else None for match in matches),
        "event_ids": array(match.match_id if match.how == "event" else None for match in matches),
    }
    rows = run_prepared(named_sql("events", "quick_search_shown"), asked)
    columns = {column.name: place for place, column in enumerate(rows.description or [])}
    read = {record: _read(record, columns) for record in SHOWN}
    for row in rows:
        yield {
            record: SHOWN[record].from_db(DEFAULT_DB_ALIAS, names, [row[place] for place in places]) if row[places[0]] else None
            for record, (names, places) in read.items()
        }


def _read(record: str, columns: Mapping[str, int]) -> tuple[list[str], list[int]]:
    """The fields of a record that were read, in the order of its model, its id first, and where they stand."""
    names = [field.attname for field in SHOWN[record]._meta.concrete_fields if f"{record}.{field.attname}" in columns]
    return names, [columns[f"{record}.{name}"] for name in names]


def _rank(match: Match) -> tuple[int, int]:
    return -match.closeness, RANK[match.how]


def _like(text: str) -> str:
    """A pattern for any text with `text` in it, whatever signs of patterns it holds."""
    return f"%{escape(text)}%"


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
