"""What became of calls, kept in memory until the database has it, and written in batches."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db import InterfaceError, OperationalError

from duenotice.messaging.dispatch import Outcome, give_back, outcomes
from duenotice.messaging.hold import Claimed
from duenotice.worker.consequences import apply_consequences
from duenotice.worker.database import Database, DatabaseGone, database_now

log = logging.getLogger(__name__)
# Outcomes are written when this many wait, or this many seconds after the first.
BATCH, PATIENCE = 200, 0.02
PAUSE, LONGEST_PAUSE = 0.1, 5.0


class Outbox:
    """Written by `run`; `drain` waits until nothing is left. Whatever the database refuses for good is logged and left to its lease."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._outcomes: list[Outcome] = []
        self._uncalled: dict[UUID, list[Claimed]] = defaultdict(list)
        self._something = asyncio.Event()
        self._full = asyncio.Event()
        self._being_written = 0

    def __len__(self) -> int:
        """Messages in hand: what is not called with counts too, else a worker that is late for its calls would claim without end."""
        return len(self._outcomes) + _count(self._uncalled) + self._being_written

    def add(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        self._something.set()
        if len(self._outcomes) >= BATCH:
            self._full.set()

    def give_back(self, agency_id: UUID, claims: Sequence[Claimed]) -> None:
        """Messages that no gateway was called with."""
        self._uncalled[agency_id].extend(claims)
        self._something.set()

    async def run(self) -> None:
        """Writes until cancelled, trying again for as long as the database is gone."""
        pause = PAUSE
        while True:
            await self._something.wait()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._full.wait()
            except TimeoutError:
                pass
            try:
                stuck = await self._flush()
            except DatabaseGone:
                pause = min(pause * 2, LONGEST_PAUSE)
                await asyncio.sleep(pause)
            else:
                pause = PAUSE
                if stuck:
                    await asyncio.sleep(PAUSE)

    async def drain(self) -> None:
        """Returns once everything is written."""
        while self._outcomes or self._uncalled or self._being_written:
            await asyncio.sleep(PATIENCE)

    async def _flush(self) -> bool:
        """Writes what waits now. Whether some of it is stuck behind somebody else's transaction. Raises DatabaseGone and keeps it all."""
        batch, self._outcomes = self._outcomes, []
        uncalled, self._uncalled = self._uncalled, defaultdict(list)
        self._something.clear()
        self._full.clear()
        self._being_written = len(batch) + _count(uncalled)
        left, left_uncalled = batch, dict(uncalled)
        try:
            left, left_uncalled = await self._database.writing(write, batch, uncalled)
        finally:
            self._being_written = 0
            for one in left:
                self.add(one)
            for agency_id, claims in left_uncalled.items():
                self.give_back(agency_id, claims)
        return bool(left or left_uncalled)


def _count(uncalled: dict[UUID, list[Claimed]]) -> int:
    return sum(len(claims) for claims in uncalled.values())


def write(batch: Sequence[Outcome], uncalled: dict[UUID, list[Claimed]]) -> tuple[list[Outcome], dict[UUID, list[Claimed]]]:
    """Writes what can be written now; answers the rest."""
    now = database_now()
    apply_consequences(batch, now=now)
    left = _each_alone_if_needed(batch)
    busy = {agency_id: give_back(agency_id, claims, now=now) for agency_id, claims in uncalled.items()}
    return left, {agency_id: claims for agency_id, claims in busy.items() if claims}


def _each_alone_if_needed(batch: Sequence[Outcome]) -> list[Outcome]:
    now = database_now()
    try:
        return outcomes(batch, now=now)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%d outcomes cannot be written together; trying each alone", len(batch))
    left: list[Outcome] = []
    for one in batch:
        try:
            left.extend(outcomes([one], now=now))
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # its lease runs out, and it becomes unknown
            log.exception("the outcome of message %s cannot be written", one.handed.outbound.id)
    return left
