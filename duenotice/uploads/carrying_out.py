"""The run: carries out the rows of an upload batch by batch, each planned afresh and written in one transaction with all that follows.

Batches of one agency take turns, so that two uploads of the same people find each other's; a client or event that staff make meanwhile is
found by the constraint that it meets, and the batch is planned again.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from duenotice.agencies.activity import Actor
from duenotice.contacts.addresses import ensure_ids
from duenotice.db.only_simulate import only_simulating
from duenotice.db.statistics import take_statistics
from duenotice.flows.hold import hold_clients
from duenotice.jobs.models import Job
from duenotice.jobs.running import Progress
from duenotice.uploads.checking import upload_of
from duenotice.uploads.ending import reach
from duenotice.uploads.knowing import knowing, people
from duenotice.uploads.known import Known
from duenotice.uploads.models import Stage, Upload, UploadChunk, UploadRow
from duenotice.uploads.packing import identity, unpacked
from duenotice.uploads.plan import Plan, plan_row
from duenotice.uploads.records import Record
from duenotice.uploads.rights import actor_of, only_simulates, rights_of
from duenotice.uploads.rows import Told, count, earlier_rows, keep_outcomes
from duenotice.uploads.writing import write

BATCH = 1000
TRIES = 5
FILLED = ("clients_client", "contacts_address", "contacts_contact", "events_event", "events_attendance")


@dataclass(frozen=True)
class Decider:
    """Whoever decides about a row that was left for a person: what they said, and what they may do."""

    decision: str
    rights: frozenset[str]


def run_step(job: Job, now: datetime) -> Progress:
    """One batch of a run; `place` is the number of the last row that was carried out."""
    upload, last = upload_of(job), int(job.place) if job.place else 0
    waiting = UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id, written_at=None, number__gt=last)
    rows = list(waiting.order_by("number").values_list("number", "record", "outcome")[:BATCH])
    if not rows:
        # The file itself is not needed any more.
        UploadChunk.objects.filter(agency_id=upload.agency_id, upload_id=upload.id).delete()
        reach(upload, Stage.DONE, now, counts=count(upload))
        return Progress(place=last, total=job.done, ended=True)
    _keep_up(job)
    wanted = [(number, unpacked(record)) for number, record, outcome in rows if record and outcome != "duplicate"]
    told = again_where_met(lambda: carry_out(upload, wanted, actor_of(upload), now)) if wanted else []
    outcomes = [*(one.outcome for one in told), *(outcome for _number, record, outcome in rows if not record or outcome == "duplicate")]
    counts = {outcome: outcomes.count(outcome) for outcome in set(outcomes)}
    return Progress(handled=len(rows), place=rows[-1][0], counts=counts)


def _keep_up(job: Job) -> None:
    """After 1, 2, 4, 8 … batches: the first upload of an installation fills tables that statistics think empty for a minute."""
    batches = job.done // BATCH
    if batches and not batches & (batches - 1):
        take_statistics(FILLED, job.done)


def carry_out(upload: Upload, rows: Sequence[tuple[int, Record]], actor: Actor, now: datetime, *, by: Decider | None = None) -> list[Told]:
    """Plan rows, do what they say, and write down what became of each. Raises IntegrityError where somebody was quicker."""
    agency, records = upload.agency, [record for _number, record in rows]
    with transaction.atomic(), only_simulating() if only_simulates(upload) else nullcontext():
        _take_turns(agency.id)
        addresses = ensure_ids(agency, [way.parsed for record in records for way in record.ways], now=now)
        hold_clients(agency.id, people(agency, records), addresses=addresses.values())
        known = knowing(agency, records)
        _named_before(known, upload, rows[0][0], records)
        rights, decision = (by.rights, by.decision) if by else (rights_of(upload), "")
        plans = [plan_row(known, one, identity=identity(one), upload=upload, rights=rights, decision=decision) for one in records]
        befores = write(upload, known, plans, addresses, actor, now)
        told = [_told(number, plan, before) for (number, _record), plan, before in zip(rows, plans, befores, strict=True)]
        keep_outcomes(upload, told, now)
    return told


def again_where_met(do: Callable[[], list[Told]]) -> list[Told]:
    """Do it again where somebody was quicker: what they made is found then."""
    for _try in range(TRIES - 1):
        try:
            return do()
        except IntegrityError:
            continue
    return do()


def _take_turns(agency_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('upload ' || %s, 0))", [str(agency_id)])


def _named_before(known: Known, upload: Upload, first: int, records: Sequence[Record]) -> None:
    """How earlier rows of this file have named the clients that they turned out to mean."""
    for row in earlier_rows(upload, first, records, by_event=False):
        person = known.persons.get(UUID(row.made["client"])) if row.made.get("client") else None
        if person:
            person.identities.add(identity(row.record))


def _told(number: int, plan: Plan, before: dict[str, Any]) -> Told:
    made: dict[str, Any] = {"client": str(plan.client_id)} if plan.client_id else {}
    if plan.client_new:
        made["client_new"] = True
    if plan.contacts_new:
        made["contacts"] = [str(id) for id, _way in plan.contacts_new]
    if plan.event_id:
        made["event"] = str(plan.event_id)
    if plan.event_new:
        made["event_new"] = True
    if plan.attends and not plan.event_new:
        made["attends"] = True
    return Told(number, plan.outcome, plan.reasons, made, before or None)
