"""Quick search (F1) and the Contacts page (F2): what is found, what is not, and what must never be."""

import csv
from collections.abc import Callable
from datetime import date, time

import pytest
from django.db import connection
from django.http import HttpResponse

from duenotice.accounts.models import Role
from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.lifecycle import archive, trash
from duenotice.clients import similar
from duenotice.contacts.models import Contact
from duenotice.events.models import Attendance, Event
from duenotice.events.quick_search import quick_search
from duenotice.lib.csv_lines import defused
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def sam(visit: Visit) -> Visitor:
    return visit(cast.sam())


@pytest.fixture
def rosa() -> Contact:
    """Rosa with a phone, an email and a hearing; Ben beside her; Nadia in another agency with Rosa's phone and name."""
    rosa = cast.client(reference="A-17")
    hearing = Event.objects.create(
        agency=rosa.agency, reference="CR-2026-88", date=date(2026, 12, 1), time=time(9), time_zone="America/New_York", starts_at=cast.NOON
    )
    Attendance.objects.create(agency=rosa.agency, event=hearing, client=rosa)
    cast.contact(cast.client("Ben", "Okafor"), cast.BEN_PHONE)
    cast.contact(cast.client("Rosa", "Stone", of=cast.agency("lakeside"), reference="A-17"))
    cast.contact(rosa, cast.ROSA_EMAIL)
    return cast.contact(rosa)


QUESTIONS = [
    "rosa",
    "delgado rosa",
    "ro",
    "A-17",
    "a-1",
    "(202) 555-0143",
    "+1 202.555.0143",
    "2025550143 ext 4",
    "0143",
    "143",
    "rosa@example.org",
    "ROSA@EX",
    "cr-2026",
]


@pytest.mark.parametrize("text", QUESTIONS)
def test_quick_search_finds_a_client_by_anything(sam: Visitor, words: Words, rosa: Contact, text: str) -> None:  # F1
    shown = words(sam.get("/a/riverton/search", {"q": text}, headers={"HX-Request": "true"}))
    assert f'href="/a/riverton/clients/{rosa.client_id}/">Rosa Delgado' in shown
    assert "Okafor" not in shown
    assert "Stone" not in shown
    assert "<!doctype" not in shown


def test_a_contact_that_matched_has_a_link_of_its_own(sam: Visitor, words: Words, rosa: Contact) -> None:  # F1
    assert f'href="/a/riverton/contacts/{rosa.id}/">(202) 555-0143' in words(sam.open("search", q="555-0143"))


def test_while_one_types_what_is_near_is_shown_and_the_rest_follows_by_itself(sam: Visitor, words: Words, rosa: Contact) -> None:  # F1
    cast.contact(cast.client("Tom", "Middle"), "+4420255501430")
    longer = cast.contact(cast.client("Joan", "Long"), f"jo{cast.ROSA_EMAIL}")
    for typed, other in (("2025550143", "Tom Middle"), (cast.ROSA_EMAIL, longer.address.value)):
        near = words(sam.get("/a/riverton/search", {"q": typed}, headers={"HX-Request": "true"}))
        assert "Rosa Delgado" in near
        assert other not in near
        assert 'hx-trigger="load"' in near
        further = near.split('hx-get="')[1].split('"')[0].replace("&amp;", "&")
        everywhere = words(sam.get(further, headers={"HX-Request": "true"}))
        assert everywhere.index("Rosa Delgado") < everywhere.index(other)
        assert 'hx-trigger="load"' not in everywhere
    assert "Tom Middle" in words(sam.open("search", q="2025550143"))


def test_what_is_near_is_planned_no_more_after_five_searches(rosa: Contact) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = auto; DEALLOCATE ALL")
        connection.connection._prepared.clear()
        for typed in ("2025550143", cast.ROSA_EMAIL, "rosa", "A-17", "cr-2026-88", "0143", "delgado", "2025550143"):
            assert quick_search(rosa.agency, typed, everywhere=False).results
        kinds = "statement LIKE '%by_address%' OR statement LIKE '%ORDINALITY%'"
        cursor.execute(f"SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE {kinds}")
        assert cursor.fetchall() == [(5, 3), (5, 3)]


def test_a_part_of_an_email_finds_its_contacts_and_names_with_it_follow(sam: Visitor, words: Words, rosa: Contact) -> None:  # F1
    cast.client("Tosa@example", "Odd")
    found = words(sam.get("/a/riverton/search", {"q": "osa@exam"}, headers={"HX-Request": "true"}))
    assert "Rosa Delgado" in found
    assert "Tosa@example" not in found
    assert 'hx-trigger="load"' in found
    assert "Tosa@example Odd" in words(sam.open("search", q="osa@exam"))
    only = words(sam.get("/a/riverton/search", {"q": "tosa@ex"}, headers={"HX-Request": "true"}))
    assert "Tosa@example Odd" in only
    assert 'hx-trigger="load"' not in only


