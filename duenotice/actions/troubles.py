"""What a carrier has against an agency's own set-up: a registration, a sign-in. Administrators are told; no contact is to blame."""

from datetime import datetime

from django.db.models import QuerySet

from duenotice.gateways.protocol import Kind, Refused
from duenotice.messaging.dispatch import plain
from duenotice.senders.models import Sender

OF_THE_SET_UP = frozenset({Kind.REGISTRATION, Kind.CONFIGURATION})


def note(senders: QuerySet[Sender], refusal: Refused, *, by_receipt: bool, now: datetime) -> None:
    """These senders' set-up was refused. What is known already is not written again: every message tells of it."""
    words = plain(refusal.words)
    senders.exclude(trouble=words, trouble_by_receipt=by_receipt).update(trouble=words, trouble_by_receipt=by_receipt, trouble_at=now)


def over(senders: QuerySet[Sender], *, delivered: bool) -> None:
    """A message went through: the trouble is over. That one was merely taken in says nothing of what receipts told."""
    troubled = senders.exclude(trouble_at=None)
    (troubled if delivered else troubled.filter(trouble_by_receipt=False)).update(trouble="", trouble_at=None)
