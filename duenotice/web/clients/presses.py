"""The buttons on the client screen."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.clients.models import Client
from duenotice.web.access import PageRequest
from duenotice.web.contacts import told
from duenotice.web.press import press
from duenotice.web.undoing import undo


def client_or_404(request: PageRequest, id: UUID) -> Client:
    """One client of this agency."""
    return get_object_or_404(Client, agency_id=request.agency.id, id=id)


@press("update_clients", back="client")
def archive_client(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    change = archive(agency=request.agency, kind="client", ids=[client.id], actor=request.actor, now=request.now)
    told.moved(request, client, change, "archived")


@press("update_clients", back="client")
def trash_client(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    change = trash(agency=request.agency, kind="client", ids=[client.id], actor=request.actor, now=request.now)
    told.moved(request, client, change, "trashed")


@press("update_clients", back="client")
def restore_client(request: PageRequest, id: UUID) -> None:
    client = client_or_404(request, id)
    change = restore(agency=request.agency, kind="client", ids=[client.id], actor=request.actor, now=request.now)
    told.moved(request, client, change, "restored")


@press("update_clients", back="client")
def undo_client(request: PageRequest, id: UUID, undo_id: UUID) -> None:
    client_or_404(request, id)
    undo(request, undo_id)
