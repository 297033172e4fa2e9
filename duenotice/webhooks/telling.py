"""The loop that tells: empties the outbox, takes endpoints in hand, and tells each what it waits for, in order and one by one.

It runs beside background jobs, in a process of its own: however slow a receiver is, no message waits for it.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import ParamSpec, TypeVar
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection

from duenotice.db.letting_go import let_go
from duenotice.webhooks.calling import TIMEOUT, Caller
from duenotice.webhooks.delivering import Told, Turn, claim, finish
from duenotice.webhooks.fan_out import fan_out
from duenotice.webhooks.trying import Heard

log = logging.getLogger(__name__)
Given = ParamSpec("Given")
Result = TypeVar("Result")
# Endpoints at once; one that is slow takes up one place for at most TURN seconds and a call.
LANES = 50
TURN = 15.0
# Seconds between two looks when there was nothing to do, and when the database is gone.
IDLE, GONE = 0.5, 2.0


class Teller:
    """One process's share. `run` ends when `stop` is called, once the calls under way have ended and are written down."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._caller = Caller(LANES, clock)
        self._database = ThreadPoolExecutor(1, "webhooks")
        self._lanes: dict[UUID, asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        self._stopping.set()

    async def run(self) -> None:
        try:
            while not self._stopping.is_set():
                wait = await self._guarded()
                if wait:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._stopping.wait(), wait)
        finally:
            await self.finish_lanes(TIMEOUT)
            await self.close()

    async def turn(self) -> bool:
        """Empty the outbox, and begin to tell whoever has something due; whether there may be more at once."""
        more = await self._in_database(fan_out, self._clock())
        free = LANES - len(self._lanes)
        for turn in await self._in_database(claim, self._clock(), free) if free else []:
            lane = asyncio.create_task(self._tell(turn))
            self._lanes[turn.endpoint_id] = lane
            lane.add_done_callback(partial(self._ended, turn.endpoint_id))
        return more

    async def finish_lanes(self, patience: float) -> None:
        """Wait for the turns under way; what takes longer than `patience` seconds is told again by the next."""
        if self._lanes:
            _done, late = await asyncio.wait(list(self._lanes.values()), timeout=patience)
            for lane in late:
                lane.cancel()

    async def close(self) -> None:
        await self._caller.close()
        self._database.submit(let_go)
        self._database.shutdown()

    async def _guarded(self) -> float:
        """One turn; how many seconds to wait before the next."""
        try:
            return 0 if await self.turn() else IDLE
        except (OperationalError, InterfaceError) as gone:
            log.warning("webhooks wait for the database: %s", str(gone).strip())
        except Exception:
            log.exception("a turn of the webhooks failed")
        return GONE

    def _ended(self, endpoint_id: UUID, lane: "asyncio.Task[None]") -> None:
        self._lanes.pop(endpoint_id, None)
        if not lane.cancelled() and (error := lane.exception()):
            # Its lease runs out, and it is told again.
            log.error("the turn of webhook %s failed", endpoint_id, exc_info=error)

    async def _tell(self, turn: Turn) -> None:
        """One endpoint's turn: in order, until it fails, or its time is over."""
        heard: list[tuple[Told, Heard]] = []
        passed_over: set[UUID] = set()
        end = time.monotonic() + TURN
        for told in turn.told:
            if told.record_id in passed_over:
                continue
            if time.monotonic() > end or self._stopping.is_set():
                break
            one = await self._caller.call(turn, told)
            heard.append((told, one))
            if one.about_this_one:
                passed_over.add(told.record_id)
            elif not one.delivered and not told.test:
                break
        await self._in_database(finish, turn, heard, now=self._clock())

    async def _in_database(self, work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """In a thread of its own, whose connection is let go of where it broke."""
        return await asyncio.get_running_loop().run_in_executor(self._database, lambda: _tried(work, *args, **kwargs))


def _tried(work: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
    try:
        return work(*args, **kwargs)
    except (OperationalError, InterfaceError):
        connection.close()
        raise
