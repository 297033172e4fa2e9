"""The worker's loop: whoever has something due, in turn, takes in hand what there is room for."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

from duenotice.actions.falling_back import fall_back
from duenotice.agencies.sealing import agencies_to_seal, seal
from duenotice.gateways.failover import Failover, StandIn
from duenotice.lib.identity import uuid7
from duenotice.messaging.dispatch import DueSender
from duenotice.messaging.gate import Handed
from duenotice.worker.asking import Asking
from duenotice.worker.calls import Calls
from duenotice.worker.database import Database, DatabaseGone, database_now
from duenotice.worker.duties import beat, every, leave, sweep_now
from duenotice.worker.gateways import Gateways
from duenotice.worker.identity import check_identity
from duenotice.worker.links import Links, note_links
from duenotice.worker.outbox import Outbox
from duenotice.worker.receiving import receive_news
from duenotice.worker.surroundings import surroundings
from duenotice.worker.taking import NotGated, pass_on, probe, take

log = logging.getLogger(__name__)
# Seconds between two looks when nothing was due, and when what is due waits for calls to end.
IDLE, CROWDED = 0.2, 0.01
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
HEARTBEAT, SWEEP, ASK, SEAL, NEWS, FALL_BACK, LISTEN = 5.0, 2.0, 10.0, 60.0, 0.2, 1.0, 5.0
# How long a stop waits for the calls under way, and then for their outcomes to be written.
LAST_CALLS, LAST_WORDS = 25.0, 10.0


class Worker:
    """One process. `run` ends when `stop` is called: no more claims, calls finished, outcomes written."""

    def __init__(self) -> None:
        self._id, self._started_at = uuid7(), datetime.now(UTC)
        self._database = Database()
        self._outbox = Outbox(self._database)
        self._calls = Calls(self._outbox)
        self._gateways = Gateways(self._database, surroundings(self._database))
        self._links = Links()
        self._stopping = asyncio.Event()
        self._known = False  # that this is the database we sent from before
        self._turns = 0

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        writer = asyncio.create_task(self._outbox.run())
        asking = Asking(self._database, self._gateways, self._calls, self._outbox)
        often = ((HEARTBEAT, self._beat), (SWEEP, self._sweep), (NEWS, self._news), (FALL_BACK, self._fall_back))
        own = (*often, (ASK, asking), (SEAL, self._seal), (LISTEN, self._listen))
        duties = [asyncio.create_task(every(seconds, duty)) for seconds, duty in own]
        try:
            await self._send()
        finally:
            log.info("stopping: finishing %d calls", self._calls.count)
            await self._calls.finish(LAST_CALLS)
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await self._outbox.drain()
            for task in [writer, *duties]:
                task.cancel()
            await asyncio.gather(writer, *duties, return_exceptions=True)
            with suppress(DatabaseGone):
                await self._database.writing(leave, self._id)
            await self._gateways.close()
            self._database.close()

    async def _send(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                wait = await self._turn()
                pause = FIRST_PAUSE
            except DatabaseGone:
                self._known, wait, pause = False, pause, min(pause * 2, LONGEST_PAUSE)
            except Exception:
                log.exception("a turn of the worker failed")
                wait = LONGEST_PAUSE
            if wait:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._stopping.wait(), wait)

    async def _turn(self) -> float:
        """Every due sender once; answers how many seconds to wait before the next. Raises DatabaseGone."""
        if not self._known:
            await self._database.taking(check_identity)
            self._known = True
        progress = crowded = False
        for due in self._fairly(await self._database.taking(probe)):
            if self._stopping.is_set():
                break
            gateway = await self._gateways.of(due)
            for lane in (gateway, gateway.standing_in):
                if lane and (room := self._calls.room(lane)):
                    progress |= await self._take(due, gateway, lane, room)
                elif lane and lane.slots:  # else it is down, and nothing is gained by asking soon
                    crowded = True
        return 0 if progress else CROWDED if crowded else IDLE

    def _fairly(self, due: Sequence[DueSender]) -> list[DueSender]:
        """Another sender begins each turn."""
        self._turns += 1
        first = self._turns % len(due) if due else 0
        return [*due[first:], *due[:first]]

    async def _take(self, due: DueSender, gateway: Failover, lane: Failover | StandIn, room: int) -> bool:
        try:
            gated = await self._database.taking(take, due, room, lane if isinstance(lane, StandIn) else None)
        except NotGated as failed:
            self._outbox.give_back(failed.agency_id, failed.claims)
            raise
        handed = gated.handed if lane is not gateway else await self._pass_on(due, gateway, gated.handed)
        for one in handed:
            self._calls.begin(one, lane)
        return gated.progress

    async def _pass_on(self, due: DueSender, gateway: Failover, handed: list[Handed]) -> list[Handed]:
        """Begin with the second what the first refused before, as far as it has room; answers the rest, which goes to the first."""
        again = [one for one in handed if gateway.refused_before(one.outbound)]
        if not again or gateway.second is None:
            return handed
        try:
            going = await self._database.taking(pass_on, due, again[: self._calls.room(gateway.second)], gateway.second)
        except DatabaseGone:  # nothing is lost: the first is tried again
            return handed
        for one in going:
            gateway.passed_on(one.outbound)
            self._calls.begin(one, gateway.second)
        gone = {one.outbound.id for one in going}
        return [one for one in handed if one.outbound.id not in gone]

    async def _beat(self) -> None:
        await self._database.writing(beat, self._id, self._started_at)
        await self._gateways.close_retired(self._calls.under_way)

    async def _sweep(self) -> None:
        await self._database.writing(sweep_now)

    async def _news(self) -> None:
        while await self._database.receiving(receive_news):
            pass

    async def _fall_back(self) -> None:
        """Beside sending: no outcome waits for it."""
        await self._database.receiving(fall_back, await self._database.receiving(database_now))

    async def _listen(self) -> None:
        stands = await self._gateways.listen()
        if changed := self._links.changed(stands):
            await self._database.writing(note_links, changed)

    async def _seal(self) -> None:
        """In small transactions, so that outcomes are not kept waiting."""
        now = await self._database.writing(database_now)
        for agency_id in await self._database.writing(agencies_to_seal):
            while await self._database.writing(seal, agency_id, now):
                pass
