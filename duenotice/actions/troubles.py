"""What a carrier has against an agency's own set-up: a registration, a sign-in. Administrators are told; no contact is to blame."""

import logging
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.gateways.protocol import Kind, Refused
from duenotice.messaging.dispatch import plain
from duenotice.senders.models import Sender
from duenotice.words.kept import translated

log = logging.getLogger(__name__)
OF_THE_SET_UP = frozenset({Kind.REGISTRATION, Kind.CONFIGURATION})


def note(senders: QuerySet[Sender], refusal: Refused, *, by_receipt: bool, now: datetime) -> None:
    """These senders' set-up was refused. What is known already is not written again: every message tells of it."""
    words = plain(refusal.words)
    new = senders.exclude(trouble=words, trouble_by_receipt=by_receipt)
    new.update(trouble=words, trouble_by_receipt=by_receipt, trouble_at=now, trouble_told_at=None)


def over(senders: QuerySet[Sender], *, delivered: bool) -> None:
    """A message went through: the trouble is over. That one was merely taken in says nothing of what receipts told."""
    troubled = senders.exclude(trouble_at=None)
    (troubled if delivered else troubled.filter(trouble_by_receipt=False)).update(trouble="", trouble_at=None)


def tell_troubles(now: datetime) -> int:
    """Mail each new trouble to its agency's support address, once; answers how many were mailed. What cannot be mailed is tried again."""
    mailed = 0
    for agency in Agency.objects.exclude(support_email=""):
        new = Sender.objects.filter(agency_id=agency.id, disabled_at=None, trouble_told_at=None).exclude(trouble_at=None)
        for sender in new.order_by("id"):
            if _mailed(agency, sender):
                Sender.objects.filter(agency_id=agency.id, id=sender.id, trouble=sender.trouble).update(trouble_told_at=now)
                mailed += 1
    return mailed


def _mailed(agency: Agency, sender: Sender) -> bool:
    with translation.override(agency.language):
        subject = _("%(agency)s: the carrier refuses messages from %(sender)s") % {"agency": agency.name, "sender": sender}
        see = f"{settings.PUBLIC_URL}/a/{agency.reference}/senders/{sender.id}"
        body = "\n\n".join(
            (translated(sender.trouble), _("No contact is to blame. Messages wait, or fail with this reason, until it is repaired."), see)
        )
    try:
        return bool(EmailMessage(" ".join(subject.split()), body, to=[agency.support_email]).send())
    except (OSError, ValueError):  # every failure of SMTP is an OSError; an address that no header can carry is a ValueError
        log.exception("the trouble of sender %s could not be mailed", sender.id)
        return False
