"""The built-in gateway: what is sent arrives on a page of Due Notice instead of a phone or mailbox."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

from duenotice.gateways.handset_failures import SILENT, failure
from duenotice.gateways.protocol import Absent, Accepted, Answer, BadSettings, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.surroundings import Find, HandOff, NotRecorded, Record, Surroundings
from duenotice.lib.identity import uuid7
from duenotice.lib.marking import gettext_noop as _

# Sends that come within this many seconds are recorded together, and no more than BATCH at once.
WINDOW = 0.002
BATCH = 500
NO_RECORD = Refused("not_recorded", _("The handset could not write the message down. It is tried again by itself."), Kind.RETRY)
PERHAPS = Unknown(_("The handset stopped before it said whether it wrote the message down. See whether it arrived there."))


class Handset:
    """Records hand-offs in batches. A send is accepted only once the record of its batch has finished.

    Some numbers and mailboxes fail on purpose, each in one way: see handset_failures.
    """

    key = "handset"
    channels = frozenset({"text", "voice", "email", "fax"})
    slots = 2 * BATCH

    def __init__(self, record: Record, find: Find | None = None, *, silence: float = 5.0) -> None:
        """`silence` is how many seconds the numbers wait that never answer."""
        self._record, self._find, self._silence = record, find, silence
        self._waiting: list[tuple[HandOff, asyncio.Future[Answer]]] = []
        self._recorder: asyncio.Task[None] | None = None

    @classmethod
    def from_settings(cls, settings: Mapping[str, object], surroundings: Surroundings) -> "Handset":
        if surroundings.record is None:
            raise BadSettings(_("The handset is switched off in this installation. Choose another gateway, or ask its operator."))
        return cls(surroundings.record, surroundings.find)

    async def send(self, message: Outbound) -> Answer:
        if refusal := failure(message.channel, message.to):
            return refusal
        silence = SILENT.get(message.to)
        answer = await self._recorded(message) if silence is None or silence.taken else None
        if silence is None and answer is not None:
            return answer
        await asyncio.sleep(self._silence)
        return Unknown(_("The handset did not answer in time. See whether the message arrived there."))

    async def ask(self, question: Question) -> Finding:
        if self._find is None:
            return Unknown(_("The handset cannot look up what it was sent."))
        found = await self._find(question.agency_id, question.message_id)
        return Absent() if found is None else Accepted(str(found))

    async def close(self) -> None:
        if self._recorder is not None:
            await self._recorder

    async def _recorded(self, message: Outbound) -> Answer:
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((_hand_off(message), answer))
        if self._recorder is None:
            self._recorder = asyncio.create_task(self._record_waiting())
        return await answer

    async def _record_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(WINDOW)
            # One that was given up before its turn is not written: its caller no longer waits.
            batch = [(hand_off, answer) for hand_off, answer in self._waiting[:BATCH] if not answer.done()]
            del self._waiting[:BATCH]
            failed = await self._written([hand_off for hand_off, _ in batch]) if batch else None
            for hand_off, answer in batch:
                if not answer.done():
                    answer.set_result(failed or Accepted(str(hand_off.id)))
        self._recorder = None

    async def _written(self, hand_offs: list[HandOff]) -> Refused | Unknown | None:
        try:
            await self._record(hand_offs)
        except NotRecorded:
            return NO_RECORD
        except Exception:  # whatever it was, the write may have been made
            return PERHAPS
        return None


def _hand_off(message: Outbound) -> HandOff:
    return HandOff(
        id=uuid7(),
        agency_id=message.agency_id,
        message_id=message.id,
        attempt=message.attempt,
        at=datetime.now(UTC),
        channel=message.channel,
        sender=message.sender,
        to=message.to,
        subject=message.subject,
        body=message.body,
        files=message.files,
    )
