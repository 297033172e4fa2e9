"""What an upload may do: what whoever uploaded it may do at the moment, and no more."""

from duenotice.accounts.models import permissions_of
from duenotice.accounts.permissions import ALL, expand
from duenotice.agencies.activity import Actor
from duenotice.programs.models import ApiClient
from duenotice.uploads.models import Upload


def rights_of(upload: Upload) -> frozenset[str]:
    """The permissions that its rows may use. The nightly command is the operator's, and may do all."""
    if upload.api_client is not None:
        return _of_program(upload.api_client, upload) & frozenset(upload.allowed)
    if upload.user is not None:
        return frozenset(permissions_of(upload.user, upload.agency_id) or ())
    return ALL


def only_simulates(upload: Upload) -> bool:
    """A test client of the API handed it in: whoever has it carried out, or decides about its rows, nothing of it reaches anybody (U2)."""
    return upload.api_client is not None and upload.api_client.test


def _of_program(client: ApiClient, upload: Upload) -> frozenset[str]:
    """None once it is revoked, or acts for the agency no more."""
    return expand(client.permissions) if client.revoked_at is None and upload.agency_id in client.agency_ids else frozenset()


def actor_of(upload: Upload) -> Actor:
    """Whoever uploaded it; the nightly command's own kind of actor otherwise."""
    if upload.api_client_id is not None:
        return Actor("api", upload.api_client_id)
    return Actor("user", upload.user_id) if upload.user_id else Actor("upload", upload.id)
