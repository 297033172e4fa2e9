"""Secrets that a page shows once: kept sealed in the session until the next look at the page that they belong to."""

import base64
from uuid import UUID

from django.http import HttpRequest

from duenotice.senders import credentials

SESSION = "shown_once"


def show_once(request: HttpRequest, id: UUID, secret: str) -> None:
    """The next look at the page of the record `id`, and no other, shows the secret."""
    request.session[SESSION] = base64.b64encode(credentials.seal({"id": str(id), "secret": secret})).decode()


def shown_now(request: HttpRequest, id: UUID) -> str:
    """The secret that this look at the record's page shows; empty for none."""
    kept = credentials.open(base64.b64decode(request.session.pop(SESSION, "")))
    return str(kept["secret"]) if kept.get("id") == str(id) else ""
