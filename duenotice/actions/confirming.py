"""Confirming that a contact which a lookup found is the client's (K4)."""

from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.holding import hold_contact
from duenotice.contacts.models import Contact
from duenotice.flows.hold import hold_clients
from duenotice.flows.sync import Scope, sync


@transaction.atomic
def confirm_contact(*, agency: Agency, contact: Contact, actor: Actor, now: datetime) -> bool:
    """The person said that it is theirs: it gets what a new contact gets, messages of coming events too. False where nobody doubted it."""
    client_ids = [contact.client_id] if contact.client_id else []
    hold_clients(agency.id, client_ids, addresses=[contact.address_id])
    held = hold_contact(agency, contact)
    if held.unconfirmed_at is None:
        return False
    Contact.objects.filter(agency_id=agency.id, id=contact.id).update(unconfirmed_at=None, updated_at=now)
    record(agency_id=agency.id, actor=actor, verb="confirmed", kind="contact", ids=[contact.id], now=now)
    sync(agency, Scope(clients=client_ids), now)
    return True
