"""The pages about clients, by what they must show and must not."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.http import HttpResponse

from duenotice.actions.lifecycle import archive
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.messaging.models import Message
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Visit = Callable[..., Visitor]
Words = Callable[[HttpResponse], str]


@pytest.fixture
def sam(visit: Visit) -> Visitor:
    return visit(cast.sam())


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "delgado rosa"},
        {"name": "de"},
        {"reference": "a-17"},
        {"phone": "202.555.0143"},
        {"phone": "+1 (202) 555-0143 ext. 9"},
        {"phone": "0143"},
        {"email": "ROSA@ex"},
        {"name": "rosa", "phone": "555", "email": "@example.org"},
    ],
)
def test_search_clients_finds_by_name_reference_phone_in_any_format_and_email(
    sam: Visitor, words: Words, asked: dict[str, str]
) -> None:  # C1
    rosa = cast.client(reference="A-17")
    cast.contact(rosa)
    cast.contact(rosa, cast.ROSA_EMAIL)
    cast.contact(cast.client("Ben", "Okafor", reference="B-2"), cast.BEN_PHONE)
    shown = words(sam.open("clients/", **asked))
    assert "Rosa Delgado" in shown
    assert "Ben Okafor" not in shown
    assert f"/a/riverton/clients/{rosa.id}/" in shown
    assert ">Edit</a>" in shown


def test_clients_of_another_agency_are_never_listed(sam: Visitor, words: Words) -> None:
    nadia = cast.client("Nadia", "Stone", of=cast.agency("lakeside"))
    cast.contact(nadia)
    cast.client()
    assert "Nadia" not in words(sam.open("clients/"))
    assert "Nadia" not in words(sam.open("clients/", phone="2025550143"))
    assert sam.open(f"clients/{nadia.id}/").status_code == 404
    assert sam.press(f"clients/{nadia.id}/archive").status_code == 404
    assert sam.press(f"clients/{nadia.id}/contacts", address="2025550199").status_code == 404
    assert sam.open(f"clients/{uuid4()}/").status_code == 404
    nadia.refresh_from_db()
    assert nadia.is_live


def test_archived_clients_are_listed_with_the_box_ticked_only(sam: Visitor, words: Words) -> None:  # L6
    rosa = cast.client()
    archive(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    assert "Rosa Delgado" not in words(sam.open("clients/"))
    assert "Rosa Delgado" not in words(sam.open("clients/", trashed="on"))
    assert "ARCHIVED" in words(sam.open("clients/", archived="on"))


def test_a_long_list_is_paged_both_ways(sam: Visitor, words: Words) -> None:
    Client.objects.bulk_create(Client(agency=cast.agency(), last_name=f"Person {number:03}") for number in range(120))
    first = sam.open("clients/", name="person")
    assert [row.last_name for row in first.context["page"].rows[:2]] == ["Person 000", "Person 001"]
    second = sam.get("/a/riverton/clients/" + first.context["neighbours"]["after"])
    third = sam.get("/a/riverton/clients/" + second.context["neighbours"]["after"])
    assert len(third.context["page"].rows) == 20
    assert third.context["neighbours"]["after"] == ""
    back = sam.get("/a/riverton/clients/" + third.context["neighbours"]["before"])
    assert back.context["page"].rows == second.context["page"].rows
    assert sam.open("clients/", after="nonsense").status_code == 200


def test_a_new_client_is_made_and_changed(sam: Visitor, words: Words) -> None:  # P3
    typed = {
        "first_name": "Tomás",
        "last_name": "Núñez",
        "reference": "T-1",
        "language": "es",
        "date_of_birth": "1990-02-28",
        "time_zone": "",
    }
    assert "Tomás Núñez was added." in words(sam.press("clients/new", **typed))
    tomas = Client.objects.get(agency=cast.agency())
    assert "Saved." in words(sam.press(f"clients/{tomas.id}/edit", **{**typed, "status": "On probation", "time_zone": "America/Chicago"}))
    tomas.refresh_from_db()
    assert (tomas.status, tomas.time_zone, tomas.first_name) == ("On probation", "America/Chicago", "Tomás")


def test_a_reference_that_is_taken_leads_to_its_client_and_loses_nothing(sam: Visitor, words: Words) -> None:
    rosa = cast.client(reference="A-17")
    answer = sam.press("clients/new", first_name="Ben", reference="a-17", language="en")
    assert answer.status_code == 422
    assert f"/clients/{rosa.id}/" in words(answer)
    assert 'value="Ben"' in words(answer)


BAD = ["a\x00b", "a\x1bb", "line\r\nBcc: x@example.com", "x" * 300]
HARMLESS = ["<script>alert(1)</script>", "{{ 7|add:7 }}", "[ClientName]", "Zoë 🏛️", "مرحبا\u202eabc", "Robert'); DROP TABLE--", "%_\\"]


@pytest.mark.parametrize(
    "field", ["first_name", "last_name", "reference", "type", "group", "status", "gender", "race", "zip", "middle_name"]
)
@pytest.mark.parametrize("text", BAD)
def test_bad_text_in_a_client_gets_a_message_beside_its_field_and_loses_nothing(sam: Visitor, field: str, text: str) -> None:
    answer = sam.press("clients/new", **{"language": "en", "race": "kept", field: text})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field] or field not in ("first_name", "last_name", "reference")
    assert field in answer.context["form"].errors
    assert answer.context["form"][field].value() == text
    assert not Client.objects.filter(agency=cast.agency()).exists()


@pytest.mark.parametrize("text", HARMLESS)
def test_unusual_text_in_a_client_is_kept_as_it_is(sam: Visitor, text: str) -> None:
    answer = sam.press("clients/new", language="en", last_name=text, zip="12345")
    kept = Client.objects.get(agency=cast.agency())
    assert kept.last_name == text
    assert "<script>alert" not in answer.content.decode()
    assert sam.open("clients/", name=text).context["page"].rows == [kept]
    assert sam.open("search", q=text).status_code == 200


@pytest.mark.parametrize(
    "typed", [{"date_of_birth": "1990-02-30"}, {"date_of_birth": "2999-01-01"}, {"language": "xx"}, {"time_zone": "Mars/Base"}]
)
def test_a_choice_or_date_that_does_not_exist_is_refused(sam: Visitor, typed: dict[str, str]) -> None:
    answer = sam.press("clients/new", **{"language": "en", "last_name": "Okafor", **typed})
    assert list(answer.context["form"].errors) == list(typed)


@pytest.mark.parametrize("text", [*BAD, *HARMLESS, "2025550143"])
@pytest.mark.parametrize("field", ["name", "reference", "phone", "email"])
def test_no_text_in_the_search_breaks_it(sam: Visitor, field: str, text: str) -> None:
    assert sam.open("clients/", **{field: text}).status_code in (200, 422)


def test_create_contact_adds_to_the_list_at_once_with_its_badges(sam: Visitor, words: Words) -> None:  # C1, C7
    rosa = cast.client()
    shown = words(sam.press(f"clients/{rosa.id}/contacts", address="(202) 555-0143"))
    assert "(202) 555-0143 was added." in shown
    made = Contact.objects.get(agency=rosa.agency, client=rosa)
    assert f"/a/riverton/contacts/{made.id}/" in shown
    shown = words(sam.post(f"/a/riverton/clients/{rosa.id}/contacts", {"address": "555-01"}, headers={"HX-Request": "true"}))
    assert "<!doctype" not in shown
    assert "Invalid" in shown
    assert "too few digits" in shown


@pytest.mark.parametrize("typed", ["", "hello", "12", "a\x00@example.org", "a\x07 2025550143", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_refused_beside_the_field_and_stays_typed(sam: Visitor, words: Words, typed: str) -> None:  # C3
    rosa = cast.client()
    for headers in ({}, {"HX-Request": "true"}):
        answer = sam.post(f"/a/riverton/clients/{rosa.id}/contacts", {"address": typed}, headers=headers)
        assert answer.status_code == 422
        assert 'id="id_address_error"' in words(answer)
        assert answer.context["add_form"]["address"].value() == typed
    assert not Contact.objects.filter(agency=rosa.agency).exists()


def test_a_twin_is_refused_with_a_link_and_restore_where_it_is_archived(sam: Visitor, words: Words) -> None:  # C6
    rosa = cast.contact()
    shown = words(sam.press(f"clients/{rosa.client_id}/contacts", address="202 555 0143"))
    assert f"/a/riverton/contacts/{rosa.id}/" in shown
    assert f"contacts/{rosa.id}/restore" not in shown
    archive(agency=rosa.agency, kind="contact", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    shown = words(sam.press(f"clients/{rosa.client_id}/contacts", address="202 555 0143"))
    assert f"contacts/{rosa.id}/restore" in shown


def test_the_tools_say_how_many_messages_they_delete_and_undo_brings_them_back(sam: Visitor, words: Words) -> None:  # L5, L6
    rosa = cast.contact()
    cast.one_off(rosa, now=cast.later())
    assert "Deletes 1 scheduled message" in words(sam.open(f"clients/{rosa.client_id}/"))
    shown = words(sam.press(f"clients/{rosa.client_id}/archive"))
    assert "Rosa Delgado is archived. 1 scheduled message was deleted." in shown
    assert "This client is archived" in shown
    undo = shown.split(f"/a/riverton/clients/{rosa.client_id}/undo/")[1].split('"')[0]
    assert "1 message is scheduled again." in words(sam.press(f"clients/{rosa.client_id}/undo/{undo}"))
    assert "can no longer be undone" in words(sam.press(f"clients/{rosa.client_id}/undo/{undo}"))
    assert Message.objects.filter(agency=rosa.agency, status="scheduled").count() == 1


def test_who_may_only_view_sees_no_buttons_and_can_press_none(visit: Visit, words: Words) -> None:  # P1
    rosa = cast.contact()
    vera = visit(cast.vera())
    shown = words(vera.open(f"clients/{rosa.client_id}/"))
    assert "(202) 555-0143" in shown
    for label in ("Tools", "Create Contact", "Edit</a>"):
        assert label not in shown
    assert "New Client" not in words(vera.open("clients/"))
    for path in ("archive", "trash", "restore", "edit", "contacts"):
        assert vera.press(f"clients/{rosa.client_id}/{path}").status_code == 403
    assert vera.open("clients/new").status_code == 403


def test_empty_lists_say_what_to_do(sam: Visitor, words: Words) -> None:
    assert "Press New Client to add the first one." in words(sam.open("clients/"))
    assert "No client matches" in words(sam.open("clients/", name="nobody"))
    assert "press Create Contact" in words(sam.open(f"clients/{cast.client().id}/"))
