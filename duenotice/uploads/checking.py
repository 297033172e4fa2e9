"""The dry run: reads a file batch by batch, keeps each row with what it says, and plans it, changing nothing else."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from duenotice.db.copying import as_text, copy_in
from duenotice.jobs.models import Job
from duenotice.jobs.running import CannotGoOn, Progress
from duenotice.uploads.content import on_disk
from duenotice.uploads.ending import reach
from duenotice.uploads.knowing import knowing
from duenotice.uploads.known import Known
from duenotice.uploads.models import Outcome, Stage, Upload, UploadRow
from duenotice.uploads.packing import identity, packed
from duenotice.uploads.plan import plan_row
from duenotice.uploads.records import Reading, Record, digest, read_row
from duenotice.uploads.rights import rights_of
from duenotice.uploads.rows import count, earlier_digests, earlier_rows
from duenotice.uploads.table import CannotRead, Line, Shape, lines

BATCH = 1000
COLUMNS = ("agency_id", "upload_id", "number", "cells", "record", "digest", "name_key", "reference_key", "event_key", "outcome", "reasons")


def check_step(job: Job, now: datetime) -> Progress:
    """One batch of a dry run; `place` is the number of the last row that was read."""
    upload = upload_of(job)
    last = int(job.place) if job.place else 0
    if not last:
        UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id).delete()
    try:
        batch = READERS.next_lines(job, upload, last)
    except CannotRead as refused:
        raise CannotGoOn(str(refused)) from refused
    if not batch:
        reach(upload, Stage.CHECKED, now, counts=count(upload))
        return Progress(place=last, total=job.done, ended=True)
    outcomes = _check(upload, batch)
    counts = {outcome: outcomes.count(outcome) for outcome in set(outcomes)}
    return Progress(handled=len(batch), place=batch[-1].number, counts=counts)


def upload_of(job: Job) -> Upload:
    """The upload that a job works on."""
    upload = (
        Upload.objects.select_related("agency", "user", "api_client")
        .filter(agency_id=job.agency_id, id=UUID(str(job.parameters["upload"])))
        .first()
    )
    if upload is None or upload.emptied_at is not None:
        raise CannotGoOn("the file is no longer kept")
    return upload


def _check(upload: Upload, batch: Sequence[Line]) -> list[str]:
    reading = Reading(upload.fields, upload.order, upload.agency.region)
    records = [read_row(line, reading) for line in batch]
    digests = [digest(record) for record in records]
    said = earlier_digests(upload, batch[0].number, digests)
    good = [record for record in records if not record.problems]
    known = knowing(upload.agency, good)
    rights = rights_of(upload)
    replay(known, upload, batch[0].number, good, rights)
    rows, outcomes = [], []
    for line, record, own in zip(batch, records, digests, strict=True):
        outcome, reasons = _outcome(known, upload, record, said.get(own), rights)
        if outcome != Outcome.INVALID:
            said.setdefault(own, line.number)
        outcomes.append(outcome)
        rows.append(_row(upload, line, record, own, outcome, reasons))
    copy_in(UploadRow._meta.db_table, COLUMNS, rows)
    return outcomes


def _outcome(
    known: Known, upload: Upload, record: Record, same_as: int | None, rights: frozenset[str]
) -> tuple[str, list[tuple[str, str]]]:
    if record.problems:
        again = record.problems[0][0] == "heading_again"
        return Outcome.DUPLICATE if again else Outcome.INVALID, record.problems
    if same_as is not None:
        return Outcome.DUPLICATE, [("same_as", str(same_as))]
    plan = plan_row(known, record, identity=identity(record), upload=upload, rights=rights)
    return plan.outcome, plan.reasons


def replay(known: Known, upload: Upload, first: int, records: Sequence[Record], rights: frozenset[str]) -> None:
    """Let `known` know what the rows before will make, as far as it concerns these records."""
    for row in earlier_rows(upload, first, records):
        plan_row(known, row.record, identity=identity(row.record), upload=upload, rights=rights)


def _row(upload: Upload, line: Line, record: Record, own: bytes, outcome: str, reasons: list[tuple[str, str]]) -> tuple[Any, ...]:
    cells = json.dumps([cell.replace("\x00", "\ufffd").encode("utf-8", "replace").decode() for cell in line.cells])
    name, reference, event = record.keys if not record.problems else ("", "", "")
    ours = as_text(upload.agency_id), as_text(upload.id), line.number
    return (*ours, cells, json.dumps(packed(record)), own, name, reference, event, outcome, json.dumps(reasons))


class _Readers:
    """Files that jobs of this process are in the middle of, so that each batch goes on where the last one ended.

    A batch that was rolled back, or a job that another process began, finds no reader at its place, and reads the file from its start.
    """

    MOST = 6

    def __init__(self) -> None:
        self._open: OrderedDict[UUID, tuple[int, Iterator[Line], ExitStack]] = OrderedDict()
        self._lock = Lock()

    def next_lines(self, job: Job, upload: Upload, last: int) -> list[Line]:
        """The lines after number `last`, at most a batch of them. Raises CannotRead."""
        place, reader, stack = self._take(job.id) or (-1, iter(()), ExitStack())
        if place != last:
            stack.close()
            stack = ExitStack()
            path: Path = stack.enter_context(on_disk(upload))
            reader = (line for line in lines(path, Shape(**upload.shape)) if line.number > last)
        try:
            batch = list(islice(reader, BATCH))
        except BaseException:
            stack.close()
            raise
        if batch:
            self._keep(job.id, (batch[-1].number, reader, stack))
        else:
            stack.close()
        return batch

    def _take(self, job_id: UUID) -> tuple[int, Iterator[Line], ExitStack] | None:
        with self._lock:
            return self._open.pop(job_id, None)

    def _keep(self, job_id: UUID, entry: tuple[int, Iterator[Line], ExitStack]) -> None:
        with self._lock:
            self._open[job_id] = entry
            while len(self._open) > self.MOST:
                self._open.popitem(last=False)[1][2].close()


READERS = _Readers()
