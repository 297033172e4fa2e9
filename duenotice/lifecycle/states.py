"""Live, archived, trashed: the states that contacts, clients, events and auto messages share (product L1 to L6)."""

from enum import StrEnum

from django.db import models
from django.db.models import Q


class State(StrEnum):
    LIVE = "live"
    ARCHIVED = "archived"
    TRASHED = "trashed"


LIVE = Q(archived_at=None, trashed_at=None)
ARCHIVED = Q(archived_at__isnull=False, trashed_at=None)
TRASHED = Q(trashed_at__isnull=False)


def state_of(*, archived: bool, trashed: bool) -> State:
    """The state of a record that was archived, trashed, both or neither."""
    if trashed:
        return State.TRASHED
    return State.ARCHIVED if archived else State.LIVE


def shown(*, archived: bool, trashed: bool) -> Q:
    """Which records a list shows: the live ones, and those that its boxes add (product F2)."""
    wanted = LIVE
    if archived:
        wanted |= ARCHIVED
    if trashed:
        wanted |= TRASHED
    return wanted


def retention_indexes(name: str) -> list[models.Index]:
    """For the Meta of what can be archived and trashed: what is, by when, which is what retention asks (L4)."""
    return [
        models.Index(fields=["agency", "archived_at"], condition=ARCHIVED, name=f"{name}_archived"),
        models.Index(fields=["agency", "trashed_at"], condition=TRASHED, name=f"{name}_trashed"),
    ]


class Lifecycled(models.Model):
    """A record that can be archived, trashed and restored. Trashing keeps the time of archiving; restoring clears both."""

    archived_at = models.DateTimeField(null=True)
    trashed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> State:
        return state_of(archived=self.archived_at is not None, trashed=self.trashed_at is not None)

    @property
    def is_live(self) -> bool:
        return self.state is State.LIVE
