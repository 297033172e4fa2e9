"""What webhooks were told: the log of an endpoint, a test, and telling again."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from ninja import Query, Schema
from pydantic import ConfigDict, Field, StringConstraints

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import not_found
from duenotice.api.fields import Given, as_uuid, iso
from duenotice.api.operation import Answer, Record, operation
from duenotice.api.paging import Paged, link, page
from duenotice.api.webhooks import STAMP, TAG, webhook_at
from duenotice.webhooks.again import tell_again, tell_test
from duenotice.webhooks.models import Delivery, Endpoint, State

TOLD: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-0000000000b1",
    "type": "contact.opted_out",
    "record": "0198c0de-0000-7000-8000-000000000021",
    "state": "delivered",
    "tries": [{"at": STAMP, "status": 200, "milliseconds": 35, "code": None}],
    "body": '{"type": "contact.opted_out", "data": {"uuid": "0198c0de-0000-7000-8000-000000000021"}}',
    "created_at": STAMP,
    "updated_at": STAMP,
}


class TryOut(Schema):
    """One try: the answer's status, or a `code` that says why there was none."""

    at: str
    status: int | None
    milliseconds: int
    code: str | None


class DeliveryOut(Schema):
    """One change told to a webhook: its uuid is the webhook-id, `body` what is sent. `state` is waiting, delivered or failed."""

    model_config = ConfigDict(json_schema_extra={"example": TOLD})
    uuid: str
    type: str
    record: str
    state: str
    tries: list[TryOut]
    body: str
    created_at: str
    updated_at: str


class Deliveries(Paged):
    """How the log can be narrowed."""

    state: Annotated[Literal["waiting", "delivered", "failed"] | None, Field(description="Only these.")] = None


class ReplayIn(Given):
    """What is told again: one, or all that failed where none is named."""

    model_config = ConfigDict(json_schema_extra={"example": {"delivery": TOLD["uuid"]}})
    delivery: Annotated[str | None, StringConstraints(max_length=45), Field(description="The uuid of one; empty for all that failed.")] = (
        None
    )


class ReplayOut(Schema):
    """How many are told again."""

    model_config = ConfigDict(json_schema_extra={"example": {"replayed": 1}})
    replayed: int


@operation("POST", "/v1/webhooks/{webhook}/test", permission="api", answer=DeliveryOut, status=201, tag=TAG, summary="Send a test")
def test_webhook(request: ApiRequest, webhook: str) -> Record:
    """Once, and while it is paused too. Read the delivery again for what came of it."""
    return _told(tell_test(endpoint=webhook_at(request, webhook), actor=request.actor, now=request.now))


@operation("GET", "/v1/webhooks/{webhook}/deliveries", permission="api", answer=list[DeliveryOut], tag=TAG, summary="List what was told")
def list_deliveries(request: ApiRequest, webhook: str, query: Query[Deliveries]) -> Answer:
    """The latest first, for 30 days."""
    rows = Delivery.objects.filter(agency_id=request.agency.id, endpoint_id=webhook_at(request, webhook).id)
    found = page(rows.filter(state=State(query.state)) if query.state else rows, ["-id"], query)
    return Answer([_told(one) for one in found.rows], headers=link(request, found.next))


@operation("GET", "/v1/webhooks/{webhook}/deliveries/{delivery}", permission="api", answer=DeliveryOut, tag=TAG, summary="Read a delivery")
def read_delivery(request: ApiRequest, webhook: str, delivery: str) -> Record:
    """One change, with every try."""
    return _told(_delivery_at(webhook_at(request, webhook), delivery))


@operation("POST", "/v1/webhooks/{webhook}/replays", permission="api", answer=ReplayOut, status=201, tag=TAG, summary="Tell again")
def replay_deliveries(request: ApiRequest, webhook: str, body: ReplayIn) -> Record:
    """One, or all that failed, with the same webhook-id each. What waits already is left alone."""
    endpoint = webhook_at(request, webhook)
    ids = [_delivery_at(endpoint, body.delivery).id] if body.delivery else None
    return {"replayed": tell_again(endpoint=endpoint, ids=ids, actor=request.actor, now=request.now)}


def _delivery_at(endpoint: Endpoint, key: str) -> Delivery:
    """Raises Refused 404."""
    id = as_uuid(key)
    found = Delivery.objects.filter(agency_id=endpoint.agency_id, endpoint_id=endpoint.id, id=id).first() if id else None
    if found is None:
        raise not_found("delivery")
    return found


def _told(one: Delivery) -> Record:
    return {
        "uuid": str(one.id),
        "type": one.type,
        "record": str(one.record_id),
        "state": str(one.state),
        "tries": _tries(one.tried),
        "body": one.body,
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
    }


def _tries(tried: Sequence[dict[str, Any]]) -> list[Record]:
    return [{"at": one["at"], "status": one["status"], "milliseconds": one["ms"], "code": one["code"] or None} for one in tried]
