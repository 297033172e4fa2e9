"""Which of an agency's phones and emails a message goes from."""

from collections.abc import Collection
from uuid import UUID

from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import prepared_objects
from duenotice.senders.models import Sender


def senders_for(agency_id: UUID, channel: str) -> list[Sender]:
    """What the agency can send from on this channel, the primary one first, then the oldest."""
    return by_channel(agency_id, [channel])[channel]


def by_channel(agency_id: UUID, channels: Collection[str]) -> dict[str, list[Sender]]:
    """What the agency can send from on each of the channels, by one statement: the primary one first, then the oldest."""
    usable = prepared_objects(Sender, named_sql("senders", "usable"), {"agency_id": agency_id, "channels": list(channels)})
    return {
        channel: sorted(
            (sender for sender in usable if channel in sender.channels), key=lambda sender: channel not in sender.primary_channels
        )
        for channel in channels
    }


def primary_sender(agency_id: UUID, channel: str) -> Sender | None:
    return next(iter(senders_for(agency_id, channel)), None)


def only_handsets(agency_id: UUID) -> bool:
    """Whether all that the agency can send from is the built-in handset: then its messages reach nobody outside."""
    gateways = set(Sender.objects.filter(agency_id=agency_id, disabled_at=None).values_list("gateway", flat=True))
    return gateways == {"handset"}
