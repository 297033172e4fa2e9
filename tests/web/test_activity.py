"""Admin, Activity, and that every look at people's data is written down (P6)."""

import csv
from collections.abc import Callable
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import URLPattern, reverse

from duenotice.accounts.models import SignIn
from duenotice.accounts.permissions import WITHOUT_PEOPLE
from duenotice.actions.consent import Cause, opt_out
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Activity
from duenotice.contacts.models import Contact
from duenotice.web.activity import sentences
from tests import cast
from tests.web.conftest import Visitor
from tests.web.test_access import PAGES

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]
LOOKED_AT = {
    "activity",
    "client",
    "clients",
    "contact",
    "contacts",
    "conversation",
    "edit_client",
    "feed",
    "feed_part",
    "inbox",
    "message",
}


@pytest.fixture
def ada(visit: Visit) -> Visitor:
    return visit(cast.ada())


@pytest.fixture
def rosa() -> Contact:
    """Rosa's phone, with a message that waits."""
    contact = cast.contact()
    cast.one_off(contact, now=cast.later())
    return contact


def looks() -> list[tuple[str, str, UUID]]:
    rows = Activity.objects.filter(agency=cast.agency(), record_kind="look").order_by("id")
    return [(row.verb, row.detail["page"], row.record_id) for row in rows]


def test_opening_a_screen_writes_down_who_looked_at_what(ada: Visitor, rosa: Contact) -> None:
    for path in (f"clients/{rosa.client_id}/", f"contacts/{rosa.id}/", f"inbox/{rosa.address_id}"):
        assert ada.open(path).status_code == 200
    assert looks() == [("viewed", "client", rosa.client_id), ("viewed", "contact", rosa.id), ("viewed", "conversation", rosa.address_id)]
    row = Activity.objects.filter(agency=rosa.agency, record_kind="look").first()
    assert row
    assert (row.actor_kind, row.actor_id, row.from_ip) == ("user", cast.ada().id, "127.0.0.1")


def test_searches_and_exports_are_written_down_without_the_words(ada: Visitor, rosa: Contact) -> None:
    ada.open("clients/", name="Delgado")
    ada.open("search", q="Delgado")
    b"".join(ada.open("contacts/contacts.csv", search="Delgado"))  # type: ignore[arg-type]
    agency = rosa.agency_id
    assert looks() == [("searched", "clients", agency), ("searched", "quick_search", agency), ("exported", "contacts_csv", agency)]
    rows = Activity.objects.filter(agency=rosa.agency)
    assert not any("delgado" in str(row.__dict__).lower() for row in rows)


def test_no_page_that_shows_people_forgets_to_write_it_down(ada: Visitor, rosa: Contact) -> None:
    message = cast.one_off(rosa, "Second", now=cast.later())
    records = [rosa.client_id, rosa.id, message.id, rosa.address_id]
    seen = {found.name for address, found in PAGES if shows_people(address, found) and opens_and_is_written_down(ada, found, records)}
    assert seen <= set(sentences.PAGES), "what was looked at needs words on the Activity page"
    assert seen >= LOOKED_AT


def shows_people(address: str, found: URLPattern) -> bool:
    return found.callback.access not in WITHOUT_PEOPLE and "handset" not in address


def opens_and_is_written_down(visitor: Visitor, found: URLPattern, records: list[UUID]) -> bool:
    """Whether the page opens with one of the records; each time it shows something, that is written down once."""
    kinds = {name: type(kind).__name__ for name, kind in found.pattern.converters.items()}
    for id in records:
        of = {"UUIDConverter": id, "IntConverter": 1}
        path = reverse(found.name, kwargs={"agency": "riverton", **{name: of.get(kind, "contact") for name, kind in kinds.items()}})
        before = len(looks())
        answer = visitor.get(path)
        assert len(looks()) - before == int(answer.status_code in (200, 422)), path
        if answer.status_code == 200:
            return True
    return False


def test_a_part_asked_for_again_and_again_counts_once(ada: Visitor, rosa: Contact) -> None:
    for _ in range(3):
        ada.open("feed/part")
        ada.get("/a/riverton/search?q=ro", headers={"HX-Request": "true"})
    assert looks() == [("viewed", "feed_part", rosa.agency_id), ("searched", "quick_search", rosa.agency_id)]


def test_what_is_not_there_is_no_look_and_looks_are_no_history(ada: Visitor, rosa: Contact, words: Words) -> None:
    ada.open(f"contacts/{rosa.client_id}/")
    assert looks() == []
    ada.open(f"contacts/{rosa.id}/")
    assert "Looked" not in words(ada.open(f"contacts/{rosa.id}/"))
    assert "viewed" not in words(ada.open(f"contacts/{rosa.id}/"))


def test_a_page_that_is_refused_is_written_down(visit: Visit, ada: Visitor, words: Words) -> None:
    assert visit(cast.vera()).open("users/").status_code == 403
    row = Activity.objects.get(agency=cast.agency(), verb="denied")
    assert (row.actor_id, row.detail) == (cast.vera().id, {"permission": "users", "page": "users"})
    assert "Permission: users" in words(ada.open("activity/"))


