"""What an administrator has to tell a carrier, so that answers arrive."""

from dataclasses import dataclass

from django.conf import settings

from duenotice.gateways.registry import LISTENERS
from duenotice.gateways.surroundings import callbacks_url
from duenotice.senders.gateway_settings import CHOICES
from duenotice.senders.models import Sender


@dataclass(frozen=True)
class Inbound:
    """Where this gateway posts messages that come in, and calls; "" where it tells of none."""

    gateway: str
    url: str
    calls: str


def inbound_url(sender: Sender) -> Inbound | None:
    """None for a sender that is not saved, and for a gateway that tells nothing."""
    if sender._state.adding or sender.gateway not in LISTENERS:
        return None
    base = f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/{sender.gateway}"
    label = str(CHOICES[sender.gateway].label).partition(":")[0]
    return Inbound(label, f"{base}/inbound", f"{base}/call" if sender.gateway == "twilio" else "")
