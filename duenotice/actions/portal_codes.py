"""Sending a one-time code for the client portal, as a message of its own (P4)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.addresses import lock_for_compose
from duenotice.contacts.channels import default_channel
from duenotice.contacts.may_message import Facts, facts, facts_of, may_message
from duenotice.contacts.models import Address, Contact
from duenotice.messaging.models import Kind, Message, Status
from duenotice.messaging.secrets import HIDDEN, conceal
from duenotice.senders.choose import primary_sender
from duenotice.senders.models import Sender

LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class CodeMessage:
    """A code for whoever has the address: through a contact of it, or through none while the contact is still to be made."""

    address: Address
    code: str
    language: str
    contact: Contact | None = None


@transaction.atomic
def send_code(*, agency: Agency, wanted: CodeMessage, actor: Actor, now: datetime) -> Message | None:
    """Schedule the code for now; None where messages do not reach the address, because it is opted out above all.

    It keeps no quiet hours: the person who asked is awake. Its digits are sealed, and no feed shows them.
    """
    address = lock_for_compose(agency.id, wanted.address.id)
    channel = wanted.contact.channel if wanted.contact else default_channel(address.kind, "mobile", address.line_type)
    sender = primary_sender(agency.id, channel)
    if channel == "fax" or may_message(_party(agency, wanted, address, channel, sender)) is not None:
        return None
    message = _message(agency, wanted, channel, sender, now)
    record(agency_id=agency.id, actor=actor, verb="created", kind="message", ids=[message.id], now=now, detail={"code": True})
    return message


def _party(agency: Agency, wanted: CodeMessage, address: Address, channel: str, sender: Sender | None) -> Facts:
    if wanted.contact:
        wanted.contact.address = address
        return facts(contact=wanted.contact, agency=agency, sender=sender)
    return facts_of(agency=agency, sender=sender, channel=channel, consent=address.consent, invalid_for=address.invalid_for)


def _message(agency: Agency, wanted: CodeMessage, channel: str, sender: Sender | None, now: datetime) -> Message:
    subject, body = _words(agency, wanted.language)
    return Message.objects.create(
        agency=agency,
        client_id=wanted.contact.client_id if wanted.contact else None,
        contact=wanted.contact,
        address=wanted.address,
        sender=sender,
        kind=Kind.CODE,
        channel=channel,
        status=Status.SCHEDULED,
        status_at=now,
        language=wanted.language,
        subject=subject if channel == "email" else "",
        body=body,
        # Read aloud digit by digit.
        secret=conceal(", ".join(wanted.code) if channel == "voice" else wanted.code),
        send_at=now,
        expires_at=now + LIFE,
        ignores_quiet_hours=True,
        created_at=now,
        updated_at=now,
    )


def _words(agency: Agency, language: str) -> tuple[str, str]:
    with translation.override(language):
        subject = _("Your code")
        words = _("%(agency)s: your code is %(code)s. It works for 10 minutes. Tell it to nobody; we never ask for it.")
        return subject, words % {"agency": agency.name, "code": HIDDEN}
