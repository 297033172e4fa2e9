"""What the product's own refusals become: one table, so that each reads alike whichever operation meets it."""

from collections.abc import Callable
from typing import Any

from duenotice.accounts.granting import Refused as NotAllowed
from duenotice.actions.clients import ReferenceTaken
from duenotice.actions.composing import CannotCompose, CannotReach, Duplicate
from duenotice.actions.contacts import ChannelCannotCarry, TwinExists
from duenotice.actions.events import EventReferenceTaken
from duenotice.actions.flows import FlowIsClosed
from duenotice.api.errors import Refused, field_error
from duenotice.contacts.parse import NotAnAddress
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.attachments import BadFile
from duenotice.messaging.send_time import NotThen
from duenotice.webhooks.managing import NoTypes, TooMany
from duenotice.webhooks.targets import BadTarget

# What the API calls the fields of the composer.
FIELDS = {"body": "content", "files": "file", "": "to"}


def _twin(error: TwinExists) -> Refused:
    words = f"{error} It is {error.twin.state}."
    return field_error("contact", words, status=409, code="twin", uuid=str(error.twin.id), state=str(error.twin.state))


def _taken(name: str, attribute: str) -> Callable[[Any], Refused]:
    return lambda error: field_error(name, str(error), status=409, code="reference_taken", uuid=str(getattr(error, attribute).id))


def _duplicate(error: Duplicate) -> Refused:
    words = "The same message to this contact was sent or scheduled within the agency's window. Send skip_duplicate to send it again."
    return field_error("content", words, status=409, code="duplicate", uuid=str(error.earlier.id))


def _at(name: str) -> Callable[[Any], Refused]:
    return lambda error: field_error(name, str(error))


TABLE: list[tuple[type[Exception], Callable[[Any], Refused]]] = [
    (Duplicate, _duplicate),
    (CannotReach, lambda error: field_error("to", str(error), code=str(error.obstacle))),
    (CannotCompose, lambda error: field_error(FIELDS.get(error.field, error.field), str(error))),
    (TwinExists, _twin),
    (ChannelCannotCarry, _at("channel")),
    (NotAnAddress, _at("contact")),
    (ReferenceTaken, _taken("client_reference", "client")),
    (EventReferenceTaken, _taken("event_reference", "event")),
    (NoSuchTime, _at("time")),
    (FlowIsClosed, _at("flow_name")),
    (NotThen, _at("scheduled_at")),
    (BadFile, _at("file_data")),
    (BadTarget, _at("url")),
    (NoTypes, _at("types")),
    (TooMany, lambda error: Refused(409, str(error), code="too_many")),
    (NotAllowed, lambda error: Refused(403, str(error), code="forbidden")),
]
KNOWN = tuple(kind for kind, _to in TABLE)


def refusal_of(error: Exception) -> Refused:
    """The answer for one of KNOWN."""
    return next(to for kind, to in TABLE if isinstance(error, kind))(error)
