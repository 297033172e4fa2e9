"""Taking in an email that a mail server pipes to us: kept first, and what people write acted on at once."""

from datetime import datetime
from email import message_from_bytes, policy
from functools import partial

from django.conf import settings

from duenotice.actions.carrier_news import keep_and_act
from duenotice.agencies.models import Agency
from duenotice.gateways.email_in import read_email
from duenotice.gateways.email_proof import by_results
from duenotice.messaging.models import Message
from duenotice.messaging.return_path import meant_by
from duenotice.senders.models import Sender


class NoSuchMailbox(Exception):
    """No agency email has this address, and no return path of ours."""


def take_in(raw: bytes, *, agency: str, recipient: str, now: datetime) -> int:
    """Answers how many things it told. Raises NoSuchMailbox."""
    found = Agency.objects.filter(reference=agency).first()
    sender = _sender(found, recipient) if found else None
    if found is None or sender is None:
        raise NoSuchMailbox(f"{recipient} is no agency email of {agency}")
    email = message_from_bytes(raw, policy=policy.compat32)
    proven = by_results(email, settings.AUTHSERV_IDS)
    news = read_email(email, recipients=[recipient], meant=partial(meant_by, found.id), proven=proven)
    keep_and_act(agency_id=found.id, sender_id=sender.id, gateway=sender.gateway, news=news, now=now)
    return len(news)


def _sender(agency: Agency, recipient: str) -> Sender | None:
    """The agency email that it was sent to; of what comes back, the one that it was sent from."""
    emails = Sender.objects.filter(agency_id=agency.id, kind="email")
    if about := meant_by(agency.id, recipient):
        sent = Message.objects.filter(agency_id=agency.id, id=about[0]).values_list("sender_id", flat=True).first()
        return emails.filter(id=sent).first() if sent else None
    return emails.filter(value=recipient.strip().lower()).first()
