"""Where things are (product N): the sections of the top bar, what is in each, and which of them a person may see."""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.web.access import MEMBER

# Stands for an agency's reference in addresses that are kept.
ANY_AGENCY = "any-agency-s-reference"

# section, then its pages: label, name of the address, permission that it takes.
Pages = list[tuple[str | Promise, str, str]]
SECTIONS: list[tuple[str | Promise, Pages]] = [
    (
        _("Dashboard"),
        [(_("Message feed"), "feed", "view_messages"), (_("Lookups"), "lookups", "lookups"), (_("Background jobs"), "jobs", MEMBER)],
    ),
    (
        _("Clients"),
        [
            (_("Clients"), "clients", "view_clients"),
            (_("Contacts"), "contacts", "view_contacts"),
            (_("Reachability"), "reachability", "view_clients"),
        ],
    ),
    (_("Events"), [(_("Events"), "events", "view_events"), (_("Calendar"), "calendar", "view_events")]),
    (
        _("Messages"),
        [(_("Feed"), "messages", "view_messages"), (_("Inbox"), "inbox", "view_messages"), (_("Handset"), "handset", "view_messages")],
    ),
    (
        _("Admin"),
        [
            (_("Settings"), "settings", "settings"),
            (_("Agency phones and emails"), "senders", "settings"),
            (_("Gateway health"), "gateway_health", "settings"),
            (_("Client portal"), "client_portal", "portals"),
            (_("Lookup providers"), "lookup_providers", "settings"),
            (_("Event statuses"), "event_statuses", "settings"),
            (_("Locations"), "locations", "settings"),
            (_("Messaging"), "messaging", "view_auto_messages"),
            (_("Users"), "users", "users"),
            (_("Roles"), "roles", "roles"),
            (_("API"), "api", "api"),
            (_("Webhooks"), "webhooks", "api"),
            (_("Uploads"), "uploads", "uploads"),
            (_("Activity"), "activity", "activity"),
            (_("Tickets"), "tickets", "settings"),
        ],
    ),
]
# What Messaging leads to.
MESSAGING: Pages = [
    (_("Auto messages"), "auto_messages", "view_auto_messages"),
    (_("Flows"), "flows", "view_auto_messages"),
    (_("Corrections"), "correction", "update_auto_messages"),
    (_("Sample templates"), "samples", "create_auto_messages"),
]


@dataclass
class Page:
    """One page of a section. `current` is "page" for the page itself, "true" for one that it leads to, and empty elsewhere."""

    label: str | Promise
    name: str
    url: str
    current: str = ""


@dataclass
class Section:
    """One entry of the top bar; it leads to the first of its pages."""

    label: str | Promise
    pages: list[Page] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.pages[0].url

    @property
    def current(self) -> str:
        """Within the section any page counts, but only its first is the entry's own."""
        if self.pages[0].current == "page":
            return "page"
        return "true" if any(page.current for page in self.pages) else ""


def address(name: str, agency: str) -> str:
    """The address called `name`, inside the agency where it takes one; empty where there is none yet."""
    inside, outside = _shapes(settings.ROOT_URLCONF, name)
    return inside.replace(ANY_AGENCY, agency) if agency and inside else outside


@cache
def _shapes(urlconf: str, name: str) -> tuple[str, str]:
    """The address with ANY_AGENCY in it, and the one outside agencies. Kept, because every page asks for twenty of them."""
    return _reversed(urlconf, name, [ANY_AGENCY]), _reversed(urlconf, name, [])


def _reversed(urlconf: str, name: str, arguments: list[str]) -> str:
    try:
        return reverse(name, urlconf, args=arguments)
    except NoReverseMatch:
        return ""


def sections(*, agency: str, permissions: Collection[str], path: str) -> list[Section]:
    """What the top bar shows to somebody with `permissions` who is at `path`. Pages that do not exist yet are left out."""
    shown = [Section(label, found) for label, pages in SECTIONS if (found := _existing(pages, agency, permissions))]
    _mark_current([page for section in shown for page in section.pages], path)
    return shown


def reachable(pages: Pages, *, agency: str, permissions: Collection[str], path: str) -> list[Page]:
    """Those of `pages` that exist and that somebody with `permissions` may open, the one at `path` marked."""
    found = _existing(pages, agency, permissions)
    _mark_current(found, path)
    return found


def _existing(pages: Pages, agency: str, permissions: Collection[str]) -> list[Page]:
    found = [
        Page(title, name, address(name, agency)) for title, name, permission in pages if permission == MEMBER or permission in permissions
    ]
    return [page for page in found if page.url]


def _mark_current(pages: list[Page], path: str) -> None:
    """Mark the page at `path`, else the one whose address is the longest beginning of it: a client's screen belongs to Clients."""
    leading = [page for page in pages if path.startswith(page.url)]
    if leading:
        nearest = max(leading, key=lambda page: len(page.url))
        nearest.current = "page" if nearest.url == path else "true"
