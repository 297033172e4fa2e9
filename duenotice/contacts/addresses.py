"""Address rows: found or made, and locked."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.ledger import address_hash, remembered
from duenotice.contacts.models import Address, Consent, InvalidSource
from duenotice.contacts.parse import Parsed
from duenotice.db.named_sql import named_sql


def ensure(agency: Agency, parsed: Sequence[Parsed], *, now: datetime) -> dict[tuple[str, str], Address]:
    """The agency's rows of these addresses, by (kind, value), made where they are missing.

    A new row starts with the consent that the ledger remembers of it (O4, O5), and Invalid where its format cannot be reached (C3).
    """
    wanted = {(one.kind, one.value): one for one in parsed}
    known = _known(agency, wanted)
    # In one order, whoever makes them: two that make some of the same addresses wait for one another in turn.
    missing = [wanted[key] for key in sorted(wanted.keys() - known.keys())]
    if not missing:
        return known
    hashes = {(one.kind, one.value): address_hash(agency, one.kind, one.value) for one in missing}
    consents = remembered(agency, list(hashes.values()))
    rows = [_row(agency, one, consents.get(hashes[one.kind, one.value], Consent.UNSET), now) for one in missing]
    _make(agency, rows, now)
    return _known(agency, wanted)


def lock_for_compose(agency_id: UUID, address_id: UUID) -> Address:
    """The address under FOR SHARE: its consent and validity cannot change until this transaction ends."""
    return Address.objects.raw("SELECT * FROM contacts_address WHERE agency_id = %s AND id = %s FOR SHARE", [agency_id, address_id])[0]


def _make(agency: Agency, rows: Sequence[Address], now: datetime) -> None:
    """Insert those that nobody has made meanwhile."""
    names = ("id", "kind", "value", "consent", "consent_at", "invalid_reason", "invalid_source", "invalid_at", "line_type")
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in names}
    lists = {name: [",".join(getattr(row, name)) for row in rows] for name in ("invalid_for", "time_zones")}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("contacts", "make_addresses"), {"agency_id": agency.id, "now": now, **columns, **lists})


def _known(agency: Agency, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Address]:
    values = [value for _, value in keys]
    rows = Address.objects.filter(agency_id=agency.id, value__in=values)
    return {(row.kind, row.value): row for row in rows}


def _row(agency: Agency, one: Parsed, consent: str, now: datetime) -> Address:
    invalid = bool(one.invalid_reason)
    return Address(
        agency=agency,
        kind=one.kind,
        value=one.value,
        consent=consent,
        consent_at=now if consent != Consent.UNSET else None,
        invalid_for=list(channels_of(one.kind)) if invalid else [],
        invalid_reason=one.invalid_reason or "",
        invalid_source=InvalidSource.FORMAT if invalid else "",
        invalid_at=now if invalid else None,
        line_type=one.line_type,
        time_zones=list(one.time_zones),
        created_at=now,
        updated_at=now,
    )
