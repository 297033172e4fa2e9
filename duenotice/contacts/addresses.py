"""Address rows: found or made, and locked."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.ledger import address_hash, remembered
from duenotice.contacts.models import Address, Consent, InvalidSource
from duenotice.contacts.parse import Parsed
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql

Found = TypeVar("Found", Address, UUID)
# (kind, value), as addresses are unique in an agency.
Key = tuple[str, str]


def ensure(agency: Agency, parsed: Sequence[Parsed], *, now: datetime) -> dict[Key, Address]:
    """The agency's rows of these addresses, by (kind, value), made where they are missing.

    A new row starts with the consent that the ledger remembers of it (O4, O5), and Invalid where its format cannot be reached (C3).
    """
    return _ensure(agency, parsed, now, _known)


class KnownAddress(NamedTuple):
    """What is needed of thousands of addresses, of which no objects are made."""

    id: UUID
    consent: str
    line_type: str


def known_addresses(agency_id: UUID, keys: Iterable[Key]) -> dict[Key, KnownAddress]:
    """The agency's rows of these addresses, those that are there."""
    kinds, values = tuple(zip(*keys, strict=True)) or ((), ())
    with connection.cursor() as cursor:
        cursor.execute(named_sql("contacts", "known_addresses"), {"agency_id": agency_id, "kinds": array(kinds), "values": array(values)})
        return {(kind, value): KnownAddress(*known) for kind, value, *known in cursor.fetchall()}


def ensure_ids(agency: Agency, parsed: Sequence[Parsed], *, now: datetime) -> dict[Key, UUID]:
    """As `ensure`, of thousands."""
    return _ensure(agency, parsed, now, _known_ids)


def _ensure(
    agency: Agency, parsed: Sequence[Parsed], now: datetime, read: Callable[[Agency, Iterable[Key]], dict[Key, Found]]
) -> dict[Key, Found]:
    wanted = {(one.kind, one.value): one for one in parsed}
    known = read(agency, wanted)
    # In one order, whoever makes them: two that make some of the same addresses wait for one another in turn.
    missing = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
    if not missing:
        return known
    hashes = {(one.kind, one.value): address_hash(agency, one.kind, one.value) for one in missing}
    consents = remembered(agency, list(hashes.values()))
    _make(agency, missing, [consents.get(hashes[one.kind, one.value], Consent.UNSET) for one in missing], now)
    return known | read(agency, hashes)


def lock_for_compose(agency_id: UUID, address_id: UUID) -> Address:
    """The address under FOR SHARE: its consent and validity cannot change until this transaction ends."""
    return Address.objects.raw(named_sql("contacts", "share_address"), {"agency_id": agency_id, "id": address_id})[0]


def _make(agency: Agency, missing: Sequence[Parsed], consents: Sequence[str], now: datetime) -> None:
    """Insert those that nobody has made meanwhile. No objects are made of them: in uploads these took a tenth of the time."""
    invalid = [bool(one.invalid_reason) for one in missing]
    columns: dict[str, Iterable[str]] = {
        "kind": [one.kind for one in missing],
        "value": [one.value for one in missing],
        "consent": list(consents),
        "invalid_for": [",".join(channels_of(one.kind)) if bad else "" for one, bad in zip(missing, invalid, strict=True)],
        "invalid_reason": [one.invalid_reason or "" for one in missing],
        "line_type": [one.line_type for one in missing],
        "time_zones": [",".join(one.time_zones) for one in missing],
    }
    asked: dict[str, Any] = {"agency_id": agency.id, "now": now, "unset": Consent.UNSET, "source": InvalidSource.FORMAT}
    asked |= {name: array(values) for name, values in columns.items()}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("contacts", "make_addresses"), asked)


def _known(agency: Agency, keys: Iterable[Key]) -> dict[Key, Address]:
    rows = Address.objects.filter(agency_id=agency.id, value__in=[value for _kind, value in keys])
    return {(row.kind, row.value): row for row in rows}


def _known_ids(agency: Agency, keys: Iterable[Key]) -> dict[Key, UUID]:
    return {key: address.id for key, address in known_addresses(agency.id, keys).items()}
