"""Finding contacts (F2), and clients by their contacts (C1). What people type is matched on trigram indexes, inside one agency."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.functions import Lower, NullIf
from django.db.models.lookups import Contains

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.clients.search import SHORTEST_PART, beginning, named, referenced
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.typed import email_pattern, phone_patterns
from duenotice.db.paging import SIZE, Cursor, Page, arrange, page_by_cursor
from duenotice.lifecycle.states import shown

NEVER = Q(pk=None)
# So many matches are fetched and joined; beyond that a match is so common that the list is walked until a page is full. Left to itself,
# the planner walks a million contacts for a rare one (0.6 s at 150,000).
FEW = 2000
# Where so few were made in the days that are asked for, all of them are looked at. Left to itself, the planner walks from the newest
# contact back to those days, through millions (1.5 s at 5 million for a day long ago; 0.07 so).
FEW_DAYS = 100_000


@dataclass(frozen=True)
class ClientSearch:
    """What the Search Clients form asks for; what is empty does not count. Archived and trashed clients are added to the live ones."""

    name: str = ""
    reference: str = ""
    phone: str = ""
    email: str = ""
    archived: bool = False
    trashed: bool = False


@dataclass(frozen=True)
class ContactSearch:
    """What the Search Contacts form asks for; what is empty does not count. `created_from` is inclusive, `created_until` is not."""

    text: str = ""
    channel: str = ""
    type: str = ""
    validity: str = ""
    consent: str = ""
    client: str = ""
    client_id: UUID | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None
    archived: bool = False
    trashed: bool = False


def find_clients(agency: Agency, wanted: ClientSearch, cursor: Cursor) -> Page[Client]:
    """One page of the clients that meet everything asked for, by name."""
    order = ["last_name", "first_name", "id"]
    return page_by_cursor(clients_wanted(agency, wanted), agency_id=agency.id, order=order, cursor=cursor)


def clients_wanted(agency: Agency, wanted: ClientSearch) -> QuerySet[Client]:
    """The clients that meet everything asked for, in no order."""
    rows = Client.objects.filter(shown(archived=wanted.archived, trashed=wanted.trashed), agency_id=agency.id)
    if wanted.name:
        rows = rows.filter(named(wanted.name))
    if wanted.reference:
        rows = rows.filter(referenced(wanted.reference))
    for value, matching in ((wanted.phone, is_phone), (wanted.email, is_email)):
        if value:
            addresses = Address.objects.filter(matching(value, agency.region), agency_id=agency.id)
            having = Contact.objects.filter(_one_of("address_id", addresses), agency_id=agency.id)
            rows = rows.filter(id__in=having.values("client_id"))
    return rows


def find_contacts(agency: Agency, wanted: ContactSearch, cursor: Cursor, *, size: int = SIZE) -> Page[Contact]:
    """One page of the contacts that meet everything asked for, the newest first, with their addresses and clients."""
    backward = cursor.before is not None and cursor.after is None
    edge = cursor.before if backward else cursor.after
    ids = contact_ids(agency, wanted, edge=edge, backward=backward, limit=size + 1)
    full = Contact.objects.filter(agency_id=agency.id, id__in=ids).select_related("address", "client").order_by("id" if backward else "-id")
    return arrange(list(full), backward=backward, from_anchor=edge is not None, size=size)


def contact_ids(agency: Agency, wanted: ContactSearch, *, edge: UUID | None, limit: int, backward: bool = False) -> list[UUID]:
    """The next contacts that meet everything asked for, older than `edge`, the newest first; or, backward, newer ones, the oldest first."""
    rows = _filtered(agency, wanted)
    if edge is not None:
        rows = rows.filter(id__gt=edge) if backward else rows.filter(id__lt=edge)
    by: Any = NullIf("id", "agency_id") if _in_few_days(agency, wanted) else F("id")
    order = by.asc() if backward else by.desc()
    # Each way to match is sought by itself, as far as one page needs: an OR over three tables could use none of their indexes.
    arms = [rows.filter(arm).order_by(order).values("id")[:limit] for arm in _ways(agency, wanted.text)]
    ids = {row["id"] for row in (arms[0].union(*arms[1:]) if len(arms) > 1 else arms[0])}
    return sorted(ids, reverse=not backward)[:limit]


def _in_few_days(agency: Agency, wanted: ContactSearch) -> bool:
    """Were few made in the days asked for? Then they are put in order by what no index has, so that the planner begins with the days."""
    if not wanted.created_from or not wanted.created_until:
        return False
    made = Contact.objects.filter(agency_id=agency.id, created_at__gte=wanted.created_from, created_at__lt=wanted.created_until)
    return not made.order_by("created_at")[FEW_DAYS : FEW_DAYS + 1].exists()


def contacts_wanted(agency: Agency, wanted: ContactSearch) -> QuerySet[Contact]:
    """All contacts that meet everything asked for, in no order: to be counted."""
    return _filtered(agency, wanted).filter(reduce(or_, _ways(agency, wanted.text)))


def every_contact(agency: Agency, wanted: ContactSearch, *, at_a_time: int = 1000) -> Iterator[Contact]:
    """All contacts that meet everything asked for, the newest first, read page by page."""
    page = find_contacts(agency, wanted, Cursor(), size=at_a_time)
    yield from page.rows
    while page.after:
        page = find_contacts(agency, wanted, Cursor(after=page.after), size=at_a_time)
        yield from page.rows


def would_match(agency: Agency, wanted: ContactSearch) -> bool:
    """Would archived or trashed contacts match, that the search left out?"""
    everything = replace(wanted, archived=True, trashed=True)
    hidden = Q(archived_at__isnull=False) | Q(trashed_at__isnull=False)
    return any(_filtered(agency, everything).filter(hidden).filter(way).exists() for way in _ways(agency, wanted.text))


def is_phone(text: str, region: str) -> Q:
    """Addresses whose number contains what was typed, in any format."""
    return reduce(or_, (Q(kind="phone", value__contains=digits) for digits in phone_patterns(text, region=region)), NEVER)


def is_email(text: str, region: str = "") -> Q:
    """Addresses whose email contains what was typed."""
    pattern = email_pattern(text)
    if not pattern:
        return NEVER
    # One or two letters have no trigram: an email counts where it begins with them.
    return Q(kind="email", value__contains=pattern) if len(pattern) >= SHORTEST_PART else Q(kind="email", value__startswith=pattern)


def _ways(agency: Agency, text: str) -> list[Q]:
    """The ways in which a contact can match `text`: by its address, by its client, by its own name."""
    if not text.strip():
        return [Q()]
    addresses = Address.objects.filter(is_phone(text, agency.region) | is_email(text), agency_id=agency.id)
    own_name = Q(~Q(name=""), Contains(Lower("name"), text.strip().lower()))
    return [_one_of("address_id", addresses), _of_clients(agency, text), own_name]


def means(agency: Agency, text: str) -> Q:
    """Contacts that match `text` in one of the ways."""
    return reduce(or_, _ways(agency, text))


def _of_clients(agency: Agency, text: str) -> Q:
    """Contacts of clients that `text` means. Where very many have a name that begins so, trigrams need not gather them all to know it."""
    own = Client.objects.filter(agency_id=agency.id)
    found = own.filter(named(text) | referenced(text))
    if any(own.filter(way)[FEW : FEW + 1].exists() for way in beginning(text)):
        return Q(client_id__in=found.values("id"))
    return _one_of("client_id", found)


def _one_of(column: str, found: QuerySet[Address] | QuerySet[Client]) -> Q:
    """Contacts whose `column` is one of what was found."""
    ids = list(found.values_list("id", flat=True)[: FEW + 1])
    return Q(**{f"{column}__in": ids if len(ids) <= FEW else found.values("id")})


def _filtered(agency: Agency, wanted: ContactSearch) -> QuerySet[Contact]:
    rows = Contact.objects.filter(shown(archived=wanted.archived, trashed=wanted.trashed), agency_id=agency.id)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.type:
        rows = rows.filter(type=wanted.type)
    if wanted.consent:
        rows = rows.filter(address__consent=wanted.consent)
    if wanted.validity:
        rows = rows.alias(invalid=invalid_on_its_channel()).filter(invalid=wanted.validity == "invalid")
    if wanted.validity == "invalid":
        rows = rows.filter(_one_of("address_id", Address.objects.filter(~Q(invalid_for=[]), agency_id=agency.id)))
    if wanted.client:
        rows = rows.filter(_of_clients(agency, wanted.client))
    if wanted.client_id:
        rows = rows.filter(client_id=wanted.client_id)
    if wanted.created_from:
        rows = rows.filter(created_at__gte=wanted.created_from)
    if wanted.created_until:
        rows = rows.filter(created_at__lt=wanted.created_until)
    return rows


def invalid_on_its_channel() -> Func:
    """SQL: channel = ANY (invalid_for)."""
    return Func(F("channel"), F("address__invalid_for"), template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())
