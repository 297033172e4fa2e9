"""POST /oauth/token: a secret for a token."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import ConfigDict, Field
from pydantic_core import to_json

from duenotice.api import body as bodies
from duenotice.api.errors import Refused
from duenotice.api.fields import Given, Line200, as_uuid
from duenotice.api.operation import api
from duenotice.programs.tokens import LIFE, UnknownScope, WrongSecret, issue


class TokenIn(Given):
    """Who asks for a token."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"client_id": "0198c0de-0000-7000-8000-000000000001", "client_secret": "as shown once in Admin, API"}}
    )
    client_id: Line200
    client_secret: Line200
    grant_type: Line200 | None = None
    scope: Annotated[
        str | None, Field(max_length=2000, description="Permissions, with spaces between them; all that it has where empty.")
    ] = None


class TokenOut(Schema):
    """A token for an hour."""

    model_config = ConfigDict(json_schema_extra={"example": {"access_token": "fJx…", "token_type": "Bearer", "expires_in": 3600}})
    access_token: str
    token_type: str
    expires_in: int


def _readable(request: HttpRequest) -> bool:
    request.typed = bodies.read(request)  # type: ignore[attr-defined]
    request._body = request.body or b"{}"
    return True


@api.post("/oauth/token", auth=_readable, response={201: TokenOut}, tags=["Tokens"], summary="Get a token", operation_id="create_token")
def create_token(request: HttpRequest, body: TokenIn) -> HttpResponse:
    """Send it with every other call as `Authorization: Bearer …`."""
    if body.grant_type not in (None, "", "client_credentials"):
        raise Refused(400, "The grant_type is client_credentials.", code="unsupported_grant_type", more={"error": "unsupported_grant_type"})
    now = request.now  # type: ignore[attr-defined]
    try:
        token = issue(client_id=as_uuid(body.client_id), secret=body.client_secret, scope=(body.scope or "").split(), now=now)
    except WrongSecret:
        words = "There is no API client with this id and secret, or it has expired or is revoked."
        raise Refused(401, words, code="invalid_client", more={"error": "invalid_client"}) from None
    except UnknownScope:
        raise Refused(
            400, "The scope names more than this API client may do.", code="invalid_scope", more={"error": "invalid_scope"}
        ) from None
    answer = {"access_token": token, "token_type": "Bearer", "expires_in": int(LIFE.total_seconds())}
    return HttpResponse(to_json(answer), status=201, content_type="application/json")
