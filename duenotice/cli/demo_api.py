"""The demo agency's API client, whose secret the demo tells each time it starts."""

from datetime import datetime

from duenotice.accounts.permissions import ALL
from duenotice.actions.api_clients import Wanted, create_api_client
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.programs.models import ApiClient
from duenotice.programs.tokens import hash_of

NAME, SECRET = "Case management system (demo)", "demo-secret-only-for-trying-things-out"


def api_client(agency: Agency, now: datetime) -> dict[str, str]:
    """Its id and secret, known to everybody who reads this: like the demo's password."""
    client = ApiClient.objects.filter(agency=agency, name=NAME).first()
    if client is None:
        client = create_api_client(agency=agency, wanted=Wanted(NAME, ALL), by=None, actor=SYSTEM, now=now).client
    if client.revoked_at is None:
        ApiClient.objects.filter(id=client.id).update(secret_hash=hash_of(SECRET))
    return {"api_client_id": str(client.id), "api_client_secret": SECRET}
