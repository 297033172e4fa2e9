"""Confirming that a contact which a lookup found is the client's (K4)."""

from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact


@transaction.atomic
def confirm_contact(*, agency: Agency, contact: Contact, actor: Actor, now: datetime) -> bool:
    """The person said that it is theirs: messages may go to it. False where nobody doubted it."""
    unconfirmed = Contact.objects.filter(agency_id=agency.id, id=contact.id, unconfirmed_at__isnull=False)
    changed = unconfirmed.update(unconfirmed_at=None, sync_offered_at=now, updated_at=now)
    if changed:
        record(agency_id=agency.id, actor=actor, verb="confirmed", kind="contact", ids=[contact.id], now=now)
    return bool(changed)
