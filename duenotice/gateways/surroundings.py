"""What the installation, not the agency, lends to gateways."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from duenotice.gateways.protocol import File


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


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Without `record` there is no handset. `private_networks` lets gateways call addresses that are not on the public internet."""

    record: Record | None = None
    find: Find | None = None
    private_networks: bool = False
