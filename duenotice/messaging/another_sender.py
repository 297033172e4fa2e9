"""Where does a message go from, once the phone or email that it waits at is disabled, or has lost its channel? From the channel's next one.

Where there is none, it waits, and its row says why (foretold.py).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from duenotice.db.named_sql import named_sql
from duenotice.senders.models import Sender


def from_another(agency_id: UUID, senders: Mapping[str, Sequence[Sender]], now: datetime) -> int:
    """Move one-offs, replies, corrections and what goes in a failed one's place; answers how many. `senders` are all usable, by channel.

    In a transaction of its own: it locks messages alone, and may lock no address after them.
    """
    next_ones = {channel: usable[0].id for channel, usable in senders.items() if usable}
    values: dict[str, UUID | datetime | list[str] | list[UUID]] = {
        "agency_id": agency_id,
        "channels": list(next_ones),
        "senders": list(next_ones.values()),
        "usable": [f"{channel} {one.id}" for channel, usable in senders.items() for one in usable],
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "from_another"), values)
        return int(cursor.rowcount)
