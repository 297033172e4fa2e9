"""A test message from an agency phone or email, to an address of the administrator's own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.composing import CannotCompose, Draft, compose
from duenotice.actions.contacts import ChannelCannotCarry, TwinExists, create_contact
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender


@transaction.atomic
def send_test(*, agency: Agency, sender: Sender, to: str, channel: str, actor: Actor, now: datetime) -> Message:
    """Send it at once, by every rule that other messages go by, to a contact of no client. Raises CannotCompose."""
    contact = _contact(agency, to, channel, actor, now)
    if contact.channel != channel:
        words = _("This address is a contact on another channel: %(channel)s. Choose that one, or another address.")
        raise CannotCompose(words % {"channel": contact.channel}, "to")
    body = _("This is a test of %(sender)s at %(agency)s. Nobody has to answer it.") % {"sender": sender, "agency": agency.name}
    draft = Draft(
        body=body,
        subject=_("Test message") if channel == "email" else "",
        sender_id=sender.id,
        send_now=True,
        ignores_quiet_hours=True,
        repeat_anyway=True,
    )
    return compose(agency=agency, contact=contact, draft=draft, actor=actor, now=now)


def _contact(agency: Agency, to: str, channel: str, actor: Actor, now: datetime) -> Contact:
    try:
        return create_contact(agency=agency, client=None, entered=to, channel=channel, source="test", actor=actor, now=now)
    except TwinExists as known:
        return known.twin
    except (NotAnAddress, ChannelCannotCarry) as refused:
        raise CannotCompose(str(refused), "to") from refused
