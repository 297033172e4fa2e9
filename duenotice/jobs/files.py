"""The files of jobs: written piece by piece in the transaction of the batch that makes them, read piece by piece while they are sent."""

import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from duenotice.jobs.models import Chunk, Job
from duenotice.lib.identity import uuid7

# What a reader holds in memory at once, about.
AT_A_TIME = 8
# Deflated here, as lightly as can be: a quarter of the size, in a third of the time that the database takes for it.
LEVEL = 1
COPY = "COPY jobs_chunk (id, agency_id, job_id, file, number, content, deflated, created_at, updated_at) FROM STDIN (FORMAT BINARY)"


def append(job: Job, file: str, content: bytes, *, now: datetime) -> None:
    """Add a piece to the end of a file of the job, which begins with its first piece."""
    _keep(job, file, [_deflated(content)], now)


def append_each(job: Job, file: str, pieces: Iterable[bytes], *, now: datetime) -> None:
    """Add pieces, each of which is deflated while the next one is made."""
    with ThreadPoolExecutor(1) as beside:
        deflated = [beside.submit(_deflated, piece) for piece in pieces]
        _keep(job, file, [piece.result() for piece in deflated], now)


def _deflated(content: bytes) -> bytes:
    return zlib.compress(content, LEVEL)


def _keep(job: Job, file: str, pieces: Iterable[bytes], now: datetime) -> None:
    last = _pieces(job.agency_id, job.id, file).aggregate(last=Max("number"))["last"]
    begin = 0 if last is None else last + 1
    # Binary, because PostgreSQL reading megabytes as text took longer than all else of an export.
    with connection.cursor() as wrapped, wrapped.cursor.copy(COPY) as copy:
        copy.set_types(["uuid", "uuid", "uuid", "text", "int4", "bytea", "bool", "timestamptz", "timestamptz"])
        for number, piece in enumerate(pieces, begin):
            copy.write_row((uuid7(), job.agency_id, job.id, file, number, piece, True, now, now))


def read(agency_id: UUID, job_id: UUID, file: str) -> Iterator[bytes]:
    """The pieces of a file, in order; nothing where there is none."""
    pieces = _pieces(agency_id, job_id, file).order_by("number").values_list("content", "deflated")
    for content, deflated in pieces.iterator(chunk_size=AT_A_TIME):
        yield zlib.decompress(content) if deflated else bytes(content)


def exists(agency_id: UUID, job_id: UUID, file: str) -> bool:
    return _pieces(agency_id, job_id, file).exists()


def remove(agency_id: UUID, job_id: UUID, file: str | None = None) -> int:
    """Remove one file of the job, or all; answers how many pieces."""
    pieces = _pieces(agency_id, job_id, file) if file else Chunk.objects.filter(agency_id=agency_id, job_id=job_id)
    return pieces.delete()[0]


def _pieces(agency_id: UUID, job_id: UUID, file: str) -> QuerySet[Chunk]:
    return Chunk.objects.filter(agency_id=agency_id, job_id=job_id, file=file)
