"""Puts a circuit breaker before a gateway and, where there is one, a second gateway beside it that stands in.

The second takes over only what the first certainly did not take: what was refused comes back through the gate, and goes to the second at
its next attempt. The first gets its traffic back little by little. Which of the two a message goes to is settled before either is called,
because it counts against the speed and the daily cap of the sender that carries it.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from uuid import UUID

from duenotice.gateways.circuit import Circuit
from duenotice.gateways.protocol import Absent, Accepted, Answer, Finding, Gateway, Hearing, Kind, Outbound, Question, Refused, Unknown

# Certainly not taken, and not because of the message or its recipient: another gateway may take it.
ANOTHER_MAY = frozenset({Kind.RETRY, Kind.LIMIT, Kind.CONFIGURATION, Kind.REGISTRATION})
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class StandIn:
    """The second gateway, the agency's phone or email that it sends from, and what it may carry from there. A gateway itself."""

    gateway: Gateway
    sender_id: UUID
    sender: str
    channels: frozenset[str]

    @property
    def key(self) -> str:
        return self.gateway.key

    @property
    def slots(self) -> int:
        return self.gateway.slots

    def carry(self, message: Outbound) -> Outbound:
        """The message as it goes from here."""
        return replace(message, sender=self.sender)

    async def send(self, message: Outbound) -> Answer:
        return await self.gateway.send(message)

    async def ask(self, question: Question) -> Finding:
        return await self.gateway.ask(replace(question, sender=self.sender))

    async def close(self) -> None:
        await self.gateway.close()


class Failover:
    """Looks like the first gateway, and hands it what it is trusted with: nothing while it is down, so that no attempt is wasted."""

    def __init__(self, first: Gateway, second: StandIn | None = None, circuit: Circuit | None = None) -> None:
        self._first, self.second = first, second
        self._circuit = circuit or Circuit()
        self._refused: OrderedDict[UUID, None] = OrderedDict()

    @property
    def key(self) -> str:
        return self._first.key

    @property
    def channels(self) -> frozenset[str]:
        return self._first.channels

    @property
    def slots(self) -> int:
        """By how much the first is trusted."""
        return math.ceil(self._first.slots * self._circuit.share)

    @property
    def standing_in(self) -> StandIn | None:
        """The second, while the first is not trusted with all."""
        return self.second if self._circuit.share < 1 else None

    def listen(self) -> Refused | None:
        """Hear what the first one's carrier tells, where that takes a connection of ours; why that is not there, as far as known."""
        return self._first.listen() if isinstance(self._first, Hearing) else None

    def refused_before(self, message: Outbound) -> bool:
        """Whether the first refused it, for a reason for which the second may take it."""
        return self.second is not None and message.channel in self.second.channels and message.id in self._refused

    def passed_on(self, message: Outbound) -> None:
        """The second has it; what that refuses goes to the first again."""
        self._refused.pop(message.id, None)

    async def send(self, message: Outbound) -> Answer:
        """To the first."""
        answer = await self._first.send(message)
        self._circuit.heard(answer)
        if self.second and isinstance(answer, Refused) and answer.kind in ANOTHER_MAY:
            self._remember(message.id)
        return answer

    async def ask(self, question: Question) -> Finding:
        """Either may have it; it is absent only where both are certain."""
        found = await self._first.ask(question)
        if self.second is None or isinstance(found, Accepted | Refused) or question.channel not in self.second.channels:
            return found
        other = await self.second.ask(question)
        if isinstance(other, Absent):
            return found
        return other if isinstance(other, Accepted | Refused) else Unknown(other.reason)

    async def close(self) -> None:
        await self._first.close()
        if self.second:
            await self.second.close()

    def _remember(self, message_id: UUID) -> None:
        self._refused[message_id] = None
        while len(self._refused) > REMEMBERED:
            self._refused.popitem(last=False)
