"""Exporting a list as CSV or XLSX in the background (F2, U3): appended batch by batch to a file that expires."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Literal

from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.jobs import files
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import CannotGoOn, Progress
from duenotice.lib.csv_lines import csv_lines
from duenotice.lib.plain_values import back, plain
from duenotice.reports.listings import LISTINGS, Batch
from duenotice.reports.sheets import MOST_ROWS, append_xlsx

EXPORT = "export"
KEPT = timedelta(days=7)
# Of one batch: seconds, and pieces, each of which is held in memory.
LONG_ENOUGH, MOST_PIECES = 0.5, 8
Format = Literal["csv", "xlsx"]


def begin_export(*, agency: Agency, listing: str, search: Any, format: Format, actor: Actor, now: datetime) -> Job:
    """Export what `search` finds of a list of LISTINGS."""
    return enqueue(
        agency=agency,
        kind=EXPORT,
        permission=LISTINGS[listing].permission,
        actor=actor,
        now=now,
        parameters={"list": listing, "format": format, "search": plain(search) if search else None},
        expires_at=now + KEPT,
    )


def step(job: Job, now: datetime) -> Progress:
    """One batch; for XLSX the last one turns the lines into a sheet."""
    asked = job.parameters
    name, listing = asked["list"], LISTINGS[asked["list"]]
    place, read = job.place or {"after": None, "read": False}, bool(job.place and job.place["read"])
    if not read:
        return _read(job, listing.read, back(listing.search, asked["search"]) if listing.search else None, place["after"], now)
    if purged_meanwhile(job):
        files.remove(job.agency_id, job.id)
        return Progress(handled=-job.done, place=None)
    if asked["format"] == "xlsx":
        if job.done > MOST_ROWS:
            raise CannotGoOn(_("A sheet has at most 1,048,576 rows, and this list is longer. Export it as CSV."))
        append_xlsx(job, f"{name}.csv", f"{name}.xlsx", now=now)
        files.remove(job.agency_id, job.id, f"{name}.csv")
    return Progress(place=job.place, total=job.done, ended=True)


def purged_meanwhile(job: Job) -> bool:
    """Somebody was purged since it began, who may be in its files: it begins anew."""
    purged_at = Agency.objects.values_list("purged_at", flat=True).get(id=job.agency_id)
    began = datetime.fromisoformat(job.place["began"]) if job.place else job.created_at
    return purged_at is not None and began <= purged_at


def _read(job: Job, read: Any, search: Any, after: Any, now: datetime) -> Progress:
    """Several pieces, as many as half a second takes: each batch costs a commit, which waits for the disk."""
    listing = LISTINGS[job.parameters["list"]]
    began = job.place["began"] if job.place else now.isoformat()
    until = time.monotonic() + LONG_ENOUGH
    batches: list[Batch] = []

    def pieces() -> Iterator[bytes]:
        if not job.place:
            yield next(csv_lines(map(str, listing.headings()), [])).encode()
        while not batches or not (batches[-1].ended or len(batches) == MOST_PIECES or time.monotonic() > until):
            batches.append(read(job.agency, search, batches[-1].place if batches else after, now))
            yield batches[-1].lines

    files.append_each(job, f"{job.parameters['list']}.csv", pieces(), now=now)
    place = {"after": batches[-1].place, "read": batches[-1].ended, "began": began}
    return Progress(handled=sum(batch.count for batch in batches), place=place)
