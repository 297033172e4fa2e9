"""What an SMSC delivers by itself: kept in the order in which it came, and only then answered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from duenotice.gateways import smpp_pdus as wire

# Deliveries that may wait to be kept; more are refused for now.
MOST_WAITING = 500

# Keeps what was delivered, and answers a command_status. It raises nothing.
Deliver: TypeAlias = Callable[[wire.Pdu], Awaitable[int]]


class Deliveries:
    """Those of one connection. `answer` writes an answer with a command_status."""

    def __init__(self, deliver: Deliver, answer: Callable[[wire.Pdu, int], None]) -> None:
        self._deliver, self._answer = deliver, answer
        self._waiting: asyncio.Queue[wire.Pdu] = asyncio.Queue(MOST_WAITING)

    def add(self, came: wire.Pdu) -> None:
        if self._waiting.full():
            self._answer(came, wire.NOT_NOW)
        else:
            self._waiting.put_nowait(came)

    async def drain(self) -> None:
        """Returns once everything that came is answered."""
        await self._waiting.join()

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            came = await self._waiting.get()
            self._answer(came, await self._deliver(came))
            self._waiting.task_done()
