"""Webhooks: where an agency's programs want to be told of changes. Their secrets are told once; see docs/api/webhooks.md."""

from typing import Annotated, Any

from ninja import Query, Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import Given, Line100, as_uuid, iso, no_controls
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.webhooks import managing
from duenotice.webhooks.models import Endpoint
from duenotice.webhooks.targets import LONGEST
from duenotice.webhooks.types import EVERY, TYPES

TAG = "Webhooks"
STAMP = "2026-11-24T20:00:00Z"
EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-0000000000a1",
    "name": "Case management system",
    "url": "https://example.com/hooks",
    "types": ["contact.*", "message.status"],
    "paused_at": None,
    "paused_by": None,
    "failing_since": None,
    "heard_at": STAMP,
    "secret_at": STAMP,
    "old_secret_until": None,
    "created_at": STAMP,
    "updated_at": STAMP,
}


def _in_commas(value: Any) -> Any:
    """A form says several with commas."""
    return [one.strip() for one in value.split(",") if one.strip()] if isinstance(value, str) else value


def _all_known(types: list[str]) -> list[str]:
    for one in types:
        if one not in TYPES and one not in EVERY:
            raise ValueError(f"There is no type {one[:60]!r}. Types are such as contact.opted_out, or contact.* for all of a kind.")
    return types


Url = Annotated[
    str,
    StringConstraints(max_length=LONGEST),
    AfterValidator(no_controls),
    Field(description="Where the program listens: https, and on the public internet."),
]
Types = Annotated[
    list[str],
    BeforeValidator(_in_commas),
    AfterValidator(_all_known),
    Field(
        min_length=1,
        max_length=100,
        description="What is told, such as contact.opted_out; contact.* is all of a kind. In a form, separated by commas.",
    ),
]
WANTED: dict[str, Any] = {"name": "Case management system", "url": "https://example.com/hooks", "types": ["contact.*", "message.status"]}


class WebhookIn(Given):
    """A new webhook."""

    model_config = ConfigDict(json_schema_extra={"example": WANTED})
    name: Annotated[Line100, StringConstraints(min_length=1)]
    url: Url
    types: Types


class WebhookChange(Given):
    """What shall be different; what is not given stays."""

    model_config = ConfigDict(json_schema_extra={"example": {"types": ["contact.*"]}})
    name: Annotated[Line100, StringConstraints(min_length=1)] | None = None
    url: Url | None = None
    types: Types | None = None


class WebhookOut(Schema):
    """A webhook. `paused_by` is person, failing, gone or unreadable. While `old_secret_until` lies ahead, two secrets sign."""

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    name: str
    url: str
    types: list[str]
    paused_at: str | None
    paused_by: str | None
    failing_since: str | None
    heard_at: str | None
    secret_at: str
    old_secret_until: str | None
    created_at: str
    updated_at: str


class WebhookSecret(WebhookOut):
    """A webhook with its new secret, which is told this once."""

    model_config = ConfigDict(json_schema_extra={"example": {**EXAMPLE, "secret": "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"}})
    secret: str


@operation("POST", "/v1/webhooks", permission="api", answer=WebhookSecret, status=201, tag=TAG, summary="Create a webhook")
def create_webhook(request: ApiRequest, body: WebhookIn) -> Record:
    """It is told of what happens from now on."""
    wanted = managing.Wanted(body.name, body.url, body.types)
    made = managing.create_endpoint(agency=request.agency, wanted=wanted, actor=request.actor, now=request.now)
    return {**_record(made.endpoint), "secret": made.secret}


@operation("GET", "/v1/webhooks", permission="api", answer=list[WebhookOut], tag=TAG, summary="List webhooks")
def list_webhooks(request: ApiRequest, query: Query[Paged]) -> Answer:
    """The newest first."""
    found = page(Endpoint.objects.filter(agency_id=request.agency.id), ["-id"], query)
    return Answer([_record(one) for one in found.rows], headers=link(request, found.next))


