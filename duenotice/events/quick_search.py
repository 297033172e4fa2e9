"""Quick search (F1): one text, and every client that it could mean, by name, reference, contact or event.

It stands in the highest room of those that it looks through.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.clients.folding import folded
from duenotice.clients.models import Client
from duenotice.clients.search import SHORTEST_PART
from duenotice.clients.similar import similar_clients
from duenotice.contacts.models import Contact
from duenotice.contacts.typed import email_pattern, phone_patterns
from duenotice.db.named_sql import named_sql
from duenotice.events.models import Event

MOST = 20
# What matched best comes first; before all, what is all of what was typed.
RANK = {"contact": 0, "reference": 1, "name": 2, "event": 3}


class Match(NamedTuple):
    """One way in which one client matches; `client_id` is None for a contact that has no client."""

    how: str
    client_id: UUID | None
    match_id: UUID | None
    live: bool
    exact: bool


@dataclass
class Result:
    """One client, or a contact of none, with the contacts and events that matched."""

    client: Client | None
    contacts: list[Contact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """What quick search shows, and whether archived or trashed records would have matched as well.

    `hidden_clients` is how such clients match: name, reference, or empty where none does.
    """

    results: list[Result]
    more: bool = False
    # Nothing matches; these clients have a name like it.
    similar: list[Client] = field(default_factory=list)
    hidden_contacts: bool = False
    hidden_clients: str = ""


def quick_search(agency: Agency, text: str, *, contacts: bool = True, events: bool = True) -> Found:
    """What `text` could mean in the agency: at most MOST clients, best matches first, then by name.

    Without `contacts` or `events`, for those who may not view them, nothing is found by these.
    """
    unseen = {how for how, seen in (("contact", contacts), ("event", events)) if not seen}
    matches = [match for match in _matches(agency, text) if match.how not in unseen]
    live = [match for match in matches if match.live]
    ids = list(dict.fromkeys(match.client_id or match.match_id for match in live))
    return Found(
        similar=[] if matches else similar_clients(agency, text),
        results=_results(agency, [match for match in live if (match.client_id or match.match_id) in set(ids[:MOST])]),
        more=len(ids) > MOST,
        hidden_contacts=any(match.how == "contact" and not match.live for match in matches),
        hidden_clients=next((match.how for match in matches if match.how in ("name", "reference") and not match.live), ""),
    )


def _matches(agency: Agency, text: str) -> list[Match]:
    words = folded(text).split()
    if not words:
        return []
    longest = max(words, key=len)
    short = len(longest) < SHORTEST_PART
    phones = phone_patterns(text, region=agency.region)
    email = email_pattern(text)
    asked: dict[str, Any] = {
        "agency_id": agency.id,
        "name": folded(text),
        "exact_reference": text.strip().lower(),
        "longest_word": f"{escape(longest)}%" if short else _like(longest),
        "later_word": f"% {escape(longest)}%" if short else None,
        "words": [_like(word) for word in words],
        "reference": _like(text.strip().lower()),
        "exact_phone": f"+{phones[0]}" if phones else None,
        "phone": _like(phones[0]) if phones else None,
        "other_phone": _like(phones[1]) if len(phones) > 1 else None,
        "exact_email": email or None,
        "email": (_like(email) if len(email) >= SHORTEST_PART else f"{escape(email)}%") if email else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(named_sql("events", "quick_search"), asked)
        return [Match(*row) for row in cursor.fetchall()]


def _results(agency: Agency, matches: Sequence[Match]) -> list[Result]:
    clients = Client.objects.filter(agency_id=agency.id, id__in=[match.client_id for match in matches if match.client_id])
    contacts = Contact.objects.filter(agency_id=agency.id, id__in=_matched(matches, "contact")).select_related("address").order_by("id")
    events = Event.objects.filter(agency_id=agency.id, id__in=_matched(matches, "event")).in_bulk()
    results = {client.id: Result(client) for client in sorted(clients, key=lambda client: (client.search_name, client.id))}
    strangers = []
    for contact in contacts:
        if contact.client_id:
            results[contact.client_id].contacts.append(contact)
        else:
            strangers.append(Result(None, [contact]))
    for match in matches:
        if match.how == "event" and match.client_id and match.match_id:
            results[match.client_id].events.append(events[match.match_id])
    rank = {match.client_id: _rank(match) for match in sorted(matches, key=_rank, reverse=True)}
    return sorted(results.values(), key=lambda result: rank[result.client.id if result.client else None]) + strangers


def _rank(match: Match) -> tuple[bool, int]:
    return not match.exact, RANK[match.how]


def _matched(matches: Iterable[Match], how: str) -> list[UUID]:
    return [match.match_id for match in matches if match.how == how and match.match_id]


def _like(text: str) -> str:
    """A pattern for any text with `text` in it, whatever signs of patterns it holds."""
    return f"%{escape(text)}%"


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
