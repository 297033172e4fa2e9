"""What people do with an upload: hand a file in, say what its columns hold, and let it be checked, carried out and undone."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.db.violations import refused_by
from duenotice.flows.models import Flow
from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import enqueue
from duenotice.uploads.content import keep, on_disk
from duenotice.uploads.fields import plain
from duenotice.uploads.mapping import check_mapping, look_at, propose, propose_order
from duenotice.uploads.models import Stage, Upload, UploadTemplate
from duenotice.uploads.table import Look, Shape

PERMISSION = "uploads"
CHECK, RUN, UNDO = "check_upload", "run_upload", "undo_upload"
BEGINS = {CHECK: Stage.CHECKING, RUN: Stage.RUNNING, UNDO: Stage.UNDOING}
# From which stages each may begin; a job that failed or was cancelled may be begun again from where it left the upload.
MAY = {
    CHECK: {Stage.COLUMNS, Stage.CHECKING, Stage.CHECKED},
    RUN: {Stage.CHECKED, Stage.RUNNING},
    UNDO: {Stage.RUNNING, Stage.DONE, Stage.UNDOING},
}


class NotNow(Exception):
    """Not at this stage; the words say why."""


class TemplateNameTaken(Exception):
    """The agency has a template of this name already."""


@transaction.atomic
def take_file(
    *,
    agency: Agency,
    name: str,
    size: int,
    pieces: Iterable[bytes],
    actor: Actor,
    now: datetime,
    template: UploadTemplate | None = None,
    allowed: Iterable[str] = (),
) -> Upload:
    """Keep a file and look at it: its shape and a proposal of what its columns hold. Raises CannotRead; then nothing is kept.

    `allowed` is what the token of a program allows: its rows may do no more.
    """
    upload = Upload(agency=agency, name=name[-200:], size=size, allowed=sorted(allowed), created_at=now, updated_at=now)
    upload.user_id = actor.id if actor.kind == "user" else None
    upload.api_client_id = actor.id if actor.kind == "api" else None
    upload.save(force_insert=True)
    keep(upload, pieces, now)
    with on_disk(upload) as path:
        propose_mapping(upload, look_at(path), template)
    upload.save()
    record(agency_id=agency.id, actor=actor, verb="created", kind="upload", ids=[upload.id], now=now)
    return upload


def propose_mapping(upload: Upload, look: Look, template: UploadTemplate | None) -> None:
    """Put a proposal into the upload, which is not saved: the template's word first."""
    upload.shape, upload.columns = asdict(look.shape), look.columns
    upload.fields = propose(look, template.fields if template else None)
    upload.order = template.order if template else propose_order(look, upload.fields, upload.agency.region)
    upload.template, upload.flow_id = template, template.flow_id if template else upload.flow_id


def may_map(upload: Upload) -> bool:
    """Whether what its columns hold can still be said: the file is there, and nothing of it has been carried out."""
    return upload.emptied_at is None and Stage(upload.stage) in MAY[CHECK]


def look_again(upload: Upload, shape: Shape | None = None) -> Look:
    """The file as it is read now, or would be with another shape. Raises CannotRead."""
    with on_disk(upload) as path:
        return look_at(path, shape or Shape(**upload.shape))


@transaction.atomic
def save_shape(*, upload: Upload, shape: Shape, template: UploadTemplate | None, now: datetime) -> None:
    """Read the file in another way, and propose its columns anew. Raises CannotRead, NotNow."""
    hold_upload(upload, {Stage.COLUMNS, Stage.CHECKED})
    propose_mapping(upload, look_again(upload, shape), template)
    upload.stage, upload.updated_at = Stage.COLUMNS, now
    upload.save()


@transaction.atomic
def save_mapping(*, upload: Upload, fields: Sequence[str], order: str, flow: Flow | None, now: datetime) -> None:
    """What the columns hold. Raises BadMapping, NotNow."""
    check_mapping(fields)
    hold_upload(upload, {Stage.COLUMNS, Stage.CHECKED})
    upload.fields, upload.order, upload.flow, upload.updated_at = list(fields), order, flow, now
    upload.save()


@transaction.atomic
def save_template(*, upload: Upload, name: str, actor: Actor, now: datetime) -> UploadTemplate:
    """Keep the mapping for files like this one; a template that the upload came with is changed. Raises TemplateNameTaken."""
    known = {plain(column): field for column, field in zip(upload.columns, upload.fields, strict=False)}
    template = UploadTemplate.objects.filter(agency_id=upload.agency_id, name__iexact=name).first()
    if template is not None and template.id != upload.template_id:
        raise TemplateNameTaken(_("There is a template of this name already. Choose another name."))
    template = template or UploadTemplate(agency_id=upload.agency_id, created_at=now)
    template.name, template.fields, template.order, template.flow_id, template.updated_at = name, known, upload.order, upload.flow_id, now
    with refused_by("upload_template_name_is_unique", to=lambda: TemplateNameTaken(_("There is a template of this name already."))):
        template.save()
    Upload.objects.filter(agency_id=upload.agency_id, id=upload.id).update(template=template)
    record(agency_id=upload.agency_id, actor=actor, verb="updated", kind="upload_template", ids=[template.id], now=now)
    return template


@transaction.atomic
def begin(*, upload: Upload, what: str, actor: Actor, now: datetime) -> Job:
    """Check an upload (a dry run), carry it out or undo it, in the background. Raises NotNow."""
    held = hold_upload(upload, MAY[what])
    total = sum(held.counts.get("rows", {}).values()) or None if what != CHECK else None
    parameters = {"upload": str(upload.id)}
    job = enqueue(agency=upload.agency, kind=what, permission=PERMISSION, actor=actor, now=now, parameters=parameters, total=total)
    changes = {"stage": BEGINS[what], "job_id": job.id, "updated_at": now}
    if what == RUN:
        changes["ran_at"] = now
    Upload.objects.filter(agency_id=upload.agency_id, id=upload.id).update(**changes)
    verb = {CHECK: "checked", RUN: "ran", UNDO: "undone"}[what]
    record(agency_id=upload.agency_id, actor=actor, verb=verb, kind="upload", ids=[upload.id], now=now)
    return job


def job_of(upload: Upload) -> Job | None:
    """The job that works on it, or did last."""
    return Job.objects.filter(agency_id=upload.agency_id, id=upload.job_id).first() if upload.job_id else None


def hold_upload(upload: Upload, stages: set[Stage]) -> Upload:
    """The upload as it is now, held; raises NotNow where it is at another stage, or a job works on it."""
    held = Upload.objects.select_for_update(no_key=True).get(agency_id=upload.agency_id, id=upload.id)
    job = job_of(held)
    busy = job is not None and job.state not in (State.DONE, State.FAILED, State.CANCELLED)
    if busy or Stage(held.stage) not in stages or held.emptied_at is not None:
        raise NotNow(_("That cannot be done with this upload now: look how far it is."))
    return held


def find_upload(agency: Agency, id: UUID) -> Upload | None:
    """One of the agency's uploads."""
    return Upload.objects.select_related("agency", "user", "api_client", "template", "flow").filter(agency_id=agency.id, id=id).first()


def pieces_of(path: Path) -> Iterable[bytes]:
    """A file on disk, a mebibyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            yield piece
