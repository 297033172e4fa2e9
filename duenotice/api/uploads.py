"""Uploads (U1): a file of clients, contacts and events, its dry run, its run and its Undo; by the same functions as the pages."""

from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import ConfigDict, Field, StringConstraints

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused, field_error, not_found
from duenotice.api.event_lists import flow_called
from duenotice.api.fields import Given, Line100, Line200, as_uuid, iso
from duenotice.api.files import decoded
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.uploads.fields import FIELDS
from duenotice.uploads.mapping import BadMapping
from duenotice.uploads.models import Upload, UploadRow, UploadTemplate
from duenotice.uploads.reasons import in_words
from duenotice.uploads.rejected import REJECTED
from duenotice.uploads.table import CannotRead
from duenotice.uploads.taking import CHECK, RUN, UNDO, NotNow, begin, find_upload, job_of, save_mapping, take_file

TAG, STAMP = "Uploads", "2026-11-24T20:00:00Z"
EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-0000000000c1",
    "name": "tonight.csv",
    "size": 84,
    "stage": "checked",
    "columns": [{"heading": "Client ID", "field": "reference"}, {"heading": "Phone", "field": "phone"}],
    "date_order": "mdy",
    "flow_name": None,
    "rows": {"created": 1, "updated": 0, "unchanged": 0, "duplicate": 0, "invalid": 0, "left": 0},
    "in_part": 0,
    "progress": {"state": "done", "done": 1, "total": 1, "reason": None},
    "created_at": STAMP,
    "updated_at": STAMP,
}
CSV = "Q2xpZW50IElELEZpcnN0IG5hbWUsUGhvbmUNCkQtMSxSb3NhLCgyMDIpIDU1NS0wMTQzDQo="
ROW: dict[str, Any] = {
    "number": 2,
    "cells": ["D-2", "Ben", "555"],
    "outcome": "left",
    "reasons": [{"code": "address_invalid", "about": "555"}],
    "words": "555: this cannot be reached as it is.",
}


class UploadIn(Given):
    """A file, CSV or XLSX, at most 7 MB this way; larger ones go by the page or the nightly command."""

    model_config = ConfigDict(json_schema_extra={"example": {"file_data": CSV, "name": "tonight.csv"}})
    file_data: Annotated[str, Field(description="Base64; a data: URL is read too.")]
    name: Annotated[Line200, StringConstraints(min_length=1)]
    template: Annotated[Line100 | None, Field(description="The name of a template that says what the columns hold.")] = None


class UploadChange(Given):
    """What the columns hold, where the proposal is wrong; what is not given stays."""

    model_config = ConfigDict(json_schema_extra={"example": {"fields": ["reference", "first_name", "phone"], "date_order": "mdy"}})
    fields: Annotated[list[str] | None, Field(max_length=500, description="One for each column; empty for one to leave out.")] = None
    date_order: Annotated[Literal["mdy", "dmy"] | None, Field(description="Month first, or day first.")] = None
    flow_name: Annotated[Line100 | None, Field(description="What new events follow, where no column says so.")] = None


class ColumnOut(Schema):
    """One column: its heading, and the field that it holds; empty where it is left out."""

    heading: str
    field: str


class ProgressOut(Schema):
    """How far the work on it is. `state` is waiting, running, paused, done, failed or cancelled."""

    state: str
    done: int
    total: int | None
    reason: str | None


