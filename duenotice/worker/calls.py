"""Calls to gateways: how many are under way, whether there is room for more, and what becomes of each."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop as _

from duenotice.gateways.protocol import Gateway, Kind, Refused, Unknown
from duenotice.messaging.dispatch import Outcome
from duenotice.messaging.gate import Handed
from duenotice.worker.outbox import Outbox

log = logging.getLogger(__name__)
# A call begins within this many seconds of the gate's commit, or not at all: no call starts later than that after an opt-out.
GRACE = 1.0
# Longer than any gateway's own time-out, shorter than the lease of a submitted message.
LONGEST_CALL = 150.0
# Messages in hand, called or waiting to be written.
SLOTS = 1000
# Of one sender at once. A message costs half as much in a batch of 500 as in one of 20.
BATCH = 300

NO_END = Unknown(_("The gateway did not come to an end with it, so it may or may not have the message."))
STOPPED = Unknown(_("We were stopped while handing it over, so the gateway may or may not have the message."))
FAULT = Unknown(_("Something went wrong on our side while handing it over, so the gateway may or may not have the message."))


class Calls:
    """All calls of one worker. A gateway never has more of ours at once than its `slots`."""

    def __init__(self, outbox: Outbox, slots: int = SLOTS) -> None:
        self._outbox, self._slots = outbox, slots
        self._of: Counter[Gateway] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    def room(self, gateway: Gateway) -> int:
        """How many messages this gateway's sender may take in hand now: half of what is free, so that none takes the last from another.

        None while a busy gateway has less than a quarter of a batch free: slots that free one by one would make batches of one.
        """
        free = self._slots - len(self._tasks) - len(self._outbox)
        share = free // 2 if self._of[gateway] or free > 1 else free
        room = max(0, min(BATCH, share, gateway.slots - self._of[gateway]))
        return 0 if self._of[gateway] and room < min(BATCH, gateway.slots) // 4 else room

    @property
    def count(self) -> int:
        return len(self._tasks)

    def under_way(self, gateway: Gateway) -> bool:
        return self._of[gateway] > 0

    @contextmanager
    def counted(self, gateway: Gateway) -> Iterator[None]:
        """Something else than a message that takes one of the gateway's slots."""
        self._of[gateway] += 1
        try:
            yield
        finally:
            self._release(gateway)

    def begin(self, handed: Handed, gateway: Gateway) -> None:
        self._of[gateway] += 1
        task = asyncio.create_task(self._call(handed, gateway))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _call(self, handed: Handed, gateway: Gateway) -> None:
        try:
            if time.monotonic() - handed.committing_at > GRACE:
                self._outbox.give_back(handed.outbound.agency_id, [handed.claimed])
            elif handed.outbound.channel not in gateway.channels:
                words = _("This sender's gateway does not carry this channel. An administrator can choose another gateway for it.")
                self._outbox.add(Outcome(handed, Refused("channel_not_carried", words, Kind.CONFIGURATION)))
            else:
                await self._send(handed, gateway)
        finally:
            self._release(gateway)

    def _release(self, gateway: Gateway) -> None:
        self._of[gateway] -= 1
        if not self._of[gateway]:
            del self._of[gateway]

    async def _send(self, handed: Handed, gateway: Gateway) -> None:
        try:
            async with asyncio.timeout(LONGEST_CALL):
                self._outbox.add(Outcome(handed, await gateway.send(handed.outbound)))
        except TimeoutError:
            self._outbox.add(Outcome(handed, NO_END))
        except asyncio.CancelledError:
            self._outbox.add(Outcome(handed, STOPPED))
            raise
        except Exception:  # a gateway's bug
            log.exception("the gateway %s failed over message %s", gateway.key, handed.outbound.id)
            self._outbox.add(Outcome(handed, FAULT))

    async def finish(self, patience: float) -> None:
        """Wait for the calls under way; those that take longer than `patience` seconds are given up as unknown."""
        if self._tasks:
            _done, late = await asyncio.wait(self._tasks, timeout=patience)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
