"""What stands around every page: navigation, mode, warnings, who is signed in."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from duenotice.agencies.models import Agency
from duenotice.messaging.pulse import pulse
from duenotice.senders.choose import only_handsets
from duenotice.web.help.topics import topic_for
from duenotice.web.navigation import Section, address, sections
from duenotice.web.warnings import PageWarning, of_webhooks, warnings
from duenotice.webhooks.telling_people import paused_by_itself


@dataclass
class Chrome:
    """The frame of one page. Outside an agency, on the sign-in page for one, it is nearly empty."""

    agency: Agency | None = None
    sections: list[Section] = field(default_factory=list)
    warnings: list[PageWarning] = field(default_factory=list)
    unread: int = 0
    links: dict[str, str] = field(default_factory=dict)
    # Live, but only on the built-in handset.
    rehearsing: bool = False
    # Seconds without a key or a pointer after which the page gives way to signing in.
    idle: int = settings.SESSION_COOKIE_AGE

    @property
    def section(self) -> Section | None:
        """The section that the page is in; its pages are the tabs."""
        return next((section for section in self.sections if section.current), None)


def chrome(request: HttpRequest) -> dict[str, object]:
    """Context processor. Nothing is looked up until a template draws the frame, so parts of pages cost nothing."""
    return {"chrome": SimpleLazyObject(lambda: frame(request))}


def frame(request: HttpRequest) -> Chrome:
    """The frame for this request; `page` in access.py gave it its agency and permissions, other pages have none."""
    agency: Agency | None = getattr(request, "agency", None)
    permissions: Collection[str] = getattr(request, "permissions", frozenset())
    reference = agency.reference if agency else ""
    links = {name: address(name, reference) for name in ("home", "sign_out", "password_change", "language", "switch_agency", "help")}
    if agency is None:
        return Chrome(links=links)
    links |= {name: address(name, reference) for name in ("quick_search", "ticket")}
    links["guide"] = guide(request, reference)
    beat = pulse(agency)
    paused = [one.name for one in paused_by_itself(agency.id)] if "api" in permissions and agency.tells else []
    return Chrome(
        agency=agency,
        sections=sections(agency=reference, permissions=permissions, path=request.path),
        warnings=warnings(agency, beat, getattr(request, "now", None) or timezone.now()) + of_webhooks(paused),
        unread=beat.unread,
        links=links,
        rehearsing=rehearsing(agency),
    )


def rehearsing(agency: Agency) -> bool:
    """Whether Live Mode reaches nobody outside. Asked only where the operator allows handsets."""
    return settings.HANDSET and agency.live and only_handsets(agency.id)


def guide(request: HttpRequest, reference: str) -> str:
    """The address of the guide that explains this page; empty where none does."""
    topic = topic_for(request.resolver_match.url_name or "") if request.resolver_match else ""
    return reverse("help_topic", args=[reference, topic]) if topic else ""
