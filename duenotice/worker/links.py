"""Connections over which carriers tell news: administrators hear of one that the carrier refuses, though nothing is due to show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from duenotice.actions.troubles import OF_THE_SET_UP, note, over
from duenotice.gateways.protocol import Refused
from duenotice.messaging.dispatch import DueSender
from duenotice.senders.models import Sender
from duenotice.worker.database import database_now


@dataclass(frozen=True, slots=True)
class Change:
    """A sender's connection is refused for the agency's own set-up; or, without `refusal`, stands again after `before`."""

    sender: DueSender
    refusal: Refused | None
    before: Refused | None


class Links:
    """Remembers how they stood, so that only changes are written."""

    def __init__(self) -> None:
        self._refused: dict[UUID, Refused] = {}

    def changed(self, stands: Sequence[tuple[DueSender, Refused | None]]) -> list[Change]:
        """What is other than it was. A carrier that is out of reach for a while is nobody's trouble."""
        found: list[Change] = []
        for sender, refusal in stands:
            before = self._refused.get(sender.sender_id)
            if refusal == before or (refusal and refusal.kind not in OF_THE_SET_UP):
                continue
            found.append(Change(sender, refusal, before))
            if refusal:
                self._refused[sender.sender_id] = refusal
            else:
                del self._refused[sender.sender_id]
        return found


def note_links(changes: Sequence[Change]) -> None:
    """What messages tell of a sender's set-up beside this stays as it is."""
    now = database_now()
    for one in changes:
        senders = Sender.objects.filter(agency_id=one.sender.agency_id, id=one.sender.sender_id)
        if one.refusal:
            note(senders, one.refusal, by_receipt=False, now=now)
        elif one.before:
            over(senders.filter(trouble=one.before.words), delivered=False)
