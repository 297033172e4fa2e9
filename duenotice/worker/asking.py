"""Asking gateways what became of messages whose hand-off is unknown, instead of ever sending them again blindly."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_noop as _

from duenotice.gateways.protocol import Absent, Accepted, Finding, Kind, Outbound, Question, Refused
from duenotice.messaging.dispatch import DueSender, Outcome
from duenotice.messaging.gate import Handed
from duenotice.messaging.unknown import UnknownMessage, unknown_messages
from duenotice.worker.calls import Calls
from duenotice.worker.database import Database, database_now
from duenotice.worker.gateways import Gateways
from duenotice.worker.outbox import Outbox

# A message is asked about when it has been unknown for a minute, then after two, four, eight …
FIRST = timedelta(minutes=1)
AT_ONCE = 50
ABSENT = Refused("absent", _("The gateway does not have it, so it is tried again."), Kind.RETRY)


@dataclass
class Asking:
    """Remembers which messages it asked about, and until when not to ask again (monotonic clock)."""

    database: Database
    gateways: Gateways
    calls: Calls
    outbox: Outbox
    first: timedelta = FIRST

    def __post_init__(self) -> None:
        self._quiet: dict[UUID, float] = {}

    async def __call__(self) -> None:
        """One round. Raises DatabaseGone."""
        self._quiet = {message_id: until for message_id, until in self._quiet.items() if until > time.monotonic()}
        now, rows = await self.database.writing(_look, self.first, list(self._quiet))
        for row in rows:
            gateway = await self.gateways.of(DueSender(row.agency_id, row.sender_id, row.sender_updated_at))
            with self.calls.counted(gateway):
                finding = await gateway.ask(_question(row))
            self._quiet[row.claimed.id] = time.monotonic() + (now - row.since).total_seconds()
            found = answer(finding, changed=row.changed)
            if found is not None:
                outbound = Outbound(row.claimed.id, row.agency_id, row.attempt, row.channel, "", "", "", "", "")
                self.outbox.add(Outcome(Handed(outbound, row.claimed, 0.0), found))


def _question(row: UnknownMessage) -> Question:
    return Question(row.agency_id, row.claimed.id, row.channel, row.sender, row.to, row.body, row.since)


def answer(finding: Finding, *, changed: bool) -> Accepted | Refused | None:
    """What the gateway knows; None where that is nothing. That one of another set-up than the message went to has it not proves nothing."""
    if isinstance(finding, Absent):
        return None if changed else ABSENT
    return finding if isinstance(finding, Accepted | Refused) else None


def _look(first: timedelta, asked: list[UUID]) -> tuple[datetime, list[UnknownMessage]]:
    now = database_now()
    return now, unknown_messages(before=now - first, asked=asked, limit=AT_ONCE)
