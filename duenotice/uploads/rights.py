"""What an upload may do: what whoever uploaded it may do at the moment, and no more."""

from duenotice.accounts.models import permissions_of
from duenotice.accounts.permissions import ALL
from duenotice.uploads.models import Upload


def rights_of(upload: Upload) -> frozenset[str]:
    """The permissions that its rows may use. The nightly command is the operator's, and may do all."""
    if upload.user is None:
        return ALL
    return frozenset(permissions_of(upload.user, upload.agency_id) or ())
