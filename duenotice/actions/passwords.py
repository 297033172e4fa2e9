"""Setting a person's password. It ends every session that they have elsewhere."""

from datetime import datetime

from django.db import transaction

from duenotice.accounts.models import User, agencies_of
from duenotice.agencies.activity import Actor, record


def set_password(*, user: User, password: str, now: datetime) -> None:
    """Store it, and write it down in each of the user's agencies."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        for agency in agencies_of(user):
            actor = Actor("user", user.id)
            record(agency_id=agency.id, actor=actor, verb="password_set", kind="user", ids=[user.id], now=now)
