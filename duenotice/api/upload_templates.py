"""Templates of uploads, over the API: what the columns of such files hold, kept by a name (U1)."""

from typing import Annotated

from ninja import Query, Schema
from pydantic import ConfigDict, StringConstraints

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused, field_error
from duenotice.api.fields import Given, Line100, iso
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.api.uploads import STAMP, TAG, upload_at
from duenotice.uploads.models import UploadTemplate
from duenotice.uploads.taking import TemplateNameTaken, save_template


class TemplateIn(Given):
    """What it is called."""

    model_config = ConfigDict(json_schema_extra={"example": {"name": "Nightly docket"}})
    name: Annotated[Line100, StringConstraints(min_length=1)]


class TemplateOut(Schema):
    """What the columns of such a file hold: the field by the heading, folded as headings are compared."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-0000000000c2",
                "name": "Nightly docket",
                "fields": {"client id": "reference", "phone": "phone"},
                "date_order": "mdy",
                "flow_name": None,
                "created_at": STAMP,
                "updated_at": STAMP,
            }
        }
    )
    uuid: str
    name: str
    fields: dict[str, str]
    date_order: str
    flow_name: str | None
    created_at: str
    updated_at: str


@operation(
    "POST",
    "/v1/uploads/{upload}/template",
    permission="uploads",
    answer=TemplateOut,
    status=201,
    tag=TAG,
    summary="Keep what the columns hold as a template",
)
def create_upload_template(request: ApiRequest, upload: str, body: TemplateIn) -> Record:
    """For files like this one; name it when the next is uploaded. The template that the upload came with is changed by its own name."""
    found = upload_at(request, upload)
    if not any(found.fields):
        raise Refused(409, "Say first what the columns hold.", code="not_now")
    try:
        made = save_template(upload=found, name=body.name, actor=request.actor, now=request.now)
    except TemplateNameTaken as taken:
        raise field_error("name", str(taken), status=409, code="name_taken") from None
    return _record(made)


@operation("GET", "/v1/upload_templates", permission="uploads", answer=list[TemplateOut], tag=TAG, summary="List templates of uploads")
def list_upload_templates(request: ApiRequest, query: Query[Paged]) -> Answer:
    """The newest first."""
    found = page(UploadTemplate.objects.filter(agency_id=request.agency.id).select_related("flow"), ["-id"], query)
    return Answer([_record(one) for one in found.rows], headers=link(request, found.next))


def _record(one: UploadTemplate) -> Record:
    return {
        "uuid": str(one.id),
        "name": one.name,
        "fields": one.fields,
        "date_order": one.order,
        "flow_name": one.flow.name if one.flow else None,
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
    }
