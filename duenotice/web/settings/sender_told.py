"""What an administrator has to tell a carrier, so that answers arrive."""

from dataclasses import dataclass

from django.conf import settings

from duenotice.gateways.registry import LISTENERS
from duenotice.gateways.surroundings import callbacks_url
from duenotice.senders.gateway_settings import CHOICES
from duenotice.senders.mail_services import SERVICES
from duenotice.senders.models import Sender
from duenotice.senders.webhook_password import USER, password


@dataclass(frozen=True)
class Inbound:
    """Where this gateway posts messages that come in, and calls; "" where it tells of none."""

    gateway: str
    url: str
    calls: str
    events: bool = False


def inbound_url(sender: Sender) -> Inbound | None:
    """None for a sender that is not saved, and for a gateway that tells nothing."""
    if sender._state.adding or (sender.gateway not in LISTENERS and sender.gateway not in SERVICES):
        return None
    if sender.gateway in SERVICES:
        return Inbound(label_of(sender), _events_url(sender), "", events=True)
    base = f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/{sender.gateway}"
    return Inbound(label_of(sender), f"{base}/inbound", f"{base}/call" if sender.gateway == "twilio" else "")


def label_of(sender: Sender) -> str:
    return str(CHOICES[sender.gateway].label).partition(":")[0]


def _events_url(sender: Sender) -> str:
    """With a password in it, because not every mail service signs its calls."""
    scheme, _, rest = callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id).partition("://")
    return f"{scheme}://{USER}:{password(sender.id)}@{rest}/{sender.gateway}/events"
