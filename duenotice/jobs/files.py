"""The files of jobs: written piece by piece in the transaction of the batch that makes them, read piece by piece while they are sent."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from duenotice.jobs.models import Chunk, Job

# What a reader holds in memory at once, about.
AT_A_TIME = 8


def append(job: Job, file: str, content: bytes, *, now: datetime) -> None:
    """Add a piece to the end of a file of the job, which begins with its first piece."""
    last = _pieces(job.agency_id, job.id, file).aggregate(last=Max("number"))["last"]
    number = 0 if last is None else last + 1
    Chunk.objects.create(agency_id=job.agency_id, job=job, file=file, number=number, content=content, created_at=now, updated_at=now)


def read(agency_id: UUID, job_id: UUID, file: str) -> Iterator[bytes]:
    """The pieces of a file, in order; nothing where there is none."""
    for content in _pieces(agency_id, job_id, file).order_by("number").values_list("content", flat=True).iterator(chunk_size=AT_A_TIME):
        yield bytes(content)


def exists(agency_id: UUID, job_id: UUID, file: str) -> bool:
    return _pieces(agency_id, job_id, file).exists()


def remove(agency_id: UUID, job_id: UUID, file: str | None = None) -> int:
    """Remove one file of the job, or all; answers how many pieces."""
    pieces = _pieces(agency_id, job_id, file) if file else Chunk.objects.filter(agency_id=agency_id, job_id=job_id)
    return pieces.delete()[0]


def _pieces(agency_id: UUID, job_id: UUID, file: str) -> QuerySet[Chunk]:
    return Chunk.objects.filter(agency_id=agency_id, job_id=job_id, file=file)
