"""One-offs by the API, by every rule of the composer; and what became of messages (M1, M2, M5, M8, C9)."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse
from django.utils import timezone

from duenotice.contacts.models import Contact
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Attempt, File, Message, Receipt
from duenotice.senders.models import Sender
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]
FORM = "application/x-www-form-urlencoded"


def send(api: Program, to: object = cast.ROSA_PHONE, content: str = "Please call the clerk.", **fields: object) -> HttpResponse:
    return api.call("POST", "/v1/messages/oneoffs", {"to": str(to), "content": content, **fields})


@pytest.mark.parametrize("to", ["(202) 555-0143", "+12025550143", "ROSA@example.org", "uuid"])
def test_a_one_off_goes_to_a_phone_an_email_or_a_contact(api: Program, to: str):
    rosa = cast.client()
    contacts = [cast.contact(rosa), cast.contact(rosa, cast.ROSA_EMAIL)]
    answer = send(api, contacts[0].id if to == "uuid" else to, "Hello [ClientFirstName].")
    message = answer.json()
    assert (answer.status_code, message["client"], message["content"]) == (201, str(rosa.id), "Hello Rosa.")
    assert message["contact"] == str(contacts["@" in to].id)
    assert (message["status"], message["subject"]) == ("scheduled", "Riverton County Court" if "@" in to else "")


def test_an_address_that_no_contact_has_makes_a_contact_without_a_client(api: Program):
    message = send(api, "202-555-0199").json()
    assert (message["client"], message["to"]) == (None, "+12025550199")
    assert Contact.objects.get(agency=cast.agency()).client is None


def test_a_shared_number_goes_to_who_was_last_written_to(api: Program):  # M7
    rosa, ben = cast.contact(cast.client("Rosa")), cast.contact(cast.client("Ben", reference="B-1"))
    assert send(api).json()["contact"] == str(ben.id)
    cast.one_off(rosa, now=datetime.now(UTC) + timedelta(days=2))
    assert send(api, content="Another").json()["contact"] == str(rosa.id)
    assert send(api, content="A third", client="B-1").json()["contact"] == str(ben.id)


def test_a_form_and_flags_in_every_form(api: Program):
    cast.contact()
    body = b"to=%2B12025550143&content=Hello&send_now=1&skip_duplicate=0&mms=false&subject="
    message = api.call("POST", "/v1/messages/oneoffs", body, Content_Type=FORM).json()
    assert message["scheduled_at"][:16] == message["created_at"][:16]


def test_a_moment_is_utc_and_the_past_is_refused(api: Program):
    cast.contact()
    day = f"{timezone.now().year + 2}-01-02"
    for written in (f"{day} 15:04:05", f"{day}T15:04:05Z", f"{day}T10:04:05-05:00"):
        assert send(api, scheduled_at=written, skip_duplicate=True).json()["scheduled_at"] == f"{day}T15:04:05Z"
    for other in ("2001-01-01 00:00:00", "2999-01-01 00:00:00"):
        assert list(send(api, scheduled_at=other).json()["errors"]) == ["scheduled_at"]


def test_a_duplicate_is_a_409_unless_it_is_meant(api: Program):  # M5
    cast.contact()
    first = send(api).json()
    again = send(api)
    assert (again.status_code, again.json()["code"], again.json()["uuid"]) == (409, "duplicate", first["uuid"])
    assert send(api, skip_duplicate=1).status_code == 201


def test_what_cannot_be_reached_is_refused_with_its_reason(api: Program):  # C9, O1
    contact = cast.contact()
    for noun, code in (("opt-out", "opted_out"), ("archive", "contact_archived"), ("trash", "contact_trashed")):
        api.call("POST", f"/v1/contacts/{contact.id}/{noun}")
        answer = send(api)
        assert (answer.status_code, answer.json()["code"], list(answer.json()["errors"])) == (400, code, ["to"])
    assert send(api, "555-0143").json()["code"] == "invalid"
    assert not Message.objects.filter(agency=cast.agency()).exists()
    assert Contact.objects.filter(agency=cast.agency()).count() == 1


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"to": "nobody"}, "to"),
        ({"to": "0198c0de-0000-7000-8000-000000000001"}, "to"),
        ({"content": " "}, "content"),
        ({"content": "Hello [Nonsense]"}, "content"),
        ({"content": "x" * 1601}, "content"),
        ({"file": "nonsense"}, "file"),
        ({"event": "nobody"}, "event"),
        ({"send_now": "maybe"}, "send_now"),
        ({"scheduled_at": "tomorrow"}, "scheduled_at"),
    ],
)
def test_errors_stand_by_field(api: Program, fields: dict[str, object], wrong: str):
    cast.contact()
    answer = send(api, **{"to": cast.ROSA_PHONE, **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])


def test_a_file_goes_with_an_email(api: Program):
    cast.contact(entered=cast.ROSA_EMAIL)
    data = base64.b64encode(b"Bring the form.").decode()
    file = api.call("POST", "/v1/files", {"file_data": data, "name": "note.txt", "type": "text/plain", "size": 15})
    assert (file.status_code, file.json()["type"]) == (201, "text/plain")
    assert all(not isinstance(value, list | dict) for value in file.json().values())
    assert send(api, cast.ROSA_EMAIL, file=file.json()["uuid"]).json()["files"] == [file.json()["uuid"]]
    assert api.call("GET", f"/v1/files/{file.json()['uuid']}").json() == file.json()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"file_data": "%%%"}, "file_data"),
        ({"file_data": ""}, "file_data"),
        ({"size": 3}, "size"),
        ({"name": "run.exe"}, "file_data"),
        ({"name": "page.pdf"}, "file_data"),
    ],
)
def test_what_cannot_be_sent_is_refused(api: Program, fields: dict[str, object], wrong: str):
    answer = api.call("POST", "/v1/files", {"file_data": "QnJpbmc=", "name": "note.txt", **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])
    assert not File.objects.filter(agency=cast.agency()).exists()


def test_the_list_can_be_narrowed(api: Program):
    rosa, ben = cast.contact(cast.client(reference="R-1")), cast.contact(cast.client("Ben", "Okafor"), "ben@example.org")
    text, mail = cast.one_off(rosa), cast.one_off(ben)

    def found(query: str) -> set[str]:
        return {one["uuid"] for one in api.call("GET", f"/v1/messages?{query}").json()}

    assert found("") == found("status=scheduled&direction=out&from_date=2026-11-24&to_date=2026-11-24") == {str(text.id), str(mail.id)}
    assert found("client=R-1") == found("contact=202-555-0143") == found("channel=text") == found("search=delgado") == {str(text.id)}
    assert found("contact=ben@example.org") == found("search=okafor") == {str(mail.id)}
    assert found("status=sent") == found("direction=in") == found("to_date=2026-11-23") == set()


def test_cancelling_and_metas(api: Program):
    message = cast.one_off(cast.contact())
    usual = {"agency": cast.agency(), "message": message, "gateway": "handset"}
    Attempt.objects.create(number=1, started_at=cast.NOON, outcome="accepted", **usual)
    Receipt.objects.create(at=cast.NOON + timedelta(seconds=4), status="delivered", **usual)
    metas = api.call("GET", f"/v1/messages/{message.id}/metas").json()
    assert [(one["type"], one["status"]) for one in metas] == [("attempt", "accepted"), ("receipt", "delivered")]
    assert api.call("DELETE", f"/v1/messages/{message.id}").json()["status"] == "cancelled"
    assert api.call("DELETE", f"/v1/messages/{message.id}").status_code == 409


def test_a_test_client_only_simulates_in_live_mode(program: Make):
    cast.contact()
    simulated, real = send(program(test=True), send_now=True).json(), send(program(), content="For real", send_now=True).json()
    assert (simulated["simulated"], real["simulated"]) == (True, False)
    phone, now = Sender.objects.get(agency=cast.agency(), kind="phone"), datetime(2099, 1, 1, 20, 0, tzinfo=UTC)
    Message.objects.filter(agency=cast.agency()).update(expires_at=None, ignores_quiet_hours=True)
    gated = gate(cast.agency().id, phone.id, claim(cast.agency().id, phone.id, 10, now=now), now=now)
    assert (gated.simulated, [one.outbound.body for one in gated.handed]) == (1, ["For real"])
    assert Message.objects.get(agency=cast.agency(), id=simulated["uuid"]).status == "simulated"


def test_nobody_sees_or_uses_what_is_another_agencys(api: Program):
    nadia = cast.contact(cast.client("Nadia", of=cast.agency("lakeside")))
    theirs = cast.one_off(nadia)
    file = File.objects.create(agency=cast.agency("lakeside"), name="a.txt", type="text/plain", size=1, content=b"a")
    assert api.call("GET", "/v1/messages").json() == []
    for method, path in [("GET", f"messages/{theirs.id}"), ("DELETE", f"messages/{theirs.id}"), ("GET", f"messages/{theirs.id}/metas")]:
        assert api.call(method, f"/v1/{path}").status_code == 404
    assert api.call("GET", f"/v1/files/{file.id}").status_code == 404
    assert send(api, nadia.id).status_code == 400
    cast.contact(entered=cast.ROSA_EMAIL)
    assert list(send(api, cast.ROSA_EMAIL, file=str(file.id)).json()["errors"]) == ["file"]
