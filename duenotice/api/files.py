"""Files that messages carry."""

import base64
import binascii
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from duenotice.actions.attaching import keep_file
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error, not_found
from duenotice.api.fields import Given, Line100, Line200, as_uuid, iso
from duenotice.api.operation import Record, operation
from duenotice.messaging.attachments import Upload
from duenotice.messaging.models import File


class FileIn(Given):
    """A file. What it is shows from its name and content; `size`, where given, must be that of the content."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"file_data": "QnJpbmcgdGhlIGZvcm0u", "name": "note.txt", "type": "text/plain", "size": 15}}
    )
    file_data: Annotated[str, Field(description="Base64; a data: URL is read too.")]
    name: Line200
    type: Line100 | None = None
    size: Annotated[int | None, Field(ge=0)] = None
    attach_email: Annotated[bool | None, Field(description="Accepted; a file is attached to emails.")] = None


class FileOut(Schema):
    """A file, without its content."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "uuid": "0198c0de-0000-7000-8000-000000000071",
                "name": "note.txt",
                "type": "text/plain",
                "size": 15,
                "created_at": "2026-11-24T20:00:00Z",
                "updated_at": "2026-11-24T20:00:00Z",
            }
        }
    )
    uuid: str
    name: str
    type: str
    size: int
    created_at: str
    updated_at: str


@operation("POST", "/v1/files", permission="create_messages", answer=FileOut, status=201, tag="Files", summary="Upload a file")
def create_file(request: ApiRequest, body: FileIn) -> Record:
    """At most 7 MB: PDF, PNG, JPG, GIF, DOCX, ICS or TXT. Name it in a one-off by its uuid."""
    content = decoded(body.file_data)
    if body.size is not None and body.size != len(content):
        raise field_error("size", f"The content has {len(content)} bytes.")
    return _record(keep_file(agency=request.agency, upload=Upload(body.name, content), now=request.now))


@operation("GET", "/v1/files/{file}", permission="view_messages", answer=FileOut, tag="Files", summary="Read about a file")
def read_file(request: ApiRequest, file: str) -> Record:
    """Not its content."""
    id = as_uuid(file)
    found = File.objects.filter(agency_id=request.agency.id, id=id).defer("content").first() if id else None
    if found is None:
        raise not_found("file")
    return _record(found)


def decoded(text: str) -> bytes:
    """The content of a file that came as text. Raises Refused."""
    if text.startswith("data:"):
        text = text.partition(",")[2]
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        raise field_error("file_data", "This is not base64.") from None


def _record(file: File) -> Record:
    return {
        "uuid": str(file.id),
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "created_at": iso(file.created_at),
        "updated_at": iso(file.updated_at),
    }
