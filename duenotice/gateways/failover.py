"""Puts a circuit breaker before a gateway and, where there is one, a second gateway behind it.

The second takes over only what the first certainly did not take: what was refused comes back through the gate, and goes to the second at
its next attempt. The first gets its traffic back little by little.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, replace
from uuid import UUID

from duenotice.gateways.circuit import Circuit
from duenotice.gateways.protocol import Absent, Accepted, Answer, Finding, Gateway, Kind, Outbound, Question, Refused, Unknown

# Certainly not taken, and not because of the message or its recipient: another gateway may take it.
ANOTHER_MAY = frozenset({Kind.RETRY, Kind.LIMIT, Kind.CONFIGURATION, Kind.REGISTRATION})
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class StandIn:
    """The second gateway, the agency's phone or email that it sends from, and what it may carry from there."""

    gateway: Gateway
    sender: str
    channels: frozenset[str]


class Failover:
    """Looks like the first gateway. With no second, a first that is down is handed nothing at all, so that no attempt is wasted."""

    def __init__(self, first: Gateway, second: StandIn | None = None, circuit: Circuit | None = None) -> None:
        self._first, self._second = first, second
        self._circuit = circuit or Circuit()
        self._refused: OrderedDict[UUID, None] = OrderedDict()
        self._credit = 0.0

    @property
    def key(self) -> str:
        return self._first.key

    @property
    def channels(self) -> frozenset[str]:
        return self._first.channels

    @property
    def slots(self) -> int:
        """By how much the first is trusted; the second's own while it stands in."""
        mine = math.ceil(self._first.slots * self._circuit.share)
        return max(mine, self._second.gateway.slots) if self._second and self._circuit.share < 1 else mine

    async def send(self, message: Outbound) -> Answer:
        if self._second and message.channel in self._second.channels and self._goes_second(message):
            self._refused.pop(message.id, None)
            return await self._second.gateway.send(replace(message, sender=self._second.sender))
        answer = await self._first.send(message)
        self._circuit.heard(answer)
        if self._second and isinstance(answer, Refused) and answer.kind in ANOTHER_MAY:
            self._remember(message.id)
        return answer

    async def ask(self, question: Question) -> Finding:
        """Either may have it; it is absent only where both are certain."""
        found = await self._first.ask(question)
        if self._second is None or isinstance(found, Accepted | Refused) or question.channel not in self._second.channels:
            return found
        other = await self._second.gateway.ask(replace(question, sender=self._second.sender))
        if isinstance(other, Absent):
            return found
        return other if isinstance(other, Accepted | Refused) else Unknown(other.reason)

    async def close(self) -> None:
        await self._first.close()
        if self._second:
            await self._second.gateway.close()

    def _goes_second(self, message: Outbound) -> bool:
        """What the first refused before; else as much as it is not trusted with."""
        if message.id in self._refused:
            return True
        share = self._circuit.share
        if share >= 1:
            return False
        self._credit += share
        if self._credit < 1:
            return True
        self._credit -= 1
        return False

    def _remember(self, message_id: UUID) -> None:
        self._refused[message_id] = None
        while len(self._refused) > REMEMBERED:
            self._refused.popitem(last=False)