def test_signing_in_and_failing_to_are_written_down(client: Browser, ada: Visitor, words: Words) -> None:
    cast.sam()
    for password in ("wrong", cast.PASSWORD):
        client.post("/sign-in", {"username": "Sam@example.com", "password": password})
    Browser().post("/sign-in", {"username": "nobody@example.com", "password": "wrong"})
    Browser().post("/sign-in", {"username": "", "password": ""})
    tries = SignIn.objects.order_by("id")
    sam = cast.sam().id
    assert [(one.user_id, one.succeeded, one.from_ip) for one in tries] == [
        (sam, False, "127.0.0.1"),
        (sam, True, "127.0.0.1"),
        (None, False, "127.0.0.1"),
    ]
    assert not any("@" in one.email_hash for one in tries)
    log = words(ada.open("activity/"))
    assert "Failed to sign in as a user" in log
    assert "Signed in as a user" in log


def test_the_log_says_who_did_what_to_which_record(ada: Visitor, rosa: Contact, words: Words) -> None:
    opt_out(agency=rosa.agency, address_ids=[rosa.address_id], cause=Cause("keyword"), actor=Actor("keyword"), now=cast.NOON)
    log = words(ada.open("activity/"))
    assert "Opted out a contact" in log
    assert "a keyword" in log
    assert "the system" in log
    assert f'href="/a/riverton/contacts/{rosa.id}/">Contact' in log
    assert "Rosa" not in log.partition("<table")[2]


FILTERS = [
    ({"who": "keyword"}, 1),
    ({"verb": "opted_out"}, 1),
    ({"verb": "created", "kind": "contact"}, 1),
    ({"kind": "message"}, 1),
    ({"kind": "flow"}, 0),
    ({"first": "2026-11-24", "last": "2026-11-24", "who": "keyword"}, 1),
    ({"last": "2026-11-23", "who": "keyword"}, 0),
    ({"first": "2026-11-25", "who": "keyword"}, 0),
]


@pytest.mark.parametrize(("filters", "count"), FILTERS)
def test_the_log_is_filtered(ada: Visitor, rosa: Contact, words: Words, filters: dict[str, str], count: int) -> None:
    opt_out(agency=rosa.agency, address_ids=[rosa.address_id], cause=Cause("keyword"), actor=Actor("keyword"), now=cast.NOON)
    shown = words(ada.open("activity/", **filters))
    assert shown.count('data-label="When"') == count


def test_the_log_is_filtered_by_user_and_by_record(ada: Visitor, rosa: Contact, words: Words) -> None:
    ada.open(f"contacts/{rosa.id}/")
    assert words(ada.open("activity/", who=str(cast.ada().id))).count('data-label="When"') == 1
    assert words(ada.open("activity/", record=str(rosa.id))).count('data-label="When"') == 2


@pytest.mark.parametrize("odd", [{"first": "soon"}, {"who": "x"}, {"verb": "<b>"}, {"first": "2026-11-25", "last": "2026-11-24"}])
def test_filters_that_make_no_sense_say_so(ada: Visitor, words: Words, odd: dict[str, str]) -> None:
    for path in ("activity/", "activity/activity.csv"):
        answer = ada.open(path, **odd)
        assert answer.status_code == 422
        assert "Nothing was searched yet" in words(answer)


def test_the_log_comes_page_by_page(ada: Visitor, rosa: Contact, words: Words) -> None:
    record(agency_id=rosa.agency_id, actor=Actor("api"), verb="updated", kind="client", ids=[rosa.client_id] * 60, now=cast.NOON)
    first = words(ada.open("activity/", who="api"))
    older = first.partition("dn-pages__older")[2].partition('href="')[2].partition('"')[0]
    assert first.count('data-label="When"') == 50
    assert words(ada.get(f"/a/riverton/activity/{older}")).count('data-label="When"') == 10


def test_the_export_has_every_row_and_no_formula(ada: Visitor, rosa: Contact) -> None:
    record(agency_id=rosa.agency_id, actor=Actor("=1+1"), verb="@SUM(1)", kind="client", ids=[rosa.client_id] * 3, now=cast.NOON)
    answer = ada.open("activity/activity.csv", kind="client")
    text = b"".join(answer).decode("utf-8-sig")  # type: ignore[arg-type]
    heading, *rows = csv.reader(text.splitlines())
    assert heading[:3] == ["When", "Who", "User id"]
    assert [(row[1], row[5]) for row in rows] == [("'=1+1", "'@SUM(1)")] * 3
    assert looks() == [("exported", "activity_csv", rosa.agency_id)]


def test_no_agency_sees_another_s_activity(visit: Visit, rosa: Contact, words: Words) -> None:
    lee = visit(cast.lee(), "lakeside")
    assert str(rosa.id) not in words(lee.open("activity/"))
    assert str(rosa.id) not in b"".join(lee.open("activity/activity.csv")).decode()  # type: ignore[arg-type]
    assert "Contact<" not in words(lee.open("activity/", record=str(rosa.id))).partition("<table")[2]


def test_the_log_takes_its_permission(visit: Visit) -> None:
    assert visit(cast.sam()).open("activity/").status_code == 403
