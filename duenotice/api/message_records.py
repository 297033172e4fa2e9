"""A message as the API writes it."""

from collections.abc import Sequence
from typing import Any

from ninja import Schema
from pydantic import ConfigDict

from duenotice.api.calls import ApiRequest
from duenotice.api.fields import iso
from duenotice.api.operation import Record
from duenotice.messaging.models import Message, Status
from duenotice.messaging.wording import templates_by_id
from duenotice.messaging.words_of import Words, words_of

# What a claimed message is called outside, and one being handed off.
STATUSES = {Status.CLAIMED: "scheduled", Status.SUBMITTING: "sending"}
EXAMPLE: dict[str, Any] = {
    "uuid": "0198c0de-0000-7000-8000-000000000051",
    "client": "0198c0de-0000-7000-8000-000000000017",
    "contact": "0198c0de-0000-7000-8000-000000000021",
    "event": None,
    "direction": "out",
    "kind": "one_off",
    "channel": "text",
    "to": "+12025550143",
    "sender": "+12025550100",
    "status": "scheduled",
    "status_at": "2026-11-24T20:00:00Z",
    "reason": None,
    "held_for": None,
    "fallback_of": None,
    "subject": "",
    "content": "Your court date is December 1 at 9:30 AM.",
    "segments": 1,
    "files": [],
    "scheduled_at": "2026-11-24T20:05:00Z",
    "expires_at": "2026-11-25T20:05:00Z",
    "simulated": False,
    "created_at": "2026-11-24T20:00:00Z",
    "updated_at": "2026-11-24T20:00:00Z",
}


class MessageOut(Schema):
    """A message. `content` is what left, or what would leave now. `simulated`: it never leaves, in Live Mode too. `held_for` is why a
    scheduled one waits longer than until `scheduled_at`: quiet_hours, approval, or the code of what stands in its way. `fallback_of`: the
    message that failed, and in whose place this one goes.
    """

    model_config = ConfigDict(json_schema_extra={"example": EXAMPLE})
    uuid: str
    client: str | None = None
    contact: str | None = None
    event: str | None = None
    direction: str | None = None
    kind: str | None = None
    channel: str | None = None
    to: str | None = None
    sender: str | None = None
    status: str | None = None
    status_at: str | None = None
    reason: str | None = None
    held_for: str | None = None
    fallback_of: str | None = None
    subject: str | None = None
    content: str | None = None
    segments: int | None = None
    files: list[str] | None = None
    scheduled_at: str | None = None
    expires_at: str | None = None
    simulated: bool | None = None
    created_at: str | None = None
    updated_at: str
    deleted: bool | None = None


def message_record(request: ApiRequest, message: Message) -> Record:
    return message_records(request, [message])[0]


def message_records(request: ApiRequest, messages: Sequence[Message], *, slim: bool = False) -> list[Record]:
    """In their order; they come with address, client, event and sender."""
    if slim:
        return [_slim(message) for message in messages]
    templates = templates_by_id(request.agency.id, {one.template_id for one in messages if one.template_id})
    return [
        {**_slim(one), **_rest(request, one), **_said(words_of(request.agency, one, templates=templates, now=request.now))}
        for one in messages
    ]


def _slim(message: Message) -> Record:
    return {
        "uuid": str(message.id),
        "client": str(message.client_id) if message.client_id else None,
        "contact": str(message.contact_id) if message.contact_id else None,
        "direction": "in" if message.inbound else "out",
        "channel": message.channel,
        "status": STATUSES.get(Status(message.status), message.status),
        "scheduled_at": iso(message.send_at),
        "created_at": iso(message.created_at),
        "updated_at": iso(message.updated_at),
    }


def _rest(request: ApiRequest, message: Message) -> Record:
    theirs, ours = message.address.value, message.sender.value if message.sender else None
    return {
        "event": str(message.event_id) if message.event_id else None,
        "kind": message.kind,
        "to": ours if message.inbound else theirs,
        "sender": theirs if message.inbound else ours,
        "status_at": iso(message.status_at),
        "reason": message.reason or message.reason_code or None,
        "held_for": message.held_for or None,
        "fallback_of": str(message.fallback_of) if message.fallback_of else None,
        "segments": message.segments,
        "files": [str(id) for id in message.files],
        "expires_at": iso(message.expires_at),
        "simulated": message.only_simulate or not request.agency.live,
    }


def _said(words: Words) -> Record:
    return {"subject": words.subject, "content": words.body}