def test_quick_search_says_when_archived_contacts_would_have_matched(sam: Visitor, words: Words, rosa: Contact) -> None:  # F1, L1
    trash(agency=rosa.agency, kind="contact", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    shown = words(sam.open("search", q="0143"))
    assert "Nothing found" in shown
    assert "Archived or trashed contacts also match." in shown
    listed = shown.split('href="/a/riverton/contacts/')[-1].split('"')[0]
    assert f"/contacts/{rosa.id}/" in words(sam.get(f"/a/riverton/contacts/{listed}"))


def test_quick_search_leaves_out_archived_clients_and_says_so(sam: Visitor, words: Words, rosa: Contact) -> None:  # F1, L6
    archive(agency=rosa.agency, kind="client", ids=[rosa.client_id], actor=cast.actor(), now=cast.NOON)
    shown = words(sam.open("search", q="delgado"))
    assert "Rosa Delgado" not in shown
    assert "Archived or trashed clients also match." in shown
    for text in ("delgado", "a-17"):
        shown = words(sam.open("search", q=text))
        listed = shown.split('href="/a/riverton/clients/?')[1].split('"')[0]
        assert "Rosa Delgado" in words(sam.get(f"/a/riverton/clients/?{listed}"))


@pytest.mark.parametrize("text", ["zz", "12", "%", "_", "nobody", "\x00", "x" * 300, "'; --", "<script>", "９９", "🏛️"])
def test_quick_search_of_what_is_not_there_says_what_to_do(sam: Visitor, rosa: Contact, text: str) -> None:
    answer = sam.open("search", q=text)
    assert answer.status_code == 200
    assert not answer.context["found"].results


def test_quick_search_shows_nothing_of_contacts_to_who_may_not_view_them(visit: Visit, words: Words, rosa: Contact) -> None:  # P1
    vera = cast.vera()
    Role.objects.filter(agency=rosa.agency, name="Viewers").update(permissions=["view_clients"])
    assert "Rosa" not in words(visit(vera).open("search", q="0143"))


@pytest.mark.parametrize("text", [*QUESTIONS[:-1], "sister"])
def test_the_contacts_page_finds_contacts(sam: Visitor, rosa: Contact, text: str) -> None:  # F2
    Contact.objects.filter(agency=rosa.agency, id=rosa.id).update(name="Her sister")
    found = sam.open("contacts/", search=text).context["page"].rows
    assert found
    assert {contact.client_id for contact in found} == {rosa.client_id}


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"channel": "email"}, 1),
        ({"type": "mobile"}, 2),
        ({"validity": "invalid"}, 0),
        ({"validity": "valid", "search": "rosa"}, 2),
        ({"consent": "out"}, 1),
        ({"consent": "unset"}, 2),
        ({"client": "delgado"}, 2),
        ({"created_from": "2026-11-24", "created_to": "2026-11-24"}, 3),
        ({"created_to": "2026-11-23"}, 0),
    ],
)
def test_the_filters_of_the_contacts_page_narrow(sam: Visitor, rosa: Contact, asked: dict[str, str], count: int) -> None:  # F2
    ben = Contact.objects.select_related("address").get(agency=rosa.agency, address__value=cast.BEN_PHONE)
    opt_out(agency=rosa.agency, address_ids=[ben.address_id], cause=Cause("staff"), actor=cast.actor(), now=cast.NOON)
    answer = sam.open("contacts/", **asked)
    assert len(answer.context["page"].rows) == count
    assert all(contact.agency_id == rosa.agency_id for contact in answer.context["page"].rows)


