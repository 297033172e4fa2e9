"""What this installation lends to gateways: the handset's book, where that is enabled, private networks, and somebody who keeps news."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from duenotice.gateways.news import News
from duenotice.gateways.surroundings import HandOff, NotRecorded, Surroundings
from duenotice.messaging import hand_offs
from duenotice.messaging.return_path import return_path
from duenotice.senders.mail_services import deliverer
from duenotice.worker.database import Database
from duenotice.worker.receiving import hear


def surroundings(database: Database) -> Surroundings:
    """From the settings of the installation."""

    async def record(handed: Sequence[HandOff]) -> None:
        await database.writing(_record, handed)

    async def find(agency_id: UUID, message_id: UUID) -> UUID | None:
        return await database.writing(hand_offs.find, agency_id, message_id)

    async def hear_for(agency_id: UUID, sender_id: UUID, gateway: str, news: Sequence[News]) -> None:
        await database.receiving(hear, agency_id, sender_id, gateway, news)

    here = Surroundings(
        mail=partial(deliverer, private=settings.PRIVATE_NETWORKS),
        private_networks=settings.PRIVATE_NETWORKS,
        public_url=settings.PUBLIC_URL,
        return_path=return_path,
        hear_for=hear_for,
    )
    return replace(here, record=record, find=find) if settings.HANDSET else here


def _record(handed: Sequence[HandOff]) -> None:
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError) as error:
        raise NotRecorded(str(error)) from error
    hand_offs.record(handed)
