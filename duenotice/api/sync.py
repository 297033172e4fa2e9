"""Syncing a client's automated messages (A4): what flows and auto messages call for is what waits."""

from typing import Annotated

from ninja import Query, Schema
from pydantic import ConfigDict, Field

from duenotice.actions.syncing import sync_messages
from duenotice.api.calls import ApiRequest
from duenotice.api.errors import Refused
from duenotice.api.fields import Given, iso
from duenotice.api.find import client_at
from duenotice.api.operation import Record, operation
from duenotice.flows.sync import Foreseen, Scope, Synced, preview


class DryRun(Given):
    """In the query, as dry_run=y."""

    dry_run: Annotated[bool, Field(description="Only say what a sync would do.")] = False


class SyncOut(Schema):
    """How many messages were, or would be, made, moved, deleted, and expired because they would come too late. `messages` of a dry run:
    the first 200, soonest first.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "dry_run": True,
                "created": 1,
                "moved": 0,
                "deleted": 0,
                "expired": 0,
                "messages": [
                    {
                        "act": "create",
                        "message": None,
                        "contact": "0198c0de-0000-7000-8000-000000000021",
                        "event": "0198c0de-0000-7000-8000-000000000041",
                        "channel": "text",
                        "scheduled_at": "2026-11-30T15:00:00Z",
                        "was": None,
                    }
                ],
            }
        }
    )
    dry_run: bool
    created: int
    moved: int
    deleted: int
    expired: int
    messages: list[dict[str, str | None]]


@operation(
    "POST", "/v1/clients/{client}/sync", permission="view_clients", answer=SyncOut, tag="Clients", summary="Sync a client's messages"
)
def sync_client(request: ApiRequest, client: str, query: Query[DryRun]) -> Record:
    """One-offs are untouched, nothing is sent twice, and twice changes nothing. It takes create_messages, unless it is a dry run."""
    scope = Scope(clients=[client_at(request, client).id])
    if query.dry_run:
        foreseen = preview(request.agency, scope, request.now)
        return {"dry_run": True, **_counts(foreseen.counts), "messages": [_foreseen(one) for one in foreseen.messages]}
    if "create_messages" not in request.permissions:
        raise Refused(403, "This token lacks the permission create_messages.", code="forbidden")
    done = sync_messages(agency=request.agency, scope=scope, actor=request.actor, now=request.now)
    return {"dry_run": False, **_counts(done), "messages": []}


def _counts(counts: Synced) -> Record:
    return {"created": counts.created, "moved": counts.moved, "deleted": counts.deleted, "expired": counts.expired}


def _foreseen(one: Foreseen) -> Record:
    return {
        "act": one.act,
        "message": str(one.message_id) if one.message_id else None,
        "contact": str(one.contact_id),
        "event": str(one.event_id) if one.event_id else None,
        "channel": one.channel,
        "scheduled_at": iso(one.send_at),
        "was": iso(one.was),
    }