class UploadOut(Schema):
    """An upload. `stage` is columns, checking, checked, running, done, undoing or undone; `rows` are those of the last dry run or run."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    name: str
    size: int
    stage: str
    columns: list[ColumnOut]
    date_order: str
    flow_name: str | None
    rows: dict[str, int]
    in_part: int
    progress: ProgressOut | None
    created_at: str
    updated_at: str


class ReasonOut(Schema):
    """Why, as a code and what it is about."""

    code: str
    about: str


class RejectOut(Schema):
    """A row that was not taken, or only in part: as it was, and why."""

    model_config = ConfigDict(json_schema_extra={"example": ROW})
    number: int
    cells: list[str]
    outcome: str
    reasons: list[ReasonOut]
    words: str


@operation("POST", "/v1/uploads", permission="uploads", answer=UploadOut, status=201, tag=TAG, summary="Upload a file of records")
def create_upload(request: ApiRequest, body: UploadIn) -> Record:
    """Nothing is changed yet: the answer proposes what the columns hold. Correct that, then ask for the dry run."""
    content, template = decoded(body.file_data), _template(request, body.template)
    known: dict[str, Any] = {"agency": request.agency, "actor": request.actor, "now": request.now, "allowed": request.permissions}
    try:
        made = take_file(name=body.name, size=len(content), pieces=[content], template=template, **known)
    except CannotRead as refused:
        raise field_error("file_data", str(refused)) from None
    return _record(upload_at(request, str(made.id)))


@operation("GET", "/v1/uploads", permission="uploads", answer=list[UploadOut], tag=TAG, summary="List uploads")
def list_uploads(request: ApiRequest, query: Query[Paged]) -> Answer:
    """The newest first, whoever made them."""
    found = page(Upload.objects.filter(agency_id=request.agency.id).select_related("flow"), ["-id"], query)
    return Answer([_record(one) for one in found.rows], headers=link(request, found.next))


@operation("GET", "/v1/uploads/{upload}", permission="uploads", answer=UploadOut, tag=TAG, summary="Read an upload")
def read_upload(request: ApiRequest, upload: str) -> Record:
    """Its stage, its progress and its counts: read it again until `progress` is done."""
    return _record(upload_at(request, upload))


@operation("PUT PATCH", "/v1/uploads/{upload}", permission="uploads", answer=UploadOut, tag=TAG, summary="Correct what the columns hold")
def update_upload(request: ApiRequest, upload: str, body: UploadChange) -> Record:
    """Before it is run. A dry run that was made is to be made again."""
    found = upload_at(request, upload)
    fields, order = body.fields if body.fields is not None else found.fields, body.date_order or found.order
    if len(fields) != len(found.columns):
        raise field_error("fields", f"The file has {len(found.columns)} columns.")
    if unknown := [one for one in fields if one and one not in FIELDS]:
        raise field_error("fields", f"There is no field {unknown[0][:60]!r}. Fields are: {', '.join(FIELDS)}.")
    flow = flow_called(request, body.flow_name) if body.flow_name else found.flow
    try:
        save_mapping(upload=found, fields=fields, order=order, flow=flow, now=request.now)
    except BadMapping as refused:
        raise field_error("fields", str(refused)) from None
    except NotNow as refused:
        raise Refused(409, str(refused), code="not_now") from None
    return _record(upload_at(request, upload))


@operation("GET", "/v1/uploads/{upload}/rejects", permission="uploads", answer=list[RejectOut], tag=TAG, summary="List rejects")
def list_rejects(request: ApiRequest, upload: str, query: Query[Paged]) -> Answer:
    """The rows that were, or would be, not taken, or only in part, with what to do about each."""
    mine = UploadRow.objects.filter(agency_id=request.agency.id, upload_id=upload_at(request, upload).id)
    found = page(mine.filter(REJECTED), ["number"], query)
    return Answer([reject_record(one) for one in found.rows], headers=link(request, found.next))


def _declare(noun: str, what: str, summary: str, words: str) -> None:
    """POST begins one of the three works on an upload."""

    def began(request: ApiRequest, upload: str) -> Record:
        try:
            begin(upload=upload_at(request, upload), what=what, actor=request.actor, now=request.now)
        except NotNow as refused:
            raise Refused(409, str(refused), code="not_now") from None
        return _record(upload_at(request, upload))

    began.__name__ = f"begin_{noun.replace('-', '_')}"
    path = f"/v1/uploads/{{upload}}/{noun}"
    operation("POST", path, permission="uploads", answer=UploadOut, status=201, tag=TAG, summary=summary, description=words)(began)


_declare("dry-run", CHECK, "Begin the dry run", "In the background: changes nothing, and counts what a run would do.")
_declare("run", RUN, "Carry an upload out", "In the background, after the dry run. Its rows may do what this token may do.")
_declare("undo", UNDO, "Undo an upload", "In the background: what its rows made is taken back, but for what somebody changed since.")


def upload_at(request: ApiRequest, key: str) -> Upload:
    """Raises Refused 404."""
    id = as_uuid(key)
    found = find_upload(request.agency, id) if id else None
    if found is None:
        raise not_found("upload")
    return found


def _template(request: ApiRequest, name: str | None) -> UploadTemplate | None:
    if not name:
        return None
    found = UploadTemplate.objects.filter(agency_id=request.agency.id, name__iexact=name).first()
    if found is None:
        raise field_error("template", "There is no such template.")
    return found


def _record(one: Upload) -> Record:
    job = job_of(one)
    fields = [*one.fields, *[""] * len(one.columns)]
    return {
        "uuid": str(one.id),
        "name": one.name,
        "size": one.size,
        "stage": str(one.stage),
        "columns": [{"heading": heading, "field": field} for heading, field in zip(one.columns, fields, strict=False)],
        "date_order": one.order,
        "flow_name": one.flow.name if one.flow else None,
        "rows": one.counts.get("rows", {}),
        "in_part": one.counts.get("in_part", 0),
        "progress": job and {"state": str(job.state), "done": job.done, "total": job.total, "reason": job.reason or None},
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
    }


def reject_record(row: UploadRow) -> Record:
    """A row as it was, and what is to be done about it."""
    reasons = [{"code": code, "about": str(about)} for code, about in row.reasons]
    words = in_words(row.reasons)
    return {"number": row.number, "cells": row.cells, "outcome": str(row.outcome), "reasons": reasons, "words": words}
