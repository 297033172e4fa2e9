"""Which user's calendar program asks, and what it may read: a link with a token that nobody can guess, instead of signing in."""

import hashlib
from datetime import datetime, timedelta

from duenotice.accounts.models import permissions_of
from duenotice.agencies.models import Agency
from duenotice.events.models import CalendarFeed, Event
from duenotice.lifecycle.states import LIVE

BACK, AHEAD, MOST = timedelta(days=31), timedelta(days=366), 5000


def hash_of(token: str) -> bytes:
    """What is kept of a token; it is long and random, so it needs no salt."""
    return hashlib.sha256(token.encode()).digest()


def feed_events(agency: Agency, token: str, *, now: datetime) -> list[Event] | None:
    """The agency's live events from a month ago to a year ahead; None for a token that is not, or whose user may no longer look."""
    feed = CalendarFeed.objects.filter(agency_id=agency.id, token_hash=hash_of(token)).select_related("user").first()
    if feed is None or "view_events" not in (permissions_of(feed.user, agency.id) or ()):
        return None
    rows = Event.objects.filter(LIVE, agency_id=agency.id, starts_at__gte=now - BACK, starts_at__lt=now + AHEAD)
    return list(rows.order_by("starts_at", "id")[:MOST])
