"""Of which changes an endpoint can be told: the types, by kind of record."""

from collections.abc import Iterable
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.webhooks.models import Endpoint

LIFECYCLE = ["archived", "trashed", "restored", "removed", "purged", "undone"]
# The kinds, each with what is told of it; what a later version tells of a kind comes to those who take every type of it, as contact.*
VERBS: dict[str, list[str]] = {
    "contact": [
        *("created", "updated", "opted_out", "opted_in", "consent_unset", "invalid", "valid", "confirmed", "replaced"),
        *("profile_saved", "profile_removed", "hold_placed", "hold_lifted", *LIFECYCLE),
    ],
    "client": [
        "created",
        "updated",
        "portal_enabled",
        "portal_disabled",
        "portal_entered",
        "synced",
        "hold_placed",
        "hold_lifted",
        *LIFECYCLE,
    ],
    "event": [
        *("created", "updated", "cancelled", "uncancelled", "client_added", "client_removed", "primary_client_changed"),
        *("attendance_confirmed", "synced", *LIFECYCLE),
    ],
    "message": ["created", "status", "received"],
    "lookup": ["created", "answered"],
    "upload": ["created", "checked", "decided", "ran", "undone", "ended"],
}
TYPES = {f"{kind}.{verb}" for kind, verbs in VERBS.items() for verb in verbs}
EVERY = {f"{kind}.*" for kind in VERBS}
TEST = "webhook.test"


def known(types: Iterable[str]) -> list[str]:
    """Those of `types` that there are, in order, without what a kind's asterisk has in it already."""
    chosen = {one for one in types if one in TYPES or one in EVERY}
    return sorted(one for one in chosen if one in EVERY or f"{one.partition('.')[0]}.*" not in chosen)


def remember_kinds(agency_id: UUID) -> None:
    """Have the database put into the outbox what the agency's endpoints are told of, and nothing else."""
    types = Endpoint.objects.filter(agency_id=agency_id).values_list("types", flat=True)
    kinds = sorted({one.partition(".")[0] for some in types for one in some})
    Agency.objects.filter(id=agency_id).update(tells=kinds)