def test_the_boxes_add_archived_and_trashed_contacts(sam: Visitor, words: Words, rosa: Contact) -> None:  # F2, L1, L2
    archive(agency=rosa.agency, kind="contact", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    assert rosa not in sam.open("contacts/").context["page"].rows
    assert "Archived or trashed contacts would match" in words(sam.open("contacts/", search="0143"))
    assert rosa in sam.open("contacts/", archived="on").context["page"].rows
    assert rosa not in sam.open("contacts/", trashed="on").context["page"].rows


@pytest.mark.parametrize(
    "asked",
    [
        {"search": "a\x00"},
        {"search": "x" * 300},
        {"channel": "pigeon"},
        {"created_from": "9999-12-31"},
        {"created_from": "0001-01-01"},
        {"created_from": "2026-12-02", "created_to": "2026-12-01"},
        {"created_to": "tomorrow"},
        {"client_id": "nonsense"},
    ],
)
def test_a_search_that_makes_no_sense_is_refused_beside_its_field(sam: Visitor, words: Words, rosa: Contact, asked: dict[str, str]) -> None:
    answer = sam.open("contacts/", **asked)
    assert answer.status_code == 422
    assert len(answer.context["form"].errors) == 1
    assert sam.open("contacts/contacts.csv", **asked).status_code == 422


def test_contacts_are_paged_both_ways_by_an_address_that_can_be_shared(sam: Visitor) -> None:  # F2
    person = cast.client()
    for number in range(120):
        cast.contact(person, f"202555{number:04}")
    first = sam.open("contacts/", search="202555", client="rosa")
    second = sam.get("/a/riverton/contacts/" + first.context["neighbours"]["after"])
    third = sam.get("/a/riverton/contacts/" + second.context["neighbours"]["after"])
    assert [len(answer.context["page"].rows) for answer in (first, second, third)] == [50, 50, 20]
    assert first.context["page"].rows[0].created_at >= third.context["page"].rows[-1].created_at
    back = sam.get("/a/riverton/contacts/" + third.context["neighbours"]["before"])
    assert back.context["page"].rows == second.context["page"].rows
    assert "search=202555" in third.context["neighbours"]["before"]


def test_the_export_holds_all_that_was_found_phones_intact_and_formulas_defused(sam: Visitor, rosa: Contact) -> None:  # F2
    Contact.objects.filter(agency=rosa.agency, id=rosa.id).update(name='=HYPERLINK("https://example.org")')
    answer = sam.open("contacts/contacts.csv", search="0143")
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert len(lines) == 2
    assert lines[1][:4] == ["Rosa Delgado", "A-17", "+12025550143", ""]
    assert lines[1][5].startswith("'=")
    assert "Stone" not in str(lines)


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1", "@SUM(A1)", "\tx", "\rx", "+1 202"])
def test_what_a_spreadsheet_would_calculate_gets_an_apostrophe(text: str) -> None:
    assert defused(text) == f"'{text}"
    assert defused(cast.ROSA_PHONE) == cast.ROSA_PHONE


def test_misspelt_names_are_found_where_nothing_else_matches(visit: Visit, words: Words):  # F1
    rosa = cast.client("Rosalinda", "Delgado")
    cast.client("Benjamin", "Ode")
    cast.client("Rosalinda", "Delgado", of=cast.agency("lakeside"))
    sam = visit(cast.sam())
    for typed in ("rosalnda", "Rosalida Delgdo", "delgaod"):
        page = words(sam.open("search", q=typed))
        assert "Did you mean" in page, typed
        assert page.count(f"/clients/{rosa.id}/") == 1
        assert "Ode" not in page
        assert "Did you mean" in words(sam.open("clients/", name=typed))
    assert "Did you mean" not in words(sam.open("search", q="delgado"))
    assert "Did you mean" not in words(sam.open("search", q="xyzzyq"))


@pytest.mark.parametrize("typed", ["dlegado", "delgdo", "delgadoo", "delgato", "rsoa delgado", "delgado rsa", "rosa maria delgafo"])
def test_one_slip_of_the_finger_is_forgiven(sam: Visitor, words: Words, rosa: Contact, typed: str):  # F1
    assert "Rosa Delgado" in words(sam.open("search", q=typed))


def test_a_name_misspelt_twice_is_found_by_its_likeness(visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch):  # F1
    monkeypatch.setattr(similar, "PATIENCE", "60s")  # how long a busy machine takes is not asked here
    cast.client("Rosalinda", "Delgado")
    assert "Rosalinda Delgado" in words(visit(cast.sam()).open("search", q="rosalimta delgao"))


def test_what_is_all_that_was_typed_comes_first(visit: Visit, words: Words):  # F1
    other = cast.client("Aaron", "Ode", reference="X-17-B")
    exact = cast.client("Zoe", "Zed", reference="X-17")
    cast.contact(other, "a.rosa@example.org")
    cast.contact(exact, "rosa@example.org")
    for typed in ("x-17", "rosa@example.org"):
        page = words(visit(cast.sam()).open("search", q=typed))
        assert page.index("Zoe Zed") < page.index("Aaron Ode")


def test_lists_say_how_many_and_count_no_further_than_they_say(visit: Visit, words: Words, monkeypatch: pytest.MonkeyPatch):  # F2
    rosa = cast.client()
    cast.contact(rosa), cast.contact(rosa, cast.ROSA_EMAIL)
    sam = visit(cast.sam())
    assert "contacts/count" in words(sam.open("contacts/"))
    assert "2 found" in words(sam.open("contacts/count"))
    assert "1 found" in words(sam.open("contacts/count", channel="email"))
    assert "1 found" in words(sam.open("clients/count"))
    monkeypatch.setattr("duenotice.web.contacts.views.MOST_COUNTED", 1)
    assert "More than 1 found" in words(sam.open("contacts/count"))
    assert "0 found" in words(visit(cast.lee(), "lakeside").open("contacts/count"))
