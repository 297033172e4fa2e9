"""Quick search (F1): one text, and every client that it could mean, by name, reference, contact or event.

It stands in the highest room of those that it looks through.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
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
from duenotice.contacts.typed import email_pattern, phone_beginnings, phone_patterns
from duenotice.db.named_sql import named_sql
from duenotice.events.models import Event

MOST = 20
# So many of each way to match are read: of what is near, somewhat more than are shown.
MOST_NEAR, MOST_ANYWHERE = 40, 200
# Who types so many digits means a number by its beginning or its ending.
MANY_DIGITS = 7
WHOLE, END = 2, 1
# What gathers parts of texts, left out.
FAR = dict.fromkeys(("longest_word", "later_word", "reference", "phone", "other_phone", "email"))
# Among matches that are as close, what comes first.
RANK = {"contact": 0, "reference": 1, "name": 2, "event": 3}


class Match(NamedTuple):
    """One way in which one client matches; `client_id` is None for a contact that has no client.

    `closeness` is WHOLE, END (a beginning or an ending), or 0 for any other part.
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
    beginning or an ending; what has it elsewhere was not looked for yet.
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
    what is near: an address, or seven digits with which one begins or ends. What is near and fills the list is enough in any case.
    """
    asked = _asked(agency, text)
    if asked is None:
        return Found([])
    unseen = {how for how, seen in (("contact", contacts), ("event", events)) if not seen}
    matches = _matches({**asked, **FAR, "most": MOST_NEAR}, unseen)
    full = len(_live_ids(matches)) > MOST
    further = not full and not everywhere and _is_meant(matches, asked)
    if not full and not further:
        matches = _matches({**asked, "most": MOST_ANYWHERE}, unseen)
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


def _asked(agency: Agency, text: str) -> dict[str, Any] | None:
    """What sql/quick_search.sql asks for; None for a text without words."""
    words = folded(text).split()
    if not words:
        return None
    longest = max(words, key=len)
    short = len(longest) < SHORTEST_PART
    phones = phone_patterns(text, region=agency.region)
    email = email_pattern(text)
    begins = phone_beginnings(phones[-1], region=agency.region) if phones else []
    return {
        "agency_id": agency.id,
        "name": folded(text),
        "name_begins": _beginning(folded(text)),
        "last_word_begins": _beginning(longest) if len(words) == 1 else None,
        "longest_word": _beginning(longest) if short else _like(longest),
        "later_word": f"% {escape(longest)}%" if short else None,
        "words": [_like(word) for word in words],
        "exact_reference": text.strip().lower(),
        "reference": _like(text.strip().lower()),
        "exact_phone": f"+{phones[0]}" if phones else None,
        "phone_begins": _beginning(begins[0]) if begins else None,
        "national_phone_begins": _beginning(begins[1]) if begins else None,
        "reversed_phone_begins": _beginning(phones[-1][::-1]) if phones else None,
        "phone": _like(phones[0]) if phones else None,
        "other_phone": _like(phones[1]) if len(phones) > 1 else None,
        "exact_email": email or None,
        "email_begins": _beginning(email) if email else None,
        "email": _like(email) if len(email) >= SHORTEST_PART else None,
    }


def _matches(asked: Mapping[str, Any], unseen: Collection[str]) -> list[Match]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("events", "quick_search"), asked)
        found = [Match(*row) for row in cursor.fetchall()]
    return [match for match in found if match.how not in unseen]


def _is_meant(matches: Iterable[Match], asked: Mapping[str, Any]) -> bool:
    """Is what was typed so much of an address that whoever has it is very likely meant?"""
    digits = len(asked["reversed_phone_begins"] or "") - 1
    least = END if digits >= MANY_DIGITS else WHOLE
    return any(match.how == "contact" and match.live and match.closeness >= least for match in matches)


def _live_ids(matches: Iterable[Match]) -> list[UUID | None]:
    return list(dict.fromkeys(_id(match) for match in sorted(matches, key=_rank) if match.live))


def _id(match: Match) -> UUID | None:
    """Of the client; of the contact where it has none."""
    return match.client_id or match.match_id


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


def _rank(match: Match) -> tuple[int, int]:
    return -match.closeness, RANK[match.how]


def _matched(matches: Iterable[Match], how: str) -> list[UUID]:
    return [match.match_id for match in matches if match.how == how and match.match_id]


def _like(text: str) -> str:
    """A pattern for any text with `text` in it, whatever signs of patterns it holds."""
    return f"%{escape(text)}%"


def _beginning(text: str) -> str:
    return f"{escape(text)}%"


def escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
