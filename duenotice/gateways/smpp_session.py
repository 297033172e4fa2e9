"""One connection to an SMSC, bound as a transceiver: what is asked and answered both ways, until it ends."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable

from duenotice.gateways import smpp_pdus as wire
from duenotice.gateways.smpp_deliveries import Deliver, Deliveries
from duenotice.gateways.smpp_pdus import Malformed, Pdu, pdu

log = logging.getLogger(__name__)
# Seconds for the test of a silent link, and for saying good-bye.
PATIENCE = 10.0
_LAST_SEQUENCE = 0x7FFFFFFF


class Ended(Exception):
    """The connection ended before an answer came."""


class Unasked(Ended):
    """It had ended before anything was written."""


class Session:
    """Belongs to the loop that made it. `deliver` gets what the SMSC delivers, in order. The link is tested after `silence` seconds."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, deliver: Deliver, silence: float) -> None:
        self._reader, self._writer, self._silence = reader, writer, silence
        self._deliveries = Deliveries(deliver, self._answer)
        self._sequence = 0
        self._answers: dict[int, asyncio.Future[Pdu]] = {}
        self._heard_at = time.monotonic()
        self.ended = asyncio.Event()
        self._tasks = [asyncio.create_task(one) for one in (self._read(), self._deliveries.run(), self._watch())]

    def ask(self, make: Callable[[int], bytes]) -> asyncio.Future[Pdu]:
        """Write a request, made with its sequence number. Its answer comes even after the caller stopped waiting; or it raises Ended."""
        answer: asyncio.Future[Pdu] = asyncio.get_running_loop().create_future()
        if self.ended.is_set():
            answer.set_exception(Unasked())
            return answer
        self._sequence = self._sequence % _LAST_SEQUENCE + 1
        self._writer.write(make(self._sequence))
        self._answers[self._sequence] = answer
        return answer

    async def close(self, *, good_bye: bool = True) -> None:
        """End; with a good-bye, after what was delivered is kept."""
        if good_bye and not self.ended.is_set():
            with contextlib.suppress(TimeoutError, Ended, OSError):
                async with asyncio.timeout(PATIENCE):
                    await self._deliveries.drain()
                    await self.ask(lambda sequence: pdu(wire.UNBIND, sequence))
        self._end()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _end(self) -> None:
        self.ended.set()
        self._writer.close()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(Ended())
                answer.exception()  # whoever stopped waiting need not hear of it
        self._answers.clear()

    async def _read(self) -> None:
        try:
            while True:
                came = await wire.read_pdu(self._reader)
                self._heard_at = time.monotonic()
                self._take(came)
                if came.command == wire.UNBIND:
                    return
        except (OSError, asyncio.IncompleteReadError):
            pass
        except Malformed as why:
            log.warning("an SMSC does not speak SMPP: %s", why)
        finally:
            self._end()

    def _take(self, came: Pdu) -> None:
        if came.command & wire.RESPONSE:
            answer = self._answers.pop(came.sequence, None)
            if answer is not None and not answer.done():
                answer.set_result(came)
        elif came.command == wire.DELIVER_SM:
            self._deliveries.add(came)
        else:
            status = wire.OK if came.command in (wire.ENQUIRE_LINK, wire.UNBIND) else wire.UNKNOWN_COMMAND
            self._answer(came, status)

    def _answer(self, came: Pdu, status: int) -> None:
        command = wire.RESPONSE if status == wire.UNKNOWN_COMMAND else came.command | wire.RESPONSE
        self._writer.write(pdu(command, came.sequence, b"\0" if came.command == wire.DELIVER_SM else b"", status=status))

    async def _watch(self) -> None:
        """A link that is silent is tested; one that does not answer is over."""
        while not self.ended.is_set():
            left = self._silence - (time.monotonic() - self._heard_at)
            if left > 0:
                await asyncio.sleep(left)
                continue
            try:
                await asyncio.wait_for(asyncio.shield(self.ask(lambda sequence: pdu(wire.ENQUIRE_LINK, sequence))), PATIENCE)
            except (TimeoutError, Ended):
                self._end()
