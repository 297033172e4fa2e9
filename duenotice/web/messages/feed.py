"""The message feed as a part of pages: narrowed by what stands in the address, and kept up to date by asking whether it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.urls import reverse

from duenotice.agencies.models import Agency
from duenotice.messaging.feed import Cursor, FeedPage, Wanted, feed_page
from duenotice.web.access import PageRequest
from duenotice.web.messages.forms import FeedFilter
from duenotice.web.messages.rows import Row, rows

NARROWING = ("client", "contact", "address", "event", "status", "channel", "direction", "since", "until")


@dataclass
class Feed:
    """`narrowed` is what narrows it, as in the address; `page` is what it shows."""

    request: PageRequest
    narrowed: dict[str, str]
    cursors: dict[str, str]
    page: FeedPage

    @cached_property
    def rows(self) -> list[Row]:
        return rows(self.request, self.page.messages)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What narrows it beside the form's own fields."""
        return [(name, value) for name, value in self.narrowed.items() if name not in FeedFilter.base_fields]

    @property
    def poll_url(self) -> str:
        return self._url("feed_part", **self.cursors, seen=self.page.fingerprint)

    @property
    def newer_url(self) -> str:
        return self._url("messages", after=str(self.page.newer)) if self.page.newer else ""

    @property
    def older_url(self) -> str:
        return self._url("messages", before=str(self.page.older)) if self.page.older else ""

    def _url(self, name: str, **more: str) -> str:
        return f"{reverse(name, args=[self.request.agency.reference])}?{urlencode({**self.narrowed, **more})}"


def feed_of(request: PageRequest, asked: Mapping[str, str]) -> Feed:
    """The feed that `asked` narrows, at the page that its `before` or `after` says. Nonsense in it does not narrow."""
    narrowed = {name: asked[name] for name in NARROWING if asked.get(name)}
    cursors = {name: asked[name] for name in ("before", "after") if asked.get(name)}
    page = feed_page(
        request.agency,
        wanted(request.agency, narrowed),
        before=Cursor.read(cursors.get("before", "")),
        after=Cursor.read(cursors.get("after", "")),
    )
    return Feed(request, narrowed, cursors, page)


def wanted(agency: Agency, narrowed: Mapping[str, str]) -> Wanted:
    form = FeedFilter(narrowed)
    form.is_valid()
    chosen = form.cleaned_data
    return Wanted(
        client_id=_uuid(narrowed.get("client")),
        contact_id=_uuid(narrowed.get("contact")),
        address_id=_uuid(narrowed.get("address")),
        event_id=_uuid(narrowed.get("event")),
        status=chosen.get("status", ""),
        channel=chosen.get("channel", ""),
        direction=chosen.get("direction", ""),
        since=_midnight(agency, chosen.get("since")),
        until=_midnight(agency, chosen.get("until"), later=1),
    )


def _midnight(agency: Agency, day: date | None, later: int = 0) -> datetime | None:
    """The local midnight with which a day begins, or the `later`-th one after it; None for days that no message can have."""
    if day is None or not 1990 <= day.year <= 2200:
        return None
    return datetime.combine(day + timedelta(days=later), time(), tzinfo=ZoneInfo(agency.time_zone))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return UUID(int=0)
