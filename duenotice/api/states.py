"""Archived and trashed, as nouns: POST makes a record so, DELETE takes it back (L1 to L3, L6). Cancelling an event is one more."""

from collections.abc import Callable
from typing import Any

from ninja import Schema

from duenotice.actions.events import cancel_event, uncancel_event
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.api.calls import ApiRequest
from duenotice.api.client_records import client_record
from duenotice.api.clients import ClientOut
from duenotice.api.contact_records import ContactOut, contact_record
from duenotice.api.errors import Refused
from duenotice.api.event_records import EventOut, event_record
from duenotice.api.find import client_at, contact_at, event_at
from duenotice.api.operation import Record, operation
from duenotice.lifecycle.states import State

Find = Callable[[ApiRequest, str], Any]
Write = Callable[[ApiRequest, Any], Record]
NOUNS = {"archive": (archive, State.ARCHIVED), "trash": (trash, State.TRASHED)}


def declare(kind: str, find: Find, write: Write, answer: type[Schema]) -> None:
    """The four operations of one kind of record."""
    for noun, (verb, state) in NOUNS.items():
        _declare_one(kind, noun, verb, state, find, write, answer)


def _declare_one(kind: str, noun: str, verb: Callable[..., object], state: State, find: Find, write: Write, answer: type[Schema]) -> None:
    path, permission, tag = f"/v1/{kind}s/{{{kind}}}/{noun}", f"update_{kind}s", f"{kind.title()}s"

    def into(request: ApiRequest, key: str) -> Record:
        found = find(request, key)
        verb(agency=request.agency, kind=kind, ids=[found.id], actor=request.actor, now=request.now)
        return write(request, find(request, str(found.id)))

    def out_of(request: ApiRequest, key: str) -> Record:
        found = find(request, key)
        if found.state not in (state, State.LIVE):
            raise Refused(409, f"This {kind} is {found.state}, not {state}.", code="other_state")
        restore(agency=request.agency, kind=kind, ids=[found.id], actor=request.actor, now=request.now)
        return write(request, find(request, str(found.id)))

    into.__name__, out_of.__name__ = f"{noun}_{kind}", f"restore_{kind}_from_{noun}"
    path = path.replace(f"{{{kind}}}", "{key}")
    doing = {"archive": "Archive", "trash": "Trash"}[noun]
    words = f"Deletes what is scheduled for it. A {kind} that is so already stays so."
    operation("POST", path, permission=permission, answer=answer, tag=tag, summary=f"{doing} a {kind}", description=words)(into)
    words = "Nothing old is sent, and nothing is synced by itself."
    operation("DELETE", path, permission=permission, answer=answer, tag=tag, summary=f"Take a {kind} out of the {noun}", description=words)(
        out_of
    )


declare("contact", contact_at, contact_record, ContactOut)
declare("client", client_at, client_record, ClientOut)
declare("event", event_at, event_record, EventOut)


@operation("POST", "/v1/events/{event}/cancellation", permission="update_events", answer=EventOut, tag="Events", summary="Cancel an event")
def cancel(request: ApiRequest, event: str) -> Record:
    """Deletes what is scheduled about it."""
    found = event_at(request, event)
    cancel_event(agency=request.agency, ids=[found.id], actor=request.actor, now=request.now)
    return event_record(request, event_at(request, str(found.id)))


@operation(
    "DELETE",
    "/v1/events/{event}/cancellation",
    permission="update_events",
    answer=EventOut,
    tag="Events",
    summary="Let an event be after all",
)
def uncancel(request: ApiRequest, event: str) -> Record:
    """Nothing is sent or synced by itself."""
    found = event_at(request, event)
    uncancel_event(agency=request.agency, ids=[found.id], actor=request.actor, now=request.now)
    return event_record(request, event_at(request, str(found.id)))
