"""Answering a received message; whoever wrote it becomes a contact of no client if nobody knew them."""

from datetime import datetime

from django.db import transaction

from duenotice.actions.composing import Draft, compose
from duenotice.actions.contacts import TwinExists, create_contact
from duenotice.actions.inbound import mark_read
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.messaging.models import Message


@transaction.atomic
def write_to(*, agency: Agency, contact: Contact, draft: Draft, actor: Actor, now: datetime) -> Message:
    """Compose to `contact`, unsaved where the draft answers a stranger. What it answers counts as read. Raises as `compose`."""
    if contact._state.adding:
        contact = _meet(agency, contact, actor, now)
    message = compose(agency=agency, contact=contact, draft=draft, actor=actor, now=now)
    if draft.answers is not None:
        mark_read(agency=agency, message_ids=[draft.answers.id], now=now)
    return message


def _meet(agency: Agency, contact: Contact, actor: Actor, now: datetime) -> Contact:
    try:
        return create_contact(
            agency=agency,
            client=None,
            entered=contact.entered,
            channel=contact.channel,
            source="inbound",
            actor=actor,
            now=now,
        )
    except TwinExists as met:
        return met.twin
