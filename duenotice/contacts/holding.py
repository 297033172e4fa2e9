"""A contact with all that decides whether messages reach it, as it is now and held so until the transaction ends."""

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.addresses import lock_for_compose
from duenotice.contacts.models import Contact
from duenotice.db.named_sql import named_sql


def hold_contact(agency: Agency, contact: Contact) -> Contact:
    """The contact with its address and client, read afresh and locked in lock order: none of them changes until the transaction ends."""
    address = lock_for_compose(agency.id, contact.address_id)
    held = Contact.objects.raw(named_sql("contacts", "hold_contact"), {"agency_id": agency.id, "id": contact.id})[0]
    held.address = address
    if held.client_id:
        held.client = Client.objects.raw(named_sql("contacts", "hold_client"), {"agency_id": agency.id, "id": held.client_id})[0]
    return held