@operation("GET", "/v1/webhooks/{webhook}", permission="api", answer=WebhookOut, tag=TAG, summary="Read a webhook")
def read_webhook(request: ApiRequest, webhook: str) -> Record:
    """By its uuid."""
    return _record(webhook_at(request, webhook))


@operation("PUT PATCH", "/v1/webhooks/{webhook}", permission="api", answer=WebhookOut, tag=TAG, summary="Change a webhook")
def update_webhook(request: ApiRequest, webhook: str, body: WebhookChange) -> Record:
    """What waits goes to the new URL."""
    endpoint = webhook_at(request, webhook)
    wanted = managing.Wanted(body.name or endpoint.name, body.url or endpoint.url, body.types or endpoint.types)
    managing.save_endpoint(endpoint=endpoint, wanted=wanted, actor=request.actor, now=request.now)
    return _record(webhook_at(request, webhook))


@operation("DELETE", "/v1/webhooks/{webhook}", permission="api", answer=WebhookOut, tag=TAG, summary="Remove a webhook")
def remove_webhook(request: ApiRequest, webhook: str) -> Record:
    """For good, with its log: webhooks have no trash."""
    endpoint = webhook_at(request, webhook)
    managing.remove_endpoint(endpoint=endpoint, actor=request.actor, now=request.now)
    return _record(endpoint)


@operation(
    "POST", "/v1/webhooks/{webhook}/secret", permission="api", answer=WebhookSecret, status=201, tag=TAG, summary="Make a new secret"
)
def rotate_webhook_secret(request: ApiRequest, webhook: str) -> Record:
    """The one before also signs for 24 hours."""
    made = managing.rotate_endpoint_secret(endpoint=webhook_at(request, webhook), actor=request.actor, now=request.now)
    return {**_record(made.endpoint), "secret": made.secret}


@operation("DELETE", "/v1/webhooks/{webhook}/old-secret", permission="api", answer=WebhookOut, tag=TAG, summary="End the old secret")
def end_webhook_secret(request: ApiRequest, webhook: str) -> Record:
    """The secret before the present one signs no more."""
    managing.end_overlap(endpoint=webhook_at(request, webhook), actor=request.actor, now=request.now)
    return _record(webhook_at(request, webhook))


@operation("POST", "/v1/webhooks/{webhook}/pause", permission="api", answer=WebhookOut, status=201, tag=TAG, summary="Pause a webhook")
def pause_webhook(request: ApiRequest, webhook: str) -> Record:
    """What happens meanwhile waits, for 30 days."""
    managing.pause_endpoint(endpoint=webhook_at(request, webhook), actor=request.actor, now=request.now)
    return _record(webhook_at(request, webhook))


@operation("DELETE", "/v1/webhooks/{webhook}/pause", permission="api", answer=WebhookOut, tag=TAG, summary="Resume a webhook")
def resume_webhook(request: ApiRequest, webhook: str) -> Record:
    """What waited is told, in order."""
    managing.resume_endpoint(endpoint=webhook_at(request, webhook), actor=request.actor, now=request.now)
    return _record(webhook_at(request, webhook))


def webhook_at(request: ApiRequest, key: str) -> Endpoint:
    """Raises Refused 404."""
    id = as_uuid(key)
    found = managing.find_endpoint(request.agency, id) if id else None
    if found is None:
        raise not_found("webhook")
    return found


def _record(one: Endpoint) -> Record:
    return {
        "uuid": str(one.id),
        "name": one.name,
        "url": one.url,
        "types": one.types,
        "paused_at": iso(one.paused_at),
        "paused_by": str(one.paused_by) or None,
        "failing_since": iso(one.failing_since),
        "heard_at": iso(one.heard_at),
        "secret_at": iso(one.secret_at),
        "old_secret_until": iso(one.old_until),
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
    }
