"""A person's password: who may be mailed a link to set it, and setting it, which ends every session that they have elsewhere."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from duenotice.accounts.models import User, agencies_of
from duenotice.agencies.activity import Actor, record

# Whoever knows an email could else have its owner's mailbox filled.
BETWEEN_MAILS = timedelta(minutes=5)


def mailable(email: str, now: datetime) -> list[User]:
    """Whoever has the email, unless a link went to them a short while ago; from now on it did. Of two requests at once, one gets it."""
    rested = Q(password_mailed_at=None) | Q(password_mailed_at__lte=now - BETWEEN_MAILS)
    users = User.objects.filter(email=email, is_active=True)
    return list(users) if users.filter(rested).update(password_mailed_at=now) else []


def set_password(*, user: User, password: str, now: datetime) -> None:
    """Store it, and write it down in each of the user's agencies."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        for agency in agencies_of(user):
            actor = Actor("user", user.id)
            record(agency_id=agency.id, actor=actor, verb="password_set", kind="user", ids=[user.id], now=now)
