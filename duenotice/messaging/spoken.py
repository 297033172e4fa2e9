"""What a call says: the message that it brings, or the answer to somebody who calls."""

from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.gateways.news import Spoken
from duenotice.messaging.models import Message
from duenotice.messaging.secrets import reveal
from duenotice.senders.models import Sender
from duenotice.words.phones import as_written


def spoken(agency: Agency, sender: Sender, message_id: UUID | None) -> Spoken | None:
    """The words of a message that was handed off, or of an answer where no message is meant; None for one that nobody knows."""
    phone = as_written(agency.help_phone or "")
    if message_id is None:
        return Spoken(agency.name, phone, sender.call_answer, agency.language, forward_to=sender.calls_go_to)
    found = Message.objects.filter(agency_id=agency.id, id=message_id, channel="voice", attempts__gt=0).select_related("address").first()
    if found is None:
        return None
    return Spoken(agency.name, phone or as_written(sender.value), reveal(found, found.sent_body), found.language, to=found.address.value)
