"""A contact with all that decides whether messages reach it, as it is now and held so until the transaction ends."""

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.addresses import lock_for_compose
from duenotice.contacts.models import Contact

# Said in full, as the address's lock is: the ORM took longer to write them than the database to answer.
HOLD_CONTACT = "SELECT * FROM contacts_contact WHERE agency_id = %s AND id = %s FOR NO KEY UPDATE"
HOLD_CLIENT = "SELECT * FROM clients_client WHERE agency_id = %s AND id = %s FOR NO KEY UPDATE"


def hold_contact(agency: Agency, contact: Contact) -> Contact:
    """The contact with its address and client, read afresh and locked in lock order: none of them changes until the transaction ends."""
    address = lock_for_compose(agency.id, contact.address_id)
    held = Contact.objects.raw(HOLD_CONTACT, [agency.id, contact.id])[0]
    held.address = address
    if held.client_id:
        held.client = Client.objects.raw(HOLD_CLIENT, [agency.id, held.client_id])[0]
    return held
