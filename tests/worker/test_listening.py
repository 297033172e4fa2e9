"""Connections over which carriers tell news are kept up while nothing is due, and given up with their phone's gateway (O3, M7)."""

import asyncio
from collections.abc import Callable

import pytest
from django.utils import timezone

from duenotice.gateways.surroundings import Surroundings
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.database import Database
from duenotice.worker.gateways import Gateways
from duenotice.worker.links import Links, note_links
from tests import cast, smsc
from tests.smsc import Smsc

pytestmark = pytest.mark.django_db(transaction=True)


def phone(carrier: Smsc, gateway: str = "smpp") -> None:
    sealed = credentials.seal(smsc.settings(carrier))
    Sender.objects.filter(agency=cast.agency(), kind="phone").update(
        gateway=gateway, gateway_settings=sealed, disabled_at=timezone.now(), updated_at=timezone.now()
    )


def trouble() -> str:
    return Sender.objects.get(agency=cast.agency(), kind="phone").trouble


async def listening(carrier: Smsc) -> None:
    database, links = Database(), Links()
    gateways = Gateways(database, Surroundings(private_networks=True))

    async def until(holds: Callable[[], bool]) -> None:
        while not await database.writing(holds):
            if changed := links.changed(await gateways.listen()):
                await database.writing(note_links, changed)
            await gateways.close_retired(lambda _: False)
            await asyncio.sleep(0.02)

    await until(lambda: "password" in trouble())
    carrier.bind_status = 0
    await until(lambda: carrier.bound == 1 and trouble() == "")
    await database.writing(phone, carrier, "handset")
    await until(lambda: carrier.bound == 0)
    await gateways.close()
    database.close()


def test_a_refused_bind_is_told_though_nothing_is_due_and_another_gateway_ends_the_connection():
    with smsc.running(bind_status=0x0E) as carrier:
        phone(carrier)
        asyncio.run(asyncio.wait_for(listening(carrier), 60))
        assert len(carrier.binds) == 1
