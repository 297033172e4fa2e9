"""Whom a one-off goes to: a contact by its uuid, or the contact that an address means."""

from duenotice.actions.contacts import create_contact
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error
from duenotice.api.fields import as_uuid
from duenotice.api.find import addresses, clients_keyed
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.messaging.models import Kind, Message


def recipient_of(request: ApiRequest, to: str, client: str) -> Contact:
    """The contact; of several with the address, the one last written to, as for answers (M7). An address that no contact has becomes a
    contact without a client. `client`, where given, says whose contact it is. Raises Refused.
    """
    mine = Contact.objects.filter(agency_id=request.agency.id)
    if id := as_uuid(to):
        found = mine.filter(id=id).first()
        if found is None:
            raise field_error("to", "There is no such contact.")
        return found
    sharing = list(mine.select_related("client").filter(address_id__in=addresses(request, to).values("id")).order_by("-id"))
    if client:
        whose = {one.id for one in clients_keyed(request, client)}
        sharing = [contact for contact in sharing if contact.client_id in whose]
        if not sharing:
            raise field_error("to", "This client has no such contact. Create it first.")
    if not sharing:
        return _stranger(request, to)
    live = [contact for contact in sharing if contact.is_live and (contact.client is None or contact.client.is_live)]
    return (_last_written_to(request, live) if len(live) > 1 else None) or (live or sharing)[0]


def _last_written_to(request: ApiRequest, sharing: list[Contact]) -> Contact | None:
    sent = Message.objects.filter(agency_id=request.agency.id, address_id=sharing[0].address_id).exclude(kind=Kind.INBOUND)
    last = sent.filter(contact_id__in=[one.id for one in sharing]).order_by("-send_at").first()
    return next((one for one in sharing if last is not None and one.id == last.contact_id), None)


def _stranger(request: ApiRequest, to: str) -> Contact:
    try:
        made = create_contact(agency=request.agency, client=None, entered=to, actor=request.actor, now=request.now, source="api")
    except NotAnAddress as error:
        raise field_error("to", str(error)) from error
    return made
