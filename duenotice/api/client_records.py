"""A client as the API writes it."""

from collections.abc import Sequence
from uuid import UUID

from duenotice.api.calls import ApiRequest
from duenotice.api.fields import iso
from duenotice.api.operation import Record
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.lifecycle.states import LIVE


def client_record(request: ApiRequest, client: Client) -> Record:
    return client_records(request, [client])[0]


def client_records(request: ApiRequest, clients: Sequence[Client], *, slim: bool = False) -> list[Record]:
    """In their order; their contacts are read together."""
    if slim:
        return [_slim(client) for client in clients]
    reached = _addresses(request, [client.id for client in clients])
    return [_whole(client, reached.get(client.id, {})) for client in clients]


def _slim(client: Client) -> Record:
    return {
        "uuid": str(client.id),
        "client_reference": client.reference,
        "name": client.name,
        "created_at": iso(client.created_at),
        "updated_at": iso(client.updated_at),
    }


def _whole(client: Client, reached: dict[str, str]) -> Record:
    return {
        "uuid": str(client.id),
        "client_reference": client.reference,
        "name": client.name,
        "first_name": client.first_name,
        "middle_name": client.middle_name,
        "last_name": client.last_name,
        "dob": client.date_of_birth.isoformat() if client.date_of_birth else None,
        "gender": client.gender,
        "race": client.race,
        "language": client.language,
        "type": client.type,
        "group": client.group,
        "status": client.status,
        "zip": client.zip,
        "time_zone": client.time_zone,
        "phone": reached.get("phone"),
        "email": reached.get("email"),
        "archived_at": iso(client.archived_at),
        "trashed_at": iso(client.trashed_at),
        "created_at": iso(client.created_at),
        "updated_at": iso(client.updated_at),
    }


def _addresses(request: ApiRequest, ids: Sequence[UUID]) -> dict[UUID, dict[str, str]]:
    """The oldest live phone and email of each client."""
    found: dict[UUID, dict[str, str]] = {}
    rows = Contact.objects.filter(LIVE, agency_id=request.agency.id, client_id__in=ids).order_by("id")
    for client_id, kind, value in rows.values_list("client_id", "address__kind", "address__value"):
        assert client_id is not None
        found.setdefault(client_id, {}).setdefault(kind, value)
    return found
