"""`duenotice upload`: a file of a nightly job, taken in without anybody looking; its words are what a cron mail carries."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from django.db.models import Q

from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.jobs.health import health
from duenotice.jobs.models import Job, State
from duenotice.jobs.running import run
from duenotice.runner.kinds import STEPS
from duenotice.uploads.mapping import BadMapping, check_mapping
from duenotice.uploads.models import Outcome, Upload, UploadRow, UploadTemplate
from duenotice.uploads.reasons import in_words
from duenotice.uploads.table import CannotRead
from duenotice.uploads.taking import CHECK, RUN, NotNow, begin, find_upload, pieces_of, take_file
from duenotice.web.uploads.rejects import reject_lines

# What the command ends with, for scripts.
ALL_TAKEN, NOT_DONE, SOME_REJECTED = 0, 1, 2
SHOWN = 20
PAUSE = 0.5


class CannotUpload(Exception):
    """Nothing, or not all, was carried out; the words say why."""


def upload_file(
    *, path: Path, agency: str, template: str, dry: bool, rejects: Path | None, clock: Callable[[], datetime]
) -> tuple[int, str]:
    """Take a file in as its template says; answers the code to end with, and the summary. Raises CannotUpload."""
    court = Agency.objects.filter(reference=agency).first()
    if court is None:
        raise CannotUpload(f"There is no agency {agency}.")
    known = UploadTemplate.objects.filter(agency_id=court.id, name__iexact=template).first()
    if known is None:
        names = ", ".join(UploadTemplate.objects.filter(agency_id=court.id).order_by("name").values_list("name", flat=True))
        raise CannotUpload(
            f"{court.name} has no template {template}. It has: {names or 'none; upload a file under Admin, Uploads, and save one'}."
        )
    try:
        upload = _take(path, court, known, clock)
        _finish(upload, CHECK, clock)
        if not dry:
            _finish(upload, RUN, clock)
    except (CannotRead, BadMapping, NotNow, OSError) as refused:
        raise CannotUpload(str(refused)) from refused
    if rejects:
        rejects.write_text("".join(reject_lines(upload)), newline="")
    return _summary(upload, dry)


def _take(path: Path, agency: Agency, template: UploadTemplate, clock: Callable[[], datetime]) -> Upload:
    size = path.stat().st_size
    upload = take_file(agency=agency, name=path.name, size=size, pieces=pieces_of(path), actor=SYSTEM, now=clock(), template=template)
    check_mapping(upload.fields)
    return upload


def _finish(upload: Upload, what: str, clock: Callable[[], datetime]) -> None:
    """Begin a job and stay with it until it ends; where no runner works, do it here."""
    begun = begin(upload=upload, what=what, actor=SYSTEM, now=clock())
    while not (job := Job.objects.get(agency_id=begun.agency_id, id=begun.id)).ended:
        if job.state == State.PAUSED or health(clock()).well:
            time.sleep(PAUSE)
        else:
            run(job.agency_id, job.id, STEPS, clock=clock)
    if job.state != State.DONE:
        raise CannotUpload(job.reason or f"The job was {job.state}.")


def _summary(upload: Upload, dry: bool) -> tuple[int, str]:
    found = find_upload(upload.agency, upload.id)
    assert found is not None
    counts, rows = found.counts, found.counts["rows"]
    rejected = rows[Outcome.INVALID] + rows[Outcome.LEFT]
    lines = [f"{found.name}: {sum(rows.values()):,} rows{' (dry run: nothing was changed)' if dry else ''}"]
    lines += [f"  {Outcome(outcome).label}: {number:,}" for outcome, number in rows.items() if number]
    lines += [f"  Opted out before: {counts['opted_out_before']:,}", f"  Addresses kept as Invalid: {counts['address_invalid']:,}"]
    return SOME_REJECTED if rejected else ALL_TAKEN, "\n".join([*lines, *_rejected(found, rejected)])


def _rejected(upload: Upload, count: int) -> Iterator[str]:
    rows = UploadRow.objects.filter(Q(outcome__in=[Outcome.INVALID, Outcome.LEFT]), agency_id=upload.agency_id, upload_id=upload.id)
    for row in rows.order_by("number")[:SHOWN]:
        yield f"  row {row.number}: {in_words(row.reasons)}"
    if count > SHOWN:
        yield f"  … and {count - SHOWN:,} more rows"
