"""What the installation, not the agency, lends to gateways."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeAlias
from uuid import UUID

from duenotice.gateways.news import News
from duenotice.gateways.protocol import Answer, File, Outbound


@dataclass(frozen=True, slots=True)
class HandOff:
    """A message that arrived on the built-in handset. `id` is the handset's reference; `at` is UTC."""

    id: UUID
    agency_id: UUID
    message_id: UUID
    attempt: int
    at: datetime
    channel: str
    sender: str
    to: str
    subject: str
    body: str
    files: tuple[File, ...]


class NotRecorded(Exception):
    """Raised by `record` where it is certain that nothing was written. Any other exception leaves that open."""


# Writes hand-offs, all or none, and returns once they are lasting.
Record: TypeAlias = Callable[[Sequence[HandOff]], Awaitable[None]]
# Finds the reference of a message's hand-off, by agency and message.
Find: TypeAlias = Callable[[UUID, UUID], Awaitable[UUID | None]]


# Hands one email to a mail service; it blocks, and raises nothing that is not a bug.
Deliver: TypeAlias = Callable[[Outbound], Answer]
# Makes that from the service's key and a sender's settings. Raises BadSettings.
Mail: TypeAlias = Callable[[str, Mapping[str, object]], Deliver]


ReturnPath: TypeAlias = Callable[[Outbound, str], str]

# Keeps what a carrier tells over a connection of the gateway's own, by the gateway's key; returns once it is lasting. An exception leaves
# open whether it is, so that the carrier has to tell it again.
Hear: TypeAlias = Callable[[str, Sequence[News]], Awaitable[None]]
# The same for any sender, by agency and sender.
HearFor: TypeAlias = Callable[[UUID, UUID, str, Sequence[News]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Without `record` there is no handset. `private_networks` lets gateways call addresses that are not on the public internet.

    `return_path` makes the address to which an email comes back, from the message and the agency's mailbox for bounces.
    `public_url` is where this installation can be called; `callbacks`, where carriers tell news of one sender's messages. `hear` keeps
    what they tell over a connection of the gateway's own; without it, nothing is heard.
    """

    record: Record | None = None
    find: Find | None = None
    mail: Mail | None = None
    private_networks: bool = False
    public_url: str = ""
    callbacks: str = ""
    return_path: ReturnPath | None = None
    hear_for: HearFor | None = None
    hear: Hear | None = None

    def of(self, agency_id: UUID, sender_id: UUID) -> "Surroundings":
        """The same for one sender: its gateway's key and what is told follow in the address."""
        hear = partial(self.hear_for, agency_id, sender_id) if self.hear_for else None
        return replace(self, callbacks=callbacks_url(self.public_url, agency_id, sender_id), hear=hear)


def callbacks_url(public_url: str, agency_id: UUID, sender_id: UUID) -> str:
    """Where a carrier calls for one sender. The agency stands in it, so that no call has to be looked up across agencies."""
    return f"{public_url}/carriers/{agency_id}/{sender_id}"
