"""Offering Sync Messages after opting in and restoring, with the number of messages that it would schedule (O2, L3)."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from duenotice.flows.sync import Scope, preview
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action


def offered(request: PageRequest, kind: str, id: UUID) -> int | None:
    """How many messages syncing the client, contact or event would schedule; None for those who may not."""
    if "create_messages" not in request.permissions:
        return None
    scopes = {"client": Scope(clients=[id]), "contact": Scope(contacts=[id]), "event": Scope(events=[id])}
    return preview(request.agency, scopes[kind], request.now, limit=0).counts.created


def offer(request: PageRequest, kind: str, id: UUID) -> list[Action]:
    """The action on an alert; none for those who may not."""
    count = offered(request, kind, id)
    if count is None:
        return []
    label = _("Sync Messages (%(count)d to schedule)") % {"count": count}
    return [Action(label, reverse(f"sync_{kind}", args=[request.agency.reference, id]), "get")]
