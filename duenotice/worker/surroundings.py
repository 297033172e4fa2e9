"""What this installation lends to gateways: the book of the handset, where that is enabled, and whether private networks may be called."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from duenotice.gateways.surroundings import HandOff, NotRecorded, Surroundings
from duenotice.messaging import hand_offs
from duenotice.messaging.return_path import return_path
from duenotice.senders.mail_services import deliverer
from duenotice.worker.database import Database


def surroundings(database: Database) -> Surroundings:
    """From the settings of the installation."""

    async def record(handed: Sequence[HandOff]) -> None:
        await database.writing(_record, handed)

    async def find(agency_id: UUID, message_id: UUID) -> UUID | None:
        return await database.writing(hand_offs.find, agency_id, message_id)

    mail = partial(deliverer, private=settings.PRIVATE_NETWORKS)
    here = Surroundings(mail=mail, private_networks=settings.PRIVATE_NETWORKS, public_url=settings.PUBLIC_URL, return_path=return_path)
    return replace(here, record=record, find=find) if settings.HANDSET else here


def _record(handed: Sequence[HandOff]) -> None:
    try:
        connection.ensure_connection()
    except (OperationalError, InterfaceError) as error:
        raise NotRecorded(str(error)) from error
    hand_offs.record(handed)
