"""Deciding what an unclear wish meant (O3)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.actions.consent import Cause, ConsentChange, opt_out
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.messaging.models import Message


@transaction.atomic
def opt_out_by_review(*, agency: Agency, received: Message, actor: Actor, now: datetime) -> ConsentChange:
    """It was a wish to stop: opt its sender out, and take it from the review queue."""
    cause = Cause("staff", message_id=received.id)
    change = opt_out(agency=agency, address_ids=[received.address_id], cause=cause, actor=actor, now=now)
    reviewed(agency=agency, message_id=received.id, actor=actor, now=now)
    return change


@transaction.atomic
def reviewed(*, agency: Agency, message_id: UUID, actor: Actor, now: datetime) -> None:
    """Staff have decided what an unclear wish meant; it leaves the review queue."""
    changed = Message.objects.filter(agency_id=agency.id, id=message_id, needs_review=True).update(
        needs_review=False, read_at=now, updated_at=now
    )
    if changed:
        record(agency_id=agency.id, actor=actor, verb="reviewed", kind="message", ids=[message_id], now=now)
