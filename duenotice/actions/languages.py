"""Choosing the language in which somebody reads the pages."""

from datetime import datetime

from django.db import transaction

from duenotice.accounts.models import User, agencies_of
from duenotice.agencies.activity import Actor, record


@transaction.atomic
def choose_language(*, user: User, language: str, ip: str | None, now: datetime) -> bool:
    """Store it, and write it down in each of the user's agencies; False where they had chosen it before."""
    if user.language == language:
        return False
    user.language = language
    user.save(update_fields=["language"])
    for agency in agencies_of(user):
        record(agency_id=agency.id, actor=Actor("user", user.id, ip), verb="language_chosen", kind="user", ids=[user.id], now=now)
    return True
