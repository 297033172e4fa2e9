"""An endpoint of Riverton whose receiver is a real HTTP server, and one teller that is given the time."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest

from duenotice.agencies.models import Agency
from duenotice.webhooks.managing import Made, Wanted, create_endpoint
from duenotice.webhooks.models import Endpoint
from duenotice.webhooks.telling import Teller
from tests import cast
from tests.webhooks.receiver import Receiver, receiving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_HOST = "127.0.0.1"
    with receiving() as one:
        yield one


def endpoint(receiver: Receiver, *types: str, of: Agency | None = None, name: str = "Case system") -> Made:
    wanted = Wanted(name, receiver.url, types or ("contact.*", "message.*"))
    return create_endpoint(agency=of or cast.agency(), wanted=wanted, actor=cast.actor(), now=cast.NOON)


@pytest.fixture
def tell() -> Callable[..., None]:
    """Empties the outbox and tells everybody who has something due at that moment."""

    def told(now: datetime = cast.NOON, *, rounds: int = 1) -> None:
        async def run() -> None:
            teller = Teller(lambda: now)
            for _round in range(rounds):
                await teller.turn()
                await teller.finish_lanes(20)
            await teller.close()

        asyncio.run(run())

    return told


def again(made: Made) -> Endpoint:
    """The endpoint as it is now."""
    return Endpoint.objects.select_related("agency").get(agency_id=made.endpoint.agency_id, id=made.endpoint.id)
