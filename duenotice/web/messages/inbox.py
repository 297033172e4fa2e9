"""What the Inbox shows: all, unread, or to review; kept up to date like the feed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from duenotice.messaging.feed import Cursor, FeedPage, Wanted, feed_page
from duenotice.web.access import PageRequest
from duenotice.web.messages.rows import Row, rows
from duenotice.web.navigation import Page

SHOWS = ("", "unread", "review")


@dataclass
class Inbox:
    """`show` is empty for all, unread, or review."""

    request: PageRequest
    show: str
    cursors: dict[str, str]
    page: FeedPage

    @cached_property
    def rows(self) -> list[Row]:
        return rows(self.request, self.page.messages)

    @property
    def tabs(self) -> list[Page]:
        labels = {"": _("All"), "unread": _("Unread"), "review": _("To review")}
        return [Page(labels[show], f"show-{show}", self._url("inbox", show), "page" if show == self.show else "") for show in SHOWS]

    @property
    def poll_url(self) -> str:
        return self._url("inbox_part", self.show, **self.cursors, seen=self.page.fingerprint)

    @property
    def newer_url(self) -> str:
        return self._url("inbox", self.show, after=str(self.page.newer)) if self.page.newer else ""

    @property
    def older_url(self) -> str:
        return self._url("inbox", self.show, before=str(self.page.older)) if self.page.older else ""

    def _url(self, name: str, show: str, **more: str) -> str:
        query = urlencode({**({"show": show} if show else {}), **more})
        return f"{reverse(name, args=[self.request.agency.reference])}{'?' if query else ''}{query}"


def inbox_of(request: PageRequest, asked: Mapping[str, str]) -> Inbox:
    show = asked.get("show", "")
    show = show if show in SHOWS else ""
    cursors = {name: asked[name] for name in ("before", "after") if asked.get(name)}
    page = feed_page(
        request.agency,
        Wanted(direction="in", unread=show == "unread", to_review=show == "review"),
        before=Cursor.read(cursors.get("before", "")),
        after=Cursor.read(cursors.get("after", "")),
    )
    return Inbox(request, show, cursors, page)
