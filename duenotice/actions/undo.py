"""Taking an action back (L5): what it needs is kept for a day, and dropped after that or by purge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.actions.models import Undo
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.lib.identity import uuid7
from duenotice.messaging.removal import Stash

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Restored:
    """Which records are again as they were, and how many messages, scheduled since, that deleted."""

    ids: list[UUID] = field(default_factory=list)
    deleted: int = 0


def remember(*, agency: Agency, actor: Actor, verb: str, before: Mapping[str, object], stash: Stash, now: datetime) -> UUID | None:
    """Keep what Undo needs, when a user did it; None when nobody could press Undo."""
    id, expires_at = undo_for(actor, now)
    if id and actor.id:
        kept = {"before": dict(before), "messages": stash, "created_at": now, "updated_at": now, "expires_at": expires_at}
        Undo.objects.create(id=id, agency=agency, user_id=actor.id, verb=verb, **kept)
    return id


def undo_for(actor: Actor, now: datetime) -> tuple[UUID | None, datetime]:
    """The id of a new Undo, None when nobody could press it; and until when it is kept."""
    return uuid7() if actor.kind == "user" and actor.id else None, now + KEPT_FOR
