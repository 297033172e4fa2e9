"""Clients by the API: the dialect of api.md, and the rules of the pages (P3, C1, C3)."""

from base64 import urlsafe_b64encode
from collections.abc import Callable

import pytest

from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.messaging.models import Message
from tests import cast
from tests.api.conftest import Program

FORM = "application/x-www-form-urlencoded"
Make = Callable[..., Program]


def made(api: Program, **fields: object) -> dict[str, object]:
    answer = api.call("POST", "/v1/clients", {"first_name": "Rosa", "last_name": "Delgado", **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_client_is_created_with_contacts_and_read_by_uuid_or_reference(api: Program):
    client = made(
        api, client_reference="C-17", dob="04/02/1988", language="Spanish", phone="(202) 555-0143", email="Rosa@Example.org", zip=20500
    )
    assert (client["dob"], client["language"], client["phone"], client["email"]) == ("1988-04-02", "es", cast.ROSA_PHONE, cast.ROSA_EMAIL)
    assert (client["zip"], client["created_at"][-1]) == ("20500", "Z")
    for path in (f"/v1/clients/{client['uuid']}", "/v1/clients/C-17", "/v1/clients/c-17/"):
        assert api.call("GET", path).json() == client


def test_a_form_does_what_json_does(api: Program):
    answer = api.call("POST", "/v1/clients/", b"first_name=Zo%C3%AB&last_name=O%27Neil", Content_Type=FORM)
    assert (answer.status_code, answer.json()["name"]) == (201, "Zoë O'Neil")


def test_what_cannot_be_reached_becomes_an_invalid_contact_and_garbage_an_error(api: Program):  # C3
    made(api, phone="555-0143")
    assert Contact.objects.get(agency=cast.agency()).address.invalid_for != []
    answer = api.call("POST", "/v1/clients", {"last_name": "Delgado", "phone": "none"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["phone"])
    assert Client.objects.filter(agency=cast.agency()).count() == 1


def test_only_the_fields_given_change(api: Program):
    client = made(api, client_reference="C-17", group="A")
    for method in ("PUT", "PATCH"):
        changed = api.call(method, "/v1/clients/C-17", {"last_name": f"by {method}", "group": None}).json()
        assert (changed["first_name"], changed["last_name"], changed["group"]) == ("Rosa", f"by {method}", "")
    assert api.call("PATCH", "/v1/clients/C-17", {}).json()["uuid"] == client["uuid"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "last_name"),
        ({"last_name": "x" * 101}, "last_name"),
        ({"last_name": "bell\x07"}, "last_name"),
        ({"last_name": ["a"]}, "last_name"),
        ({"last_name": "A", "dob": "31/12/2000"}, "dob"),
        ({"last_name": "A", "dob": "2999-01-01"}, "dob"),
        ({"last_name": "A", "language": "klingon!"}, "language"),
        ({"last_name": "A", "time_zone": "Mars"}, "time_zone"),
    ],
)
def test_errors_stand_by_field(api: Program, fields: dict[str, object], wrong: str):
    answer = api.call("POST", "/v1/clients", fields)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])


def test_a_reference_is_taken_once(api: Program):
    client = made(api, client_reference="C-17")
    answer = api.call("POST", "/v1/clients", {"client_reference": "c-17"})
    assert (answer.status_code, answer.json()["uuid"]) == (409, client["uuid"])


def test_deleting_trashes_and_ends_what_is_scheduled(api: Program):  # L2, L6
    rosa = cast.client()
    cast.one_off(cast.contact(rosa))
    assert api.call("DELETE", f"/v1/clients/{rosa.id}").json()["trashed_at"]
    assert not Message.objects.filter(agency=cast.agency()).exists()
    assert api.call("GET", "/v1/clients").json() == []
    assert len(api.call("GET", "/v1/clients?trashed=y&archived=").json()) == 1
    assert api.call("DELETE", f"/v1/clients/{rosa.id}/trash").json()["trashed_at"] is None


def test_lists_are_bare_arrays_that_can_be_narrowed(api: Program):
    rosa, ben = cast.client(reference="R-1"), cast.client("Ben", "Okafor", reference="R-2")
    cast.contact(rosa)
    cast.contact(ben, "ben@example.org")

    def names(query: str) -> list[str]:
        return [one["name"].split()[0] for one in api.call("GET", f"/v1/clients?{query}").json()]

    assert names("") == names("search=&contact=") == ["Ben", "Rosa"]
    assert names("search=del") == names("search=r-1") == names("search=555-0143") == ["Rosa"]
    assert names("contact=(202)%20555-0143") == names("contact=%2B12025550143") == names("client=r-1") == ["Rosa"]
    assert names("contact=BEN@example.org") == names(f"client={ben.id}") == ["Ben"]
    assert names("contact=nonsense") == names("client=nobody") == names("to_date=2001-01-01") == []
    assert names("limit=1") == ["Ben"]
    assert set(api.call("GET", "/v1/clients?slim=y").json()[0]) == {"uuid", "client_reference", "name", "created_at", "updated_at"}


def test_the_link_header_leads_through_the_whole_list(api: Program):
    people = [cast.client(str(number)) for number in range(5)]
    path, seen = "/v1/clients?limit=2&search=Delgado", []
    while path:
        answer = api.call("GET", path)
        seen += [one["uuid"] for one in answer.json()]
        path = answer.get("Link", "").partition("<")[2].partition(">")[0].partition("8000")[2]
    assert seen == [str(one.id) for one in reversed(people)]
    forged = urlsafe_b64encode(b'["0001-01-01T00:00:00+23:00", "01a21826-2295-7682-9c73-10443aeca8a3"]').decode().rstrip("=")
    for asked in ("cursor=nonsense", f"updated_since=2026-01-01&cursor={forged}"):
        assert api.call("GET", f"/v1/clients?{asked}").status_code == 400


def test_nobody_sees_or_changes_another_agencys_clients(api: Program):
    nadia = cast.client("Nadia", "Petrova", of=cast.agency("lakeside"), reference="N-1")
    assert api.call("GET", "/v1/clients?search=Petrova").json() == []
    for key in (nadia.id, "N-1"):
        for method in ("GET", "PATCH", "PUT", "DELETE"):
            assert api.call(method, f"/v1/clients/{key}", {} if method[0] == "P" else None).status_code == 404
        assert api.call("POST", f"/v1/clients/{key}/archive").status_code == 404


def test_making_contacts_takes_its_own_permission(program: Make):  # P1
    answer = program(permissions=["create_clients"]).call("POST", "/v1/clients", {"last_name": "A", "phone": cast.ROSA_PHONE})
    assert answer.status_code == 403
    assert not Client.objects.filter(agency=cast.agency()).exists()
