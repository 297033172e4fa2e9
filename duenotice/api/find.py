"""The record that an address or a field means: by uuid, or by the agency's own reference. Another agency's is not there (P1)."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error, not_found
from duenotice.api.fields import as_uuid
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.parse import NotAnAddress, parse
from duenotice.events.models import Event

Row = TypeVar("Row", Client, Event)


def client_at(request: ApiRequest, key: str) -> Client:
    """Raises Refused 404."""
    found = _keyed(Client.objects.filter(agency_id=request.agency.id), key).first()
    if found is None:
        raise not_found("client")
    return found


def event_at(request: ApiRequest, key: str) -> Event:
    """Raises Refused 404."""
    found = _keyed(Event.objects.filter(agency_id=request.agency.id), key).first()
    if found is None:
        raise not_found("event")
    return found


def contact_at(request: ApiRequest, key: str) -> Contact:
    """With its address and client. Raises Refused 404."""
    id = as_uuid(key)
    found = Contact.objects.select_related("address", "client").filter(agency_id=request.agency.id, id=id).first() if id else None
    if found is None:
        raise not_found("contact")
    return found


def client_named(request: ApiRequest, key: str, field: str = "client") -> Client:
    """The client that a field means. Raises Refused 400."""
    found = _keyed(Client.objects.filter(agency_id=request.agency.id), key).first()
    if found is None:
        raise field_error(field, "There is no such client.")
    return found


def clients_keyed(request: ApiRequest, key: str) -> QuerySet[Client]:
    """For lists: the client that is meant, or none."""
    return _keyed(Client.objects.filter(agency_id=request.agency.id), key)


def event_named(request: ApiRequest, key: str, field: str = "event") -> Event:
    """The event that a field means. Raises Refused 400."""
    found = _keyed(Event.objects.filter(agency_id=request.agency.id), key).first()
    if found is None:
        raise field_error(field, "There is no such event.")
    return found


def clients_with_address(request: ApiRequest, text: str) -> QuerySet[Contact, UUID | None]:
    """The ids of the clients that have the phone (in any format) or email as a contact that is not trashed."""
    rows = Contact.objects.filter(agency_id=request.agency.id, address_id__in=addresses(request, text).values("id"), trashed_at=None)
    return rows.exclude(client=None).values_list("client_id", flat=True)


def addresses(request: ApiRequest, text: str) -> QuerySet[Address]:
    """The address that a phone, in any format, or an email is; none for other text."""
    mine = Address.objects.filter(agency_id=request.agency.id)
    try:
        parsed = parse(text, region=request.agency.region)
    except NotAnAddress:
        return mine.none()
    return mine.filter(kind=parsed.kind, value=parsed.value)


def _keyed(rows: QuerySet[Row], key: str) -> QuerySet[Row]:
    if not key.isprintable() or not key.strip():
        return rows.none()
    id = as_uuid(key)
    return rows.filter(Q(id=id) | Q(reference__iexact=key)) if id else rows.filter(reference__iexact=key)
