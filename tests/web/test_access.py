"""Every page says who may open it (P1)."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from duenotice.accounts.models import Membership, Role
from duenotice.accounts.permissions import ALL, expand
from duenotice.web.access import MEMBER
from tests import cast

# Views of libraries, by the beginning of their module, with the reason.
EXCLUDED = {"django.views.static": "the files of pages, the same for everybody", "django.contrib.staticfiles": "the same, while debugging"}


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for found in resolver.url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from patterns(found, address)
        elif not found.callback.__module__.startswith(tuple(EXCLUDED)):
            yield address, found


PATTERNS = list(patterns(get_resolver()))
PAGES = [(address, found) for address, found in PATTERNS if getattr(found.callback, "access", None) in ALL]

FOR_MEMBERS = [(address, found) for address, found in PATTERNS if getattr(found.callback, "access", None) == MEMBER]


# What an address of each kind of converter can hold; the id is one that nobody has.
ANY_OF = {"UUIDConverter": uuid4(), "IntConverter": 1, "StringConverter": "contact", "SlugConverter": "contact"}


def filled(found: URLPattern, agency: str | None) -> str:
    """The address of a page with an id that nobody has."""
    values = {name: ANY_OF[type(kind).__name__] for name, kind in found.pattern.converters.items()}
    return reverse(found.name, kwargs={**values, "agency": agency} if agency else values)


def test_every_view_declares_its_access():
    assert [address for address, found in PATTERNS if not hasattr(found.callback, "access")] == []


def test_pages_of_an_agency_take_a_permission_and_stand_below_its_reference():
    below = {address for address, _found in PATTERNS if address.startswith("a/<slug:agency>/")}
    assert below == {address for address, _found in [*PAGES, *FOR_MEMBERS]}


@pytest.fixture
def nobody(visit: Callable[..., Client]) -> Client:
    """Signed in, a member of Riverton, and allowed nothing there."""
    user = cast.user("Nell")
    role = Role.objects.create(agency=cast.agency(), name="Nothing", permissions=[])
    Membership.objects.create(agency=cast.agency(), user=user, role=role)
    cast.agency("lakeside")
    return visit(user)


def test_every_page_of_an_agency_refuses_who_lacks_its_permission_and_hides_from_strangers(nobody: Client):
    for address, found in PAGES:
        for agency, status in {"riverton": 403, "lakeside": 404, "nowhere": 404}.items():
            assert nobody.post(filled(found, agency)).status_code == status, address
        # Some answer presses alone.
        assert nobody.get(filled(found, "riverton")).status_code in {403, 405}, address


def test_every_page_asks_strangers_to_sign_in(client: Client, db: None):
    for address, found in PATTERNS:
        if found.callback.access not in ("public", "portal"):
            answer: HttpResponse = client.post(filled(found, "riverton" if address.startswith("a/") else None))
            assert answer.status_code == 302, address
            assert answer.url.startswith("/sign-in?next="), address


def test_every_page_of_the_portal_leads_who_is_not_in_to_its_door(client: Client, db: None):  # P4
    cast.agency()
    client.get("/portal/riverton/")
    inside = [found for _address, found in PATTERNS if found.callback.access == "portal"]
    assert inside
    for found in inside:
        answer: HttpResponse = client.get(filled(found, "riverton"))
        assert (answer.status_code, answer.headers.get("Location")) == (302, "/portal/riverton/"), found.name


def test_a_page_opens_with_its_permission_alone_and_not_with_all_others(visit: Callable[..., Client]):
    role = Role.objects.create(agency=cast.agency(), name="One", permissions=[])
    browser = visit(cast.user("Nell", of=cast.agency(), role="One"))
    for address, found in PAGES:
        needed = found.callback.access
        others = [permission for permission in ALL if needed not in expand([permission])]
        for permissions, shut in (([needed], False), (others, True)):
            Role.objects.filter(agency=cast.agency(), id=role.id).update(permissions=permissions)
            assert (browser.post(filled(found, "riverton")).status_code == 403) == shut, address


def test_the_403_page_says_what_to_do(nobody: Client):
    assert "Your role does not allow this" in nobody.get("/a/riverton/clients/").content.decode()


def test_pages_for_members_open_for_them_whatever_they_may_do_and_hide_from_strangers(nobody: Client):  # P5
    for address, found in FOR_MEMBERS:
        for agency, status in {"riverton": 200, "lakeside": 404, "nowhere": 404}.items():
            about_one = status == 200 and "uuid" in address  # a record that nobody has; a press only goes back to its screen
            assert nobody.get(filled(found, agency), follow=not about_one).status_code in ({302, 404} if about_one else {status}), address
