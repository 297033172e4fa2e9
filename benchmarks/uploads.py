"""A file of clients with a phone and an email each, end to end – parse, normalise, validate, match, write, report –, beside a bare COPY."""

import re
import resource
import time
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

from django.db import connection
from django.utils import timezone

from benchmarks.ground import sql
from benchmarks.table import Row
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.contacts.parse import parse
from duenotice.jobs.models import Job
from duenotice.jobs.running import run
from duenotice.runner.kinds import STEPS
from duenotice.uploads.models import Upload
from duenotice.uploads.taking import CHECK, RUN, begin, find_upload, take_file

HEADING = "Client ID,First name,Last name,DOB,Cell,Email\r\n"
# What a bare COPY has to write too: the same rows, with ids of another agency. Addresses come before the contacts that point at them.
TABLES = ["clients_client", "contacts_address", "contacts_contact"]


def measure(*, large: bool) -> Iterator[Row]:
    rows = 1_000_000 if large else 10_000
    agency = Agency.objects.create(reference=f"upload-{rows}", name="Uploads")
    memory = _memory()
    upload = take_file(agency=agency, name="bench.csv", size=0, pieces=_file(rows), actor=SYSTEM, now=timezone.now())
    checked = _timed(upload, CHECK)
    ran = _timed(upload, RUN)
    grown = _memory() - memory
    bare = _bare(agency)
    assert find_upload(agency, upload.id).counts["rows"]["created"] == rows  # type: ignore[union-attr]
    yield Row(f"dry run of {rows:,} rows", rows / checked, rows / bare, "rows/s", "")
    yield Row(f"run of {rows:,} rows, dry run before it", rows / ran, rows / bare, "rows/s", "")
    yield Row("both, end to end; limit: bare COPY into the same tables", rows / (checked + ran), rows / bare, "rows/s", "at least 0.25")
    yield Row("memory that it took, at most", grown, 300, "MB", "at most 1")


def _file(rows: int) -> Iterator[bytes]:
    yield HEADING.encode()
    areas = [area for area in range(201, 990) if parse(f"({area}) 555-0143").invalid_reason is None]
    for first in range(0, rows, 10_000):
        lines = (
            f"B-{n},First{n % 997},Last{n},{1 + n % 12}/{1 + n % 28}/{1950 + n % 50},"
            f"({areas[n % len(areas)]}) 555-{n // len(areas):04d},person{n}@example.org\r\n"
            for n in range(first, min(first + 10_000, rows))
        )
        yield "".join(lines).encode()


def _timed(upload: Upload, what: str) -> float:
    found = find_upload(upload.agency, upload.id)
    assert found is not None
    job = begin(upload=found, what=what, actor=SYSTEM, now=timezone.now())
    begun = time.perf_counter()
    while not Job.objects.get(agency_id=job.agency_id, id=job.id).ended:
        run(job.agency_id, job.id, STEPS, clock=timezone.now)
    return time.perf_counter() - begun


def _bare(agency: Agency) -> float:
    """Seconds to COPY the same rows into another agency, one table after the other."""
    other = Agency.objects.create(reference=f"{agency.reference}-bare", name="Bare")
    pieces = {table: _copied_out(table, agency.id) for table in TABLES}
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        for table, content in pieces.items():
            with cursor.copy(f"COPY {table} ({_columns(table)}) FROM STDIN") as copy:
                copy.write(_of(content, agency.id, other.id))
    return time.perf_counter() - begun


def _copied_out(table: str, agency_id: UUID) -> bytes:
    content = BytesIO()
    statement = f"COPY (SELECT {_columns(table)} FROM {table} WHERE agency_id = '{agency_id}') TO STDOUT"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in copy:
            content.write(piece)
    return content.getvalue()


def _of(content: bytes, agency_id: UUID, other_id: UUID) -> bytes:
    """The same rows for another agency: its id, and another digit in each of the rows' own ids, where UUIDs have their version."""
    return re.sub(rb"(-[0-9a-f]{4})-7([0-9a-f]{3}-)", rb"\1-f\2", content).replace(_flipped(agency_id), str(other_id).encode())


def _flipped(id: UUID) -> bytes:
    return re.sub(rb"(-[0-9a-f]{4})-7([0-9a-f]{3}-)", rb"\1-f\2", str(id).encode())


def _columns(table: str) -> str:
    asked = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"
    return ", ".join(f'"{name}"' for (name,) in sql(asked, [table]))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
