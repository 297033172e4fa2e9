"""Writing down what happened, in the transaction of the change itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duenotice.agencies.models import Activity


@dataclass(frozen=True)
class Actor:
    """Who does something: a user, a person by keyword or portal, the API, a gateway, or the system itself."""

    kind: str
    id: UUID | None = None
    ip: str | None = None


SYSTEM = Actor("system")


def record(
    *,
    agency_id: UUID,
    actor: Actor,
    verb: str,
    kind: str,
    ids: Iterable[UUID],
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append one row per record. `verb` is past tense (`opted_out`); `detail` holds ids, counts and codes, never personal data."""
    Activity.objects.bulk_create(
        Activity(
            agency_id=agency_id,
            at=now,
            actor_kind=actor.kind,
            actor_id=actor.id,
            from_ip=actor.ip,
            verb=verb,
            record_kind=kind,
            record_id=record_id,
            detail=dict(detail or {}),
        )
        for record_id in ids
    )
