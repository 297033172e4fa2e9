"""What else has to forget a purged client (L4): tables that hold something of clients without a foreign key to them.

A room that has such a table registers how it forgets, from its AppConfig's module; a test fails for a table that nobody has thought of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Gone:
    """What a purge takes: ids by kind, and the words by which the people were known (names, addresses as stored and as typed)."""

    agency_id: UUID
    client_ids: list[UUID]
    contact_ids: list[UUID]
    address_ids: list[UUID]
    event_ids: list[UUID]
    message_ids: list[UUID]
    file_ids: list[UUID]
    words: list[str]

    @property
    def ids(self) -> list[UUID]:
        return [*self.client_ids, *self.contact_ids, *self.address_ids, *self.event_ids, *self.message_ids, *self.file_ids]


# Answers how many rows it deleted.
Forget = Callable[[Gone], int]
FORGETS: dict[str, Forget] = {}


def forgets(*tables: str) -> Callable[[Forget], Forget]:
    """Decorates what makes these tables forget; what it counts are rows of the last of them."""

    def decorate(forget: Forget) -> Forget:
        FORGETS.update(dict.fromkeys(tables, forget))
        return forget

    return decorate


def registered() -> dict[Forget, str]:
    """Each way to forget once, with the table that counts it."""
    return {forget: table for table, forget in FORGETS.items()}
