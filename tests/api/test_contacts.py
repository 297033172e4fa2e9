"""Contacts by the API: their whole life as nouns (C1 to C9, O1, O2, L1 to L3)."""

from collections.abc import Callable

import pytest

from duenotice.contacts.models import ConsentEvent, Contact
from duenotice.messaging.models import Message
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]


def read(api: Program, contact: Contact) -> dict[str, object]:
    return api.call("GET", f"/v1/contacts/{contact.id}").json()


def test_a_contact_is_created_on_a_client(api: Program):
    rosa = cast.client(reference="R-1")
    answer = api.call("POST", "/v1/contacts", {"client": "R-1", "contact": "(202) 555-0143", "name": "Her mother", "type": "home"})
    contact = answer.json()
    assert (answer.status_code, contact["client"], contact["contact"]) == (201, str(rosa.id), cast.ROSA_PHONE)
    assert (contact["channel"], contact["deliverable"], contact["entered"]) == ("text", True, "(202) 555-0143")
    again = api.call("POST", "/v1/contacts", {"client": "R-1", "contact": "+1 202 555 0143"})
    assert (again.status_code, again.json()["uuid"]) == (409, contact["uuid"])  # C6


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"contact": "none"}, "contact"),
        ({}, "contact"),
        ({"contact": cast.ROSA_PHONE, "channel": "email"}, "channel"),
        ({"contact": cast.ROSA_PHONE, "type": "pigeon"}, "type"),
        ({"contact": cast.ROSA_PHONE, "client": "nobody"}, "client"),
    ],
)
def test_errors_stand_by_field(api: Program, fields: dict[str, object], wrong: str):
    answer = api.call("POST", "/v1/contacts", fields)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])


def test_an_unreachable_one_is_kept_and_says_so(api: Program):  # C3, C9
    contact = api.call("POST", "/v1/contacts", {"contact": "rosa@nowhere"}).json()
    assert (contact["invalid"], contact["invalid_reason"]) == (True, "email_malformed")
    assert (contact["deliverable"], contact["deliverable_reason"]) == (False, "invalid")


def test_name_type_and_channel_change_and_the_value_does_not(api: Program):  # C4, C5
    contact = cast.contact()
    path = f"/v1/contacts/{contact.id}"
    changed = api.call("PATCH", path, {"name": "Her mother", "channel": "voice", "contact": "202-555-0143"}).json()
    assert (changed["name"], changed["channel"], changed["type"]) == ("Her mother", "voice", "mobile")
    answer = api.call("PUT", path, {"contact": cast.BEN_PHONE})
    assert answer.status_code == 400
    assert "replacement" in answer.json()["errors"]["contact"][0]
    assert api.call("PATCH", path, {"channel": "email"}).status_code == 400


def test_opting_out_and_in(api: Program):  # O1, O2, O5
    contact = cast.contact()
    cast.one_off(contact)
    path = f"/v1/contacts/{contact.id}/opt-out"
    out = api.call("POST", path).json()
    assert (out["opted_out"], out["deliverable_reason"]) == (True, "opted_out")
    assert not Message.objects.filter(agency=cast.agency()).exists()
    assert api.call("POST", path).status_code == 200
    back = api.call("DELETE", path).json()
    assert (back["opted_out"], back["opted_in"]) == (False, True)
    ledger = api.call("GET", f"/v1/contacts/{contact.id}/consent").json()
    assert [(row["change"], row["how"]) for row in ledger] == [("in", "api"), ("out", "api")]
    assert {row.actor_id for row in ConsentEvent.objects.filter(agency=cast.agency())} == {api.made.client.id}


def test_archive_trash_and_restore(api: Program):  # L1 to L3
    contact = cast.contact()
    path = f"/v1/contacts/{contact.id}"
    assert api.call("POST", f"{path}/archive").json()["archived_at"]
    assert api.call("GET", "/v1/contacts").json() == []
    assert len(api.call("GET", "/v1/contacts?archived=y").json()) == 1
    assert api.call("DELETE", f"{path}/trash").status_code == 409
    assert api.call("POST", f"{path}/trash/").json()["trashed_at"]
    assert api.call("GET", "/v1/contacts?archived=y").json() == []
    assert api.call("DELETE", f"{path}/trash").json()["deliverable"]
    assert api.call("DELETE", path).json()["trashed_at"]


def test_replacing(api: Program):  # C5
    contact = cast.contact()
    answer = api.call("POST", f"/v1/contacts/{contact.id}/replacement", {"contact": cast.BEN_PHONE})
    assert (answer.status_code, answer.json()["replaces"], answer.json()["contact"]) == (201, str(contact.id), cast.BEN_PHONE)
    assert read(api, contact)["archived_at"]


def test_the_list_can_be_narrowed(api: Program):
    phone, email = cast.contact(cast.client()), cast.contact(cast.client("Ben", "Okafor", reference="B-1"), "ben@example.org")
    broken = cast.contact(cast.client("Tomás"), "555-0143")
    api.call("POST", f"/v1/contacts/{email.id}/opt-out")

    def found(query: str) -> set[str]:
        return {one["uuid"] for one in api.call("GET", f"/v1/contacts?{query}").json()}

    assert found("channel=email") == found("opted_out=y") == found("client=B-1") == found("search=okaf") == {str(email.id)}
    assert found("invalid=1") == {str(broken.id)}
    assert found("invalid=n&opted_out=false") == found("contact=202.555.0143") == {str(phone.id)}
    assert found("type=fax") == found("opted_in=true") == set()
    assert api.call("GET", "/v1/contacts?channel=pigeon").status_code == 400


def test_nobody_sees_or_changes_another_agencys_contacts(api: Program):
    nadia = cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    assert api.call("GET", f"/v1/contacts?contact={cast.ROSA_PHONE[1:]}").json() == []
    path = f"/v1/contacts/{nadia.id}"
    calls = [
        ("GET", ""),
        ("PATCH", ""),
        ("DELETE", ""),
        ("GET", "/consent"),
        ("POST", "/opt-out"),
        ("DELETE", "/opt-out"),
        ("POST", "/archive"),
    ]
    for method, noun in calls:
        assert api.call(method, path + noun, {} if method == "PATCH" else None).status_code == 404
    assert api.call("POST", f"{path}/replacement", {"contact": cast.BEN_PHONE}).status_code == 404
    nadia.refresh_from_db()
    assert nadia.is_live


def test_simulate_mode_is_told(program: Make):  # C9
    contact = cast.contact(cast.client(of=cast.agency(mode="simulate")))
    told = read(program(), contact)
    assert (told["deliverable"], told["deliverable_reason"]) == (True, "only_simulated")
