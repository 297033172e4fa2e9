"""Telling again: one thing, or all that failed; and a test, to see whether an endpoint hears."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.webhooks.managing import hold
from duenotice.webhooks.models import Delivery, Endpoint, State
from duenotice.webhooks.types import TEST

# What was told long ago, or is new to nobody, is told before what waits.
FIRST_OF_ALL = 0


@transaction.atomic
def tell_again(*, endpoint: Endpoint, ids: list[UUID] | None, actor: Actor, now: datetime) -> int:
    """Tell these once more, or all that failed, with the same webhook-id each; answers how many. What waits already is left alone."""
    held = hold(endpoint)
    rows = Delivery.objects.filter(agency_id=held.agency_id, endpoint_id=held.id, test=False)
    rows = rows.filter(state=State.FAILED) if ids is None else rows.filter(id__in=ids).exclude(state=State.WAITING)
    count = rows.update(state=State.WAITING, next_at=now, first_at=None, updated_at=now)
    if count:
        detail = {"count": count}
        record(agency_id=held.agency_id, actor=actor, verb="replayed", kind="webhook", ids=[held.id], now=now, detail=detail)
    return count


@transaction.atomic
def tell_test(*, endpoint: Endpoint, actor: Actor, now: datetime) -> Delivery:
    """Send something that tells of nothing: once, and while the endpoint is paused too."""
    held = hold(endpoint)
    about = {"type": TEST, "timestamp": now.isoformat(), "agency": endpoint.agency.reference, "mode": endpoint.agency.mode}
    body = json.dumps({**about, "data": {"uuid": str(held.id)}})
    usual = {"agency_id": held.agency_id, "endpoint": held, "created_at": now, "updated_at": now, "next_at": now}
    record(agency_id=held.agency_id, actor=actor, verb="tested", kind="webhook", ids=[held.id], now=now)
    return Delivery.objects.create(seq=FIRST_OF_ALL, type=TEST, record_id=held.id, body=body, test=True, **usual)
