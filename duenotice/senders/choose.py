"""Which of an agency's phones and emails a message goes from."""

from uuid import UUID

from duenotice.senders.models import Sender


def senders_for(agency_id: UUID, channel: str) -> list[Sender]:
    """What the agency can send from on this channel, the primary one first, then the oldest."""
    usable = Sender.objects.filter(agency_id=agency_id, channels__contains=[channel], disabled_at=None).order_by("id")
    return sorted(usable, key=lambda sender: channel not in sender.primary_channels)


def primary_sender(agency_id: UUID, channel: str) -> Sender | None:
    return next(iter(senders_for(agency_id, channel)), None)
