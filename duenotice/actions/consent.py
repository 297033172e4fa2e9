"""Opting out and in: the same for a press, a keyword, a link, a bulk action and the API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from duenotice.actions.undo import Restored, remember, undo_for
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.ledger import address_hash, last_changes
from duenotice.contacts.models import Address, Consent, ConsentWords, Contact
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.lifecycle.states import LIVE

# The person's own word, which is written down also where it changes nothing: Undo must not take it back.
OF_THE_PERSON = frozenset({"keyword", "one_click", "portal", "gateway"})
NO_UNDO: Mapping[str, object] = {"undo_id": None, "undo_expires_at": None}


class Locked(NamedTuple):
    """An address that is held, with the consent that it had."""

    id: UUID
    kind: str
    value: str
    consent: str


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

    Changes every contact of the addresses, deletes their scheduled messages, writes the ledger. Those that are out already are left alone,
    but that the person said so again is written down.
    """
    locked = _changing(agency, address_ids, Consent.OUT, cause, actor, now)
    if not locked:
        return ConsentChange()
    undo_id, expires_at = undo_for(actor, now)
    deleted = _out(agency, locked, cause, actor, now, undo={"undo_id": undo_id, "undo_expires_at": expires_at})
    return ConsentChange([row.id for row in locked], deleted, undo_id)


@transaction.atomic
def opt_in(*, agency: Agency, address_ids: Sequence[UUID], cause: Cause, actor: Actor, now: datetime) -> ConsentChange:
    """Opt addresses in (O2). Creates no message by itself; Sync Messages is offered on the contacts until taken."""
    locked = _changing(agency, address_ids, Consent.IN, cause, actor, now)
    if not locked:
        return ConsentChange()
    ids = [row.id for row in locked]
    entries = _set(agency, locked, Consent.IN, cause, actor, now)
    contacts = Contact.objects.filter(LIVE, agency_id=agency.id, address_id__in=ids)
    held = contacts.select_for_update(no_key=True).order_by("id").values_list("id", flat=True)
    Contact.objects.filter(agency_id=agency.id, id__in=list(held)).update(sync_offered_at=now)
    undo_id = remember(agency=agency, actor=actor, verb="opt_in", before=_before(locked, entries), stash=[], now=now)
    return ConsentChange(ids, 0, undo_id)


@transaction.atomic
def note_unclear_wish(*, agency: Agency, address_id: UUID, cause: Cause, now: datetime) -> None:
    """Keep in the ledger that a person wrote something that may be a wish to stop; it changes nothing, staff decide (O3)."""
    for row in _lock(agency.id, [address_id]):
        _write_ledger(agency, [row], "unclear", cause, Actor("keyword"), now)


def restore_consent(*, agency: Agency, before: Mapping[str, Mapping[str, str]], actor: Actor, now: datetime) -> Restored:
    """Put consent back as it was before an action that is undone; one more row in the ledger (L5).

    Only where that action still is the last word: whoever said stop or start since then is not overruled.
    """
    rows = _lock(agency.id, [UUID(key) for key in before])
    last = last_changes(agency.id, [row.id for row in rows])
    standing = [row for row in rows if str(last.get(row.id)) == before[str(row.id)]["entry"]]
    groups = {consent: [row for row in standing if before[str(row.id)]["consent"] == consent] for consent in Consent.values}
    for consent in (Consent.IN, Consent.UNSET):
        if groups[consent]:
            _set(agency, groups[consent], consent, Cause("undo"), actor, now)
    out = groups[Consent.OUT]
    deleted = _out(agency, out, Cause("undo"), actor, now) if out else 0
    return Restored([row.id for row in standing], deleted)


def _changing(agency: Agency, address_ids: Sequence[UUID], to: Consent, cause: Cause, actor: Actor, now: datetime) -> list[Locked]:
    """Locks the addresses, and answers those whose consent is another one."""
    rows = _lock(agency.id, address_ids)
    same = [row for row in rows if row.consent == to]
    if same and cause.how in OF_THE_PERSON:
        _write_ledger(agency, same, to, cause, actor, now)
    return [row for row in rows if row.consent != to]


def _out(agency: Agency, rows: Sequence[Locked], cause: Cause, actor: Actor, now: datetime, *, undo: Mapping[str, object] = NO_UNDO) -> int:
    """Opts locked addresses out, with all that follows; answers how many messages were deleted."""
    asked = {**_entry(agency, rows, cause, actor, now), "actor_kind": actor.kind, "ip": actor.ip, **undo}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "opt_out"), asked)
        answers = cursor.fetchall()
    _keep_words(agency, {address_id: entry_id for address_id, entry_id, _deleted in answers}, cause)
    return int(answers[0][2])


def _set(agency: Agency, rows: Sequence[Locked], consent: str, cause: Cause, actor: Actor, now: datetime) -> dict[UUID, UUID]:
    ids = [row.id for row in rows]
    Address.objects.filter(agency_id=agency.id, id__in=ids).update(
        consent=consent, consent_at=now if consent != Consent.UNSET else None, updated_at=now
    )
    contacts = Contact.objects.filter(agency_id=agency.id, address_id__in=ids).values_list("id", flat=True)
    verb = {Consent.IN: "opted_in", Consent.OUT: "opted_out", Consent.UNSET: "consent_unset"}[Consent(consent)]
    record(agency_id=agency.id, actor=actor, verb=verb, kind="contact", ids=contacts, now=now, detail={"how": cause.how})
    return _write_ledger(agency, rows, consent, cause, actor, now)


def _lock(agency_id: UUID, address_ids: Sequence[UUID]) -> list[Locked]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "lock_addresses"), {"agency_id": agency_id, "address_ids": array(address_ids)})
        return [Locked(*row) for row in cursor.fetchall()]


def _before(rows: Sequence[Locked], entries: Mapping[UUID, UUID]) -> dict[str, dict[str, str]]:
    """By address: the consent that it had, and the row of the ledger that tells of the change."""
    return {str(row.id): {"consent": row.consent, "entry": str(entries[row.id])} for row in rows}


def _entry(agency: Agency, rows: Sequence[Locked], cause: Cause, actor: Actor, now: datetime) -> dict[str, Any]:
    """What a row of the ledger says, for each of the addresses."""
    return {
        "agency_id": agency.id,
        "address_ids": array(row.id for row in rows),
        "hashes": array(address_hash(agency, row.kind, row.value) for row in rows),
        "now": now,
        "how": cause.how,
        "actor_id": actor.id,
        "wording_version": cause.wording_version,
        "message_id": cause.message_id,
    }


def _write_ledger(agency: Agency, rows: Sequence[Locked], change: str, cause: Cause, actor: Actor, now: datetime) -> dict[UUID, UUID]:
    """Answers the ids of the rows written, by address."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "append_ledger"), {**_entry(agency, rows, cause, actor, now), "change": change})
        entries = dict(cursor.fetchall())
    _keep_words(agency, entries, cause)
    return entries


def _keep_words(agency: Agency, entries: Mapping[UUID, UUID], cause: Cause) -> None:
    if cause.words:
        ConsentWords.objects.bulk_create(
            ConsentWords(consent_event_id=entry_id, agency=agency, text=cause.words) for entry_id in entries.values()
        )
