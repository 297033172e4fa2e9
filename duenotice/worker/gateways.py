"""The gateways of senders: built from their settings, kept while these do not change, closed when nothing uses them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_noop as _

from duenotice.db.named_sql import named_sql
from duenotice.gateways.failover import Failover, StandIn
from duenotice.gateways.protocol import Answer, BadSettings, Finding, Gateway, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS, HEARING
from duenotice.gateways.surroundings import Surroundings
from duenotice.messaging.dispatch import DueSender
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.database import Database

NO_GATEWAY = _("There is no gateway of this name. An administrator can choose another one for this sender.")


class Refusing:
    """Stands for a gateway that cannot be built: whatever it is handed comes back, to wait until a person repairs the settings."""

    key = "refusing"
    channels = frozenset({"text", "voice", "email", "fax"})
    slots = 100

    def __init__(self, words: str) -> None:
        self._words = words

    async def send(self, message: Outbound) -> Answer:
        return Refused("settings", self._words, Kind.CONFIGURATION)

    async def ask(self, question: Question) -> Finding:
        return Unknown(self._words)

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Built:
    gateway: Failover
    of: datetime


class Gateways:
    """One per sender. All belong to the event loop that asks for them."""

    def __init__(self, database: Database, surroundings: Surroundings) -> None:
        self._database, self._surroundings = database, surroundings
        self._built: dict[UUID, Built] = {}
        self._retired: list[Failover] = []
        self._building = asyncio.Lock()

    async def of(self, due: DueSender) -> Failover:
        """The sender's gateway, as its settings are now. Raises DatabaseGone."""
        async with self._building:
            built = self._built.get(due.sender_id)
            if built is None or built.of != due.updated_at:
                configured = await self._database.taking(_configured, due.agency_id, due.sender_id)
                if built is not None:
                    self._retired.append(built.gateway)
                gateway = guarded(due.agency_id, configured, self._surroundings)
                built = self._built[due.sender_id] = Built(gateway, due.updated_at)
            return built.gateway

    async def listen(self) -> list[tuple[DueSender, Refused | None]]:
        """Keep up the connections over which carriers tell news, whether or not anything is due: a STOP must not wait. Raises DatabaseGone.

        Of disabled phones too, because people still answer what they got from them. Answers why there is no connection, as far as known.
        """
        hearing = await self._database.taking(_hearing)
        stands = [(one, (await self.of(one)).listen()) for one in hearing]
        ours = {one.sender_id for one in hearing}
        for sender_id in [id for id, built in self._built.items() if built.gateway.key in HEARING and id not in ours]:
            self._retired.append(self._built.pop(sender_id).gateway)
        return stands

    async def close_retired(self, under_way: Callable[[Gateway], bool]) -> None:
        """Close those that were replaced and have no call under way."""
        busy = {one for one in self._retired if under_way(one) or (one.second and under_way(one.second))}
        self._retired, idle = [one for one in self._retired if one in busy], [one for one in self._retired if one not in busy]
        for gateway in idle:
            await gateway.close()

    async def close(self) -> None:
        """After the last call."""
        for gateway in [*self._retired, *(built.gateway for built in self._built.values())]:
            await gateway.close()


def build(key: str, sealed: bytes, surroundings: Surroundings) -> Gateway:
    """A gateway from a sender's sealed settings, or one that refuses everything and says why."""
    factory = GATEWAYS.get(key)
    if factory is None:
        return Refusing(f"{NO_GATEWAY} ({key})")
    try:
        return factory(credentials.open(sealed), surroundings)
    except (BadSettings, credentials.CannotOpen) as error:
        return Refusing(str(error))


def guarded(agency_id: UUID, senders: Sequence[Sender], surroundings: Surroundings) -> Failover:
    """The gateway of the first sender, behind a circuit breaker, with that of the second to stand in for it where there is one."""
    first, *others = [build(one.gateway, bytes(one.gateway_settings), surroundings.of(agency_id, one.id)) for one in senders]
    return Failover(first, standing_in(others[0], senders[1]) if others else None)


def standing_in(gateway: Gateway, sender: Sender) -> StandIn | None:
    """The gateway of a sender that stands in for another: for what staff let it carry, and for texts only where carriers know it (C9)."""
    barred = frozenset() if sender.registered else frozenset({"text"})
    channels = gateway.channels & frozenset(sender.channels) - barred
    return StandIn(gateway, sender.id, sender.value, channels) if channels else None


def _hearing() -> list[DueSender]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("senders", "hearing"), {"gateways": list(HEARING)})
        return [DueSender(*row) for row in cursor.fetchall()]


def _configured(agency_id: UUID, sender_id: UUID) -> list[Sender]:
    """The sender, and the one that stands in for it, unless that is disabled."""
    sender = Sender.objects.get(agency_id=agency_id, id=sender_id)
    stand_in = Sender.objects.filter(agency_id=agency_id, id=sender.stand_in_id, disabled_at=None).first() if sender.stand_in_id else None
    return [sender, stand_in] if stand_in else [sender]
