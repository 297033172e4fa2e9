"""Rows of an upload that were left for a person, over the API: whom each may mean, and a person's word about it (U1)."""

from typing import Annotated, Any

from ninja import Path, Schema
from pydantic import ConfigDict, Field

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused, field_error, not_found
from duenotice.api.fields import Given
from duenotice.api.operation import Record, operation
from duenotice.api.uploads import ROW, TAG, RejectOut, reject_record, upload_at
from duenotice.uploads.deciding import SKIP, CannotDecide, Choice, choices, decide, may_decide
from duenotice.uploads.models import Upload, UploadRow
from duenotice.uploads.reasons import in_words
from duenotice.uploads.taking import NotNow

CHOICE: dict[str, Any] = {
    "decision": "0198c0de-0000-7000-8000-000000000017",
    "name": "Rosa Delgado",
    "client_reference": "D-17",
    "outcome": "updated",
    "words": "",
}
Number = Annotated[int, Path(ge=0, le=2_147_483_647, description="The number of the row in its file, as among the rejects.")]


class ChoiceOut(Schema):
    """One thing that can be said of a row, and its outcome then. `decision` is a client's uuid, or new."""

    decision: str
    name: str | None
    client_reference: str | None
    outcome: str
    words: str


class RowOut(RejectOut):
    """A row as it was, what became of it, and what can be said of it; nothing where it does not wait for a person's word."""

    model_config = ConfigDict(json_schema_extra={"example": {**ROW, "choices": [CHOICE]}})
    choices: list[ChoiceOut]


class DecisionIn(Given):
    """What a person says of the row."""

    model_config = ConfigDict(json_schema_extra={"example": {"decision": "new"}})
    decision: Annotated[str, Field(max_length=45, description="One of the row's choices, or skip.")]


@operation(
    "GET", "/v1/uploads/{upload}/rows/{number}", permission="uploads", answer=RowOut, tag=TAG, summary="Read a row that needs a person"
)
def read_upload_row(request: ApiRequest, upload: str, number: Number) -> Record:
    """Which clients it may mean, once the upload has run; takes the permission view_clients too."""
    found = _upload(request, upload)
    return _record(request, found, _row(found, number))


@operation(
    "POST", "/v1/uploads/{upload}/rows/{number}/decision", permission="uploads", answer=RowOut, tag=TAG, summary="Decide about a row"
)
def decide_upload_row(request: ApiRequest, upload: str, number: Number, body: DecisionIn) -> Record:
    """Carries the row out as the client that a person says, or skips it; the token's permissions hold for what it does, and Undo of the
    upload takes it back too. Takes the permission view_clients as well.
    """
    found = _upload(request, upload)
    row = _row(found, number)
    if may_decide(found, row) and body.decision not in {SKIP, *(one.decision for one in choices(found, row, request.permissions))}:
        raise field_error("decision", "This is none of the row's choices, which GET of the row shows.")
    try:
        decide(upload=found, number=number, decision=body.decision, rights=request.permissions, actor=request.actor, now=request.now)
    except (CannotDecide, NotNow) as refused:
        raise Refused(409, str(refused), code="not_now") from None
    return _record(request, found, _row(found, number))


def _upload(request: ApiRequest, key: str) -> Upload:
    """As on the page: whoever may not see clients is not told whom a row may mean."""
    if "view_clients" not in request.permissions:
        raise Refused(403, "This token lacks the permission view_clients. Give it to the API client under Admin, API.", code="forbidden")
    return upload_at(request, key)


def _row(upload: Upload, number: int) -> UploadRow:
    found = UploadRow.objects.filter(agency_id=upload.agency_id, upload_id=upload.id, number=number).first()
    if found is None:
        raise not_found("row")
    return found


def _record(request: ApiRequest, upload: Upload, row: UploadRow) -> Record:
    open_ones = choices(upload, row, request.permissions) if may_decide(upload, row) else []
    return {**reject_record(row), "choices": [_choice(one) for one in open_ones]}


def _choice(one: Choice) -> Record:
    fields = one.person.fields if one.person else {}
    name = " ".join(str(fields[part]) for part in ("first_name", "middle_name", "last_name") if fields.get(part))
    return {
        "decision": one.decision,
        "name": name or None,
        "client_reference": fields.get("reference") or None,
        "outcome": str(one.plan.outcome),
        "words": in_words(one.plan.reasons),
    }
