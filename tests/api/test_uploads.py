"""Uploads over the API (U1, U2): the same functions as the pages, the rights of the token, and a test client only simulates."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from duenotice.accounts.permissions import ALL
from duenotice.clients.models import Client
from duenotice.messaging.models import Message
from duenotice.programs.models import ApiClient
from duenotice.uploads.deciding import decide
from duenotice.uploads.models import Upload
from duenotice.uploads.taking import RUN, begin
from tests import cast
from tests.api.conftest import Program
from tests.flows.cast import flow
from tests.running_jobs import finish_jobs

ROWS = "Client ID,Given,Phone,Hearing Date,Hearing Time\r\nD-1,Rosa,(202) 555-0143,11/30/2099,9:00 AM\r\nD-2,Ben,555,11/30/2099,9:00 AM\r\n"


def handed_in(api: Program, rows: str = ROWS, **more: Any) -> str:
    made = api.call("POST", "/v1/uploads", {"name": "tonight.csv", "file_data": base64.b64encode(rows.encode()).decode(), **more})
    assert made.status_code == 201, made.content
    return f"/v1/uploads/{made.json()['uuid']}"


def done(api: Program, at: str, *what: str) -> dict[str, Any]:
    for one in what:
        begun = api.call("POST", f"{at}/{one}")
        assert begun.status_code == 201, begun.content
        finish_jobs()
    return dict(api.call("GET", at).json())


def test_an_upload_from_the_file_to_its_undo(api: Program):
    at = handed_in(api)
    first = api.call("GET", at).json()
    assert (first["stage"], [one["field"] for one in first["columns"]][:3]) == ("columns", ["reference", "", "phone"])
    fields = ["reference", "first_name", "phone", "event_date", "event_time"]
    assert api.call("PATCH", at, {"fields": fields}).json()["columns"][3] == {"heading": "Hearing Date", "field": "event_date"}
    checked = done(api, at, "dry-run")
    assert (checked["stage"], checked["rows"]["created"], checked["in_part"]) == ("checked", 2, 1)
    assert not Client.objects.exists()
    reject = api.call("GET", f"{at}/rejects").json()[0]
    assert (reject["cells"][:3], reject["reasons"][0]["code"]) == (["D-2", "Ben", "555"], "address_invalid")
    ran = done(api, at, "run")
    assert (ran["stage"], ran["progress"]["state"], ran["progress"]["done"]) == ("done", "done", 2)
    assert set(Client.objects.values_list("reference", flat=True)) == {"D-1", "D-2"}
    assert done(api, at, "undo")["stage"] == "undone"
    assert not Client.objects.exists()
    assert [one["uuid"] for one in api.call("GET", "/v1/uploads").json()] == [first["uuid"]]


def test_rows_may_do_what_the_token_may_and_no_more(program: Callable[..., Program]):
    narrow = program(permissions=["uploads", "create_clients", "create_contacts"])
    narrow.sign_in(scope="uploads")
    at = handed_in(narrow, "Client ID,First name\r\nD-1,Rosa\r\n")
    assert done(narrow, at, "dry-run", "run")["rows"]["created"] == 0
    assert not Client.objects.exists()
    wide = program(permissions=["uploads", "create_clients"])
    at = handed_in(wide, "Client ID,First name\r\nD-1,Rosa\r\n")
    done(wide, at, "dry-run")
    ApiClient.objects.filter(id=wide.made.client.id).update(permissions=["uploads"])
    assert done(wide, at, "run")["rows"]["created"] == 0


def test_what_a_test_clients_upload_schedules_is_only_simulated_whoever_runs_it_or_decides(program: Callable[..., Program]):
    flow(7, 1)
    cast.client()
    api = program(test=True)
    rows = ROWS.replace("Given", "First name").replace("Time\r\n", "Time,Last name\r\n")
    at = handed_in(api, rows + ",Rosa,(202) 555-0160,11/30/2099,10:00 AM,Delgado\r\n")
    assert api.call("PATCH", at, {"flow_name": "Court"}).json()["flow_name"] == "Court"
    done(api, at, "dry-run")
    upload = Upload.objects.get()
    begin(upload=upload, what=RUN, actor=cast.actor(), now=cast.NOON)
    finish_jobs()
    decide(upload=upload, number=4, decision="new", rights=ALL, actor=cast.actor(), now=cast.NOON)
    assert Client.objects.count() == 4
    assert list(Message.objects.values_list("only_simulate", flat=True)) == [True] * 4


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x.csv", "file_data": "%%%"}, "file_data"),
        ({"name": "x.csv", "file_data": ""}, "file_data"),
        ({"name": "", "file_data": "QQ=="}, "name"),
        ({"name": "x.csv", "file_data": "QSxCDQoxLDINCg==", "template": "None such"}, "template"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_by_its_field(api: Program, body: dict[str, Any], field: str):
    answer = api.call("POST", "/v1/uploads", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])


def test_a_wrong_mapping_and_a_wrong_moment_are_refused(api: Program):
    at = handed_in(api)
    for fields in (["reference"], ["reference"] * 5, ["nonsense", "", "", "", ""], ["", "", "", "", ""]):
        assert list(api.call("PATCH", at, {"fields": fields}).json()["errors"]) == ["fields"]
    assert api.call("POST", f"{at}/run").status_code == 409
    assert api.call("POST", f"{at}/undo").status_code == 409


NAMESAKE = "First name,Last name,Phone\r\nRosa,Delgado,(202) 555-0160\r\nRosa,Delgado,(202) 555-0161\r\n"


def test_rows_left_for_a_person_are_decided_and_undo_takes_that_back(api: Program):
    rosa = cast.client()
    at = handed_in(api, NAMESAKE)
    assert done(api, at, "dry-run", "run")["rows"]["left"] == 2
    row = api.call("GET", f"{at}/rows/2").json()
    assert [(one["decision"], one["name"]) for one in row["choices"]] == [(str(rosa.id), rosa.name), ("new", None)]
    wrong = api.call("POST", f"{at}/rows/2/decision", {"decision": at[-36:]})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["decision"])
    decided = api.call("POST", f"{at}/rows/2/decision", {"decision": str(rosa.id)}).json()
    assert (decided["outcome"], decided["choices"]) == ("updated", [])
    assert [one.address.value for one in rosa.contacts.all()] == ["+12025550160"]
    assert api.call("POST", f"{at}/rows/2/decision", {"decision": "new"}).status_code == 409
    assert api.call("POST", f"{at}/rows/3/decision", {"decision": "skip"}).json()["outcome"] == "skipped"
    assert api.call("GET", f"{at}/rows/99999999999").status_code == 400
    assert api.call("GET", f"{at}/rows/4").status_code == 404
    assert done(api, at, "undo")["stage"] == "undone"
    assert not rosa.contacts.exists()


def test_a_mapping_is_kept_as_a_template_and_read_by_its_name(api: Program):
    at = handed_in(api)
    fields = ["reference", "first_name", "phone", "event_date", "event_time"]
    api.call("PATCH", at, {"fields": fields})
    kept = api.call("POST", f"{at}/template", {"name": "Nightly docket"})
    assert (kept.status_code, list(kept.json()["fields"].values())) == (201, fields)
    again = handed_in(api, template="nightly docket")
    assert [one["field"] for one in api.call("GET", again).json()["columns"]] == fields
    taken = api.call("POST", f"{handed_in(api)}/template", {"name": "NIGHTLY docket"})
    assert (taken.status_code, list(taken.json()["errors"])) == (409, ["name"])
    assert [one["name"] for one in api.call("GET", "/v1/upload_templates").json()] == ["Nightly docket"]


def test_another_agencys_uploads_are_not_there_and_the_permission_is_needed(api: Program, program: Callable[..., Program]):
    at = handed_in(api)
    lakeside = program(cast.agency("lakeside"))
    assert lakeside.call("GET", "/v1/uploads").json() == []
    api.call("POST", f"{at}/template", {"name": "Nightly docket"})
    assert lakeside.call("GET", "/v1/upload_templates").json() == []
    for method, path in (("GET", at), ("PATCH", at), ("POST", f"{at}/run"), ("GET", f"{at}/rejects"), ("GET", f"{at}/rows/2")):
        assert lakeside.call(method, path, {} if method == "PATCH" else None).status_code == 404
    for path, body in (("rows/2/decision", {"decision": "new"}), ("template", {"name": "Ours"})):
        assert lakeside.call("POST", f"{at}/{path}", body).status_code == 404
    assert program(permissions=["uploads"]).call("GET", f"{at}/rows/2").status_code == 403
    assert program(permissions=["view_clients"]).call("GET", "/v1/uploads").status_code == 403
