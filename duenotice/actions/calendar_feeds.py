"""Making and removing the link by which a user's calendar program reads an agency's events."""

import secrets
from datetime import datetime

from django.db import transaction

from duenotice.accounts.models import User
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.events.calendar_feed import hash_of
from duenotice.events.models import CalendarFeed


@transaction.atomic
def make_calendar_feed(*, agency: Agency, user: User, actor: Actor, now: datetime) -> str:
    """A new token for the user's link, which ends the one before; it cannot be read again later."""
    token = secrets.token_urlsafe(32)
    feed, _new = CalendarFeed.objects.update_or_create(
        agency_id=agency.id, user=user, defaults={"token_hash": hash_of(token), "updated_at": now}
    )
    record(agency_id=agency.id, actor=actor, verb="created", kind="calendar_feed", ids=[feed.id], now=now)
    return token


@transaction.atomic
def remove_calendar_feed(*, agency: Agency, user: User, actor: Actor, now: datetime) -> bool:
    """End the user's link; answers whether there was one."""
    feeds = list(CalendarFeed.objects.select_for_update().filter(agency_id=agency.id, user=user))
    for feed in feeds:
        CalendarFeed.objects.filter(agency_id=agency.id, id=feed.id).delete()
        record(agency_id=agency.id, actor=actor, verb="removed", kind="calendar_feed", ids=[feed.id], now=now)
    return bool(feeds)
