"""What an administrator has to tell a carrier, so that answers arrive."""

from dataclasses import dataclass

from django.conf import settings

from duenotice.gateways.registry import LISTENERS
from duenotice.gateways.surroundings import callbacks_url
from duenotice.senders.gateway_settings import CHOICES
from duenotice.senders.mail_services import SERVICES, TAKE_ANSWERS, TELL_OF_ANSWERS
from duenotice.senders.models import Sender
from duenotice.senders.webhook_password import USER, password


@dataclass(frozen=True)
class Inbound:
    """Where this gateway posts messages that come in, and calls; "" where it tells of none. `answers` is where a mail service posts
    emails that come in, where `url` is for its `events`, or for Amazon's, which are `signed`; `among` is the event that tells of
    them where they come by the same address; `pipe`, the program that a mail server hands them to."""

    gateway: str
    url: str
    calls: str
    events: bool = False
    signed: bool = False
    answers: str = ""
    among: str = ""
    pipe: str = ""


def inbound_url(sender: Sender) -> Inbound | None:
    """None for a sender that is not saved, and for a gateway that tells nothing."""
    if sender._state.adding or not (sender.gateway in LISTENERS or sender.gateway in SERVICES or sender.gateway in ("smtp", "ses")):
        return None
    if sender.gateway == "smtp":
        return Inbound(label_of(sender), "", "", pipe=f"duenotice mail --agency {sender.agency.reference} {sender.value}")
    if sender.gateway in SERVICES:
        answers = _mail_url(sender, "inbound") if sender.gateway in TAKE_ANSWERS else ""
        among = TELL_OF_ANSWERS.get(sender.gateway, "")
        return Inbound(label_of(sender), _mail_url(sender, "events"), "", events=True, answers=answers, among=among)
    if sender.gateway == "ses":
        base = f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/ses"
        return Inbound(label_of(sender), f"{base}/events", "", signed=True, answers=f"{base}/inbound")
    base = f"{callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id)}/{sender.gateway}"
    return Inbound(label_of(sender), f"{base}/inbound", f"{base}/call" if sender.gateway == "twilio" else "")


def label_of(sender: Sender) -> str:
    return str(CHOICES[sender.gateway].label).partition(":")[0]


def _mail_url(sender: Sender, about: str) -> str:
    """With a password in it, because not every mail service signs its calls."""
    scheme, _, rest = callbacks_url(settings.PUBLIC_URL, sender.agency_id, sender.id).partition("://")
    return f"{scheme}://{USER}:{password(sender.id)}@{rest}/{sender.gateway}/{about}"
