"""A person's word about a row that was left for one: which client it means, that it is a new one, or that it is skipped (U1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.lifecycle.states import State
from duenotice.uploads.carrying_out import Decider, again_where_met, carry_out
from duenotice.uploads.knowing import knowing
from duenotice.uploads.known import Known, Person, name_key
from duenotice.uploads.models import Outcome, Stage, Upload, UploadRow
from duenotice.uploads.packing import identity, unpacked
from duenotice.uploads.plan import NEW, Plan, plan_row
from duenotice.uploads.reasons import in_words
from duenotice.uploads.records import Record
from duenotice.uploads.rows import Told
from duenotice.uploads.taking import hold_upload

SKIP = "skip"
# Whom a row means is what a person can tell; an archived client, say, is restored first, and the file uploaded again.
WHOM = frozenset({"several_same", "maybe_same", "namesake", "reference_of_another"})
# More than that share a name in the largest agencies; a person then needs the reference.
MOST_CHOICES = 20
# What is counted besides outcomes, and by which reasons: as sql/count_outcomes.sql does.
COUNTED = {
    "opted_out_before": {"opted_out_before"},
    "address_invalid": {"address_invalid"},
    "in_part": {"address_invalid", "no_event"},
}


class CannotDecide(Exception):
    """With words that say why."""


@dataclass(frozen=True)
class Choice:
    """One thing that can be said of a row, and what it would do. `person` is none for a new client."""

    decision: str
    person: Person | None
    plan: Plan


def may_decide(upload: Upload, row: UploadRow) -> bool:
    """Whether the row waits for a person's word; once the upload has run, and until it is undone or forgotten."""
    open_row = row.outcome in (Outcome.LEFT, Outcome.SKIPPED) and any(code in WHOM for code, _about in row.reasons)
    return upload.stage == Stage.DONE and upload.emptied_at is None and open_row


def choices(upload: Upload, row: UploadRow, rights: frozenset[str]) -> list[Choice]:
    """What can be said of a row, each as it would be carried out now."""
    said = unpacked(row.record)
    known = knowing(upload.agency, [said])
    found = [Choice(str(one.id), one, _plan(upload, said, str(one.id), rights)) for one in _persons(known, said)[:MOST_CHOICES]]
    taken = str(said.client.get("reference", "")).lower() in known.by_reference
    return found if taken else [*found, Choice(NEW, None, _plan(upload, said, NEW, rights))]


@transaction.atomic
def decide(*, upload: Upload, number: int, decision: str, rights: frozenset[str], actor: Actor, now: datetime) -> Told:
    """Carry out, or skip, one row as a person says. Undo of the upload takes it back too. Raises CannotDecide, NotNow."""
    held = hold_upload(upload, {Stage.DONE})
    mine = UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id, number=number)
    row = mine.select_for_update().first()
    if row is None or not may_decide(held, row):
        raise CannotDecide(_("This row is decided already."))
    if decision == SKIP:
        told = Told(number, Outcome.SKIPPED, [(code, about) for code, about in row.reasons])
        mine.update(outcome=told.outcome, decision=SKIP)
    else:
        told = _carry_out(upload, row, Decider(decision, rights), actor, now)
        mine.update(decision=decision)
    _recount(held, row, told, now)
    detail = {"row": number, "decision": decision if decision in (SKIP, NEW) else "client"}
    record(agency_id=upload.agency_id, actor=actor, verb="decided", kind="upload", ids=[upload.id], now=now, detail=detail)
    return told


def next_left(upload: Upload, after: int) -> int | None:
    """The number of the next row that waits for a person's word, from the start again after the last."""
    if upload.stage != Stage.DONE or upload.emptied_at is not None:
        return None
    whom = reduce(or_, (Q(reasons__contains=[[code]]) for code in WHOM))
    left = UploadRow.objects.filter(whom, agency_id=upload.agency_id, upload_id=upload.id, outcome=Outcome.LEFT).order_by("number")
    waiting = left.filter(number__gt=after).first() or left.first()
    return waiting.number if waiting else None


def _plan(upload: Upload, said: Record, decision: str, rights: frozenset[str]) -> Plan:
    # Planning changes what is known: each choice is planned on its own.
    known = knowing(upload.agency, [said])
    return plan_row(known, said, identity=identity(said), upload=upload, rights=rights, decision=decision)


def _persons(known: Known, said: Record) -> Sequence[Person]:
    """The live clients whom the row may mean: of its reference or its name; who has another reference is another, by the agency's word."""
    reference = str(said.client.get("reference", "")).lower()
    ids = [known.by_reference[reference]] if reference in known.by_reference else known.by_name.get(_key(said), [])
    persons = [known.persons[id] for id in ids]
    mine = {(way.parsed.kind, way.parsed.value) for way in said.ways}
    fit = [one for one in persons if one.state is State.LIVE and (not reference or one.reference in ("", reference))]
    return sorted(fit, key=lambda one: (not mine & one.contacts.keys(), one.id))


def _key(said: Record) -> str:
    return name_key(Person(UUID(int=0), said.client).words())


def _carry_out(upload: Upload, row: UploadRow, by: Decider, actor: Actor, now: datetime) -> Told:
    told = again_where_met(lambda: carry_out(upload, [(row.number, unpacked(row.record))], actor, now, by=by))[0]
    if told.outcome in (Outcome.INVALID, Outcome.LEFT):
        raise CannotDecide(in_words(told.reasons))
    return told


def _recount(upload: Upload, row: UploadRow, told: Told, now: datetime) -> None:
    """One row counts for another outcome: counting a million of them anew would take seconds."""
    rows = dict(upload.counts.get("rows", {}))
    rows[row.outcome] = rows.get(row.outcome, 0) - 1
    rows[told.outcome] = rows.get(told.outcome, 0) + 1
    codes = {code for code, _about in told.reasons}
    counts = {**upload.counts, "rows": rows}
    for name, which in COUNTED.items():
        counts[name] = counts.get(name, 0) + bool(codes & which)
    Upload.objects.filter(agency_id=upload.agency_id, id=upload.id).update(counts=counts, updated_at=now)
