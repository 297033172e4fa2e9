"""The rows of an upload, as batches go through them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.uploads.models import Outcome, Upload
from duenotice.uploads.packing import unpacked
from duenotice.uploads.records import Record

Reasons = list[tuple[str, str]]


@dataclass
class Told:
    """What became of one row, and what Undo needs of it."""

    number: int
    outcome: str
    reasons: Reasons
    made: dict[str, Any] | None = None
    before: dict[str, Any] | None = None


@dataclass(frozen=True)
class Earlier:
    """A row before a batch, about the same client or event; `made` has what it made once it was carried out."""

    number: int
    record: Record
    made: dict[str, Any]


def earlier_rows(upload: Upload, first: int, records: Sequence[Record], *, by_event: bool = True) -> list[Earlier]:
    """The rows before `first` that tell of the same clients and events as these records, in order."""
    found = [record.keys for record in records]
    names, references, events = ({key for one in found if (key := one[number])} for number in range(3))
    asked = {"names": array(names), "references": array(references), "events": array(events if by_event else ()), "first": first}
    return [
        Earlier(number, unpacked(json.loads(record)), json.loads(made or "{}"))
        for number, record, made in _run(upload, "earlier_rows", asked)
    ]


def earlier_digests(upload: Upload, first: int, digests: Sequence[bytes]) -> dict[bytes, int]:
    """The number of the first row that said the same, by digest."""
    rows = _run(upload, "earlier_digests", {"digests": array(digests), "first": first})
    return {bytes(digest): number for digest, number in rows}


def keep_outcomes(upload: Upload, told: Sequence[Told], written_at: datetime | None) -> None:
    """Write down what became of rows."""
    columns = {
        "numbers": array(one.number for one in told),
        "outcomes": array(one.outcome for one in told),
        "reasons": array(json.dumps(one.reasons) for one in told),
        "made": array(json.dumps(one.made) if one.made else None for one in told),
        "before": array(json.dumps(one.before) if one.before else None for one in told),
    }
    with connection.cursor() as cursor:
        cursor.execute(named_sql("uploads", "keep_outcomes"), {**_of(upload), **columns, "written_at": written_at})


def count(upload: Upload) -> dict[str, Any]:
    """How many rows have each outcome, and how many tell of addresses opted out before or not reachable."""
    found = _run(upload, "count_outcomes", {})
    rows = {outcome: number for outcome, number, *_rest in found}
    return {
        "rows": {outcome: rows.get(outcome, 0) for outcome in Outcome.values},
        "opted_out_before": sum(row[2] for row in found),
        "address_invalid": sum(row[3] for row in found),
        "in_part": sum(row[4] for row in found),
    }


def _run(upload: Upload, name: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("uploads", name), {**_of(upload), **asked})
        return list(cursor.fetchall())


def _of(upload: Upload) -> dict[str, Any]:
    return {"agency_id": upload.agency_id, "upload_id": upload.id}
