"""Uploads from rows, taken as far as a test needs."""

from datetime import datetime

from duenotice.accounts.models import User
from duenotice.agencies.models import Agency
from duenotice.uploads.models import Upload, UploadRow
from duenotice.uploads.taking import CHECK, RUN, UNDO, begin, take_file
from tests import cast
from tests.cast import NOON
from tests.running_jobs import finish_jobs

HEADING = "Client ID,First name,Last name,DOB,Phone,Email,Hearing Date,Hearing Time,Hearing Type,Case Number"


def taken(*rows: str, heading: str = HEADING, by: User | None = None, agency: Agency | None = None, now: datetime = NOON) -> Upload:
    """A file that somebody handed in; Ada unless told otherwise."""
    content = "\r\n".join([heading, *rows]).encode()
    actor = cast.actor(by or cast.ada())
    return take_file(agency=agency or cast.agency(), name="people.csv", size=len(content), pieces=[content], actor=actor, now=now)


def again(upload: Upload) -> Upload:
    return Upload.objects.select_related("agency", "user").get(agency_id=upload.agency_id, id=upload.id)


def go(upload: Upload, *what: str, now: datetime = NOON) -> Upload:
    for one in what or (CHECK, RUN):
        begin(upload=again(upload), what=one, actor=cast.actor(upload.user or cast.ada()), now=now)
        finish_jobs()
    return again(upload)


def checked(*rows: str, **how: object) -> Upload:
    return go(taken(*rows, **how), CHECK)  # type: ignore[arg-type]


def ran(*rows: str, **how: object) -> Upload:
    return go(taken(*rows, **how), CHECK, RUN)  # type: ignore[arg-type]


def undone(upload: Upload, now: datetime = NOON) -> Upload:
    return go(upload, UNDO, now=now)


def outcomes(upload: Upload) -> list[str]:
    """By row: its outcome and the codes of its reasons."""
    rows = UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id).order_by("number")
    return [" ".join([row.outcome, *(code for code, _about in row.reasons)]) for row in rows]


def counts(upload: Upload) -> dict[str, int]:
    return {outcome: count for outcome, count in upload.counts["rows"].items() if count}
