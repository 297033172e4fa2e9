"""Opting out and in: the same for a press, a keyword, a link, a bulk action and the API."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from duenotice.actions.undo import remember
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.ledger import address_hash
from duenotice.contacts.models import Address, Consent, ConsentEvent, ConsentWords, Contact
from duenotice.db.named_sql import named_sql
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.removal import read_stash


@dataclass(frozen=True)
class Cause:
    """How a change of consent came about (O5): staff, keyword, one_click, portal, import, api or gateway; and what the person wrote."""

    how: str
    wording_version: str = ""
    message_id: UUID | None = None
    words: str = ""


@dataclass(frozen=True)
class ConsentChange:
    """What came of it: the addresses that changed, how many scheduled messages were deleted, and the Undo that takes it back."""

    address_ids: list[UUID] = field(default_factory=list)
    deleted: int = 0
    undo_id: UUID | None = None


@transaction.atomic
def opt_out(*, agency: Agency, address_ids: Sequence[UUID], cause: Cause, actor: Actor, now: datetime) -> ConsentChange:
    """Opt addresses out (O1, O4): once this commits, nothing that had not been handed to a gateway is sent to them.

    Changes every contact of the addresses, deletes their scheduled messages, writes the ledger. Those that are out already are left alone.
    """
    locked = [row for row in _lock(agency.id, address_ids) if row.consent != Consent.OUT]
    if not locked:
        return ConsentChange()
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("actions", "opt_out"),
            {
                "agency_id": agency.id,
                "address_ids": [row.id for row in locked],
                "hashes": [address_hash(agency, row.kind, row.value) for row in locked],
                "now": now,
                "how": cause.how,
                "actor_kind": actor.kind,
                "actor_id": actor.id,
                "ip": actor.ip,
                "wording_version": cause.wording_version,
                "message_id": cause.message_id,
            },
        )
        stash = read_stash(cursor.fetchall())
    _keep_words(agency, [row.id for row in locked], cause, now)
    undo_id = remember(agency=agency, actor=actor, verb="opt_out", before=_before(locked), stash=stash, now=now)
    return ConsentChange([row.id for row in locked], len(stash), undo_id)


@transaction.atomic
def opt_in(*, agency: Agency, address_ids: Sequence[UUID], cause: Cause, actor: Actor, now: datetime) -> ConsentChange:
    """Opt addresses in (O2). Creates no message by itself; Sync Messages is offered on the contacts until taken."""
    locked = [row for row in _lock(agency.id, address_ids) if row.consent != Consent.IN]
    if not locked:
        return ConsentChange()
    ids = [row.id for row in locked]
    _set(agency, locked, Consent.IN, cause, actor, now)
    Contact.objects.filter(LIVE, agency_id=agency.id, address_id__in=ids).update(sync_offered_at=now)
    undo_id = remember(agency=agency, actor=actor, verb="opt_in", before=_before(locked), stash=[], now=now)
    return ConsentChange(ids, 0, undo_id)


@transaction.atomic
def note_unclear_wish(*, agency: Agency, address_id: UUID, cause: Cause, now: datetime) -> None:
    """Keep in the ledger that a person wrote something that may be a wish to stop; it changes nothing, staff decide (O3)."""
    for row in _lock(agency.id, [address_id]):
        _write_ledger(agency, [row], "unclear", cause, Actor("keyword"), now)


def restore_consent(*, agency: Agency, before: dict[str, str], actor: Actor, now: datetime) -> None:
    """Put consent back as it was before an action that is undone; one more row in the ledger (L5)."""
    rows = _lock(agency.id, [UUID(key) for key in before])
    for consent in Consent.values:
        group = [row for row in rows if before[str(row.id)] == consent and row.consent != consent]
        if group:
            _set(agency, group, consent, Cause("undo"), actor, now)


def _set(agency: Agency, rows: Sequence[Address], consent: str, cause: Cause, actor: Actor, now: datetime) -> None:
    ids = [row.id for row in rows]
    Address.objects.filter(agency_id=agency.id, id__in=ids).update(
        consent=consent, consent_at=now if consent != Consent.UNSET else None, updated_at=now
    )
    _write_ledger(agency, rows, consent, cause, actor, now)
    contacts = Contact.objects.filter(agency_id=agency.id, address_id__in=ids).values_list("id", flat=True)
    verb = {Consent.IN: "opted_in", Consent.OUT: "opted_out", Consent.UNSET: "consent_unset"}[Consent(consent)]
    record(agency_id=agency.id, actor=actor, verb=verb, kind="contact", ids=contacts, now=now, detail={"how": cause.how})


def _lock(agency_id: UUID, address_ids: Sequence[UUID]) -> list[Address]:
    return list(Address.objects.raw(named_sql("actions", "lock_addresses"), {"agency_id": agency_id, "address_ids": list(address_ids)}))


def _before(rows: Sequence[Address]) -> dict[str, str]:
    return {str(row.id): row.consent for row in rows}


def _write_ledger(agency: Agency, rows: Sequence[Address], change: str, cause: Cause, actor: Actor, now: datetime) -> None:
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            agency=agency,
            at=now,
            address_id=row.id,
            address_hash=address_hash(agency, row.kind, row.value),
            change=change,
            how=cause.how,
            actor_id=actor.id,
            wording_version=cause.wording_version,
            message_id=cause.message_id,
        )
        for row in rows
    )
    _keep_words(agency, [row.id for row in rows], cause, now)


def _keep_words(agency: Agency, address_ids: Sequence[UUID], cause: Cause, now: datetime) -> None:
    if not cause.words:
        return
    written = ConsentEvent.objects.filter(agency_id=agency.id, address_id__in=address_ids, at=now)
    ConsentWords.objects.bulk_create(
        (ConsentWords(consent_event=row, agency=agency, text=cause.words) for row in written), ignore_conflicts=True
    )
