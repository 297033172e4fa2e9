"""What holds for every call: bad bodies, errors, unknown fields, keys, the minute, permissions, following changes (api.md)."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from pytest_django import Settings

from duenotice.accounts.permissions import ALL, expand
from duenotice.actions.lifecycle import trash
from duenotice.actions.purging import purge
from duenotice.agencies.models import Activity
from duenotice.api.document import document
from duenotice.clients.models import Client
from duenotice.programs import journal, once, rate
from duenotice.programs.models import Answered, ApiCall
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]
FORM = "application/x-www-form-urlencoded"


def create(api: Program, body: object, **headers: str) -> HttpResponse:
    return api.call("POST", "/v1/clients", body, **headers)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"last_name": NaN}', "application/json", 400),
        (b'{"zip": 1e999}', "application/json", 400),
        (b'{"last_name": "a", "last_name": "b"}', "application/json", 400),
        (b"last_name=a&last_name=b", FORM, 400),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"last_name=%ff", FORM, 400),
        (b'{"last_name": "nul\\u0000"}', "application/json", 400),
        (b'{"last_name": "\\ud800"}', "application/json", 400),
        (b'{"last_name": "a", "\\ud800\\u0000": 1}', "application/json", 201),
        (b'{"last_name": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b'{"last_name": 123456789012345678901234567890}', "application/json", 201),
        (b'{"last_name": {"a": 1}}', "application/json", 400),
        (b"\xef\xbb\xbf" + b'{"last_name": "BOM"}', "application/json", 201),
        (b"<xml/>", "text/xml", 415),
        (b"--x--", "multipart/form-data; boundary=x", 415),
        (b'{"last_name": "' + b"x" * 10_000_000 + b'"}', "application/json", 413),
        (b"", "application/json", 400),
    ],
)
def test_bad_bodies_are_refused_in_json(api: Program, body: bytes, kind: str, status: int):
    answer = create(api, body, Content_Type=kind)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert "html" not in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/v1/clients/%00", "/v1/clients?search=%00", "/v1/clients?limit=0", "/v1/events?from_date=x", "/v1/nothing"]
)
def test_bad_addresses_are_refused_in_json(api: Program, path: str):
    answer = api.call("GET", f"/v1/{path}")
    assert (answer.status_code // 100, answer["Content-Type"]) == (4, "application/json")


def test_problem_documents_are_given_where_asked_for(api: Program):
    answer = create(api, {"dob": "nonsense"}, Accept="application/problem+json")
    problem = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "errors"} <= set(problem)
    assert list(problem["errors"]) == ["dob"]


def test_a_wrong_method_says_which_ones_there_are(api: Program):
    answer = api.call("DELETE", "/v1/clients")
    assert answer.status_code == 405
    assert set(answer["Allow"].split(", ")) >= {"GET", "POST"}


def test_unknown_fields_are_ignored_and_named(api: Program):
    answer = api.call("POST", "/v1/clients?colour=red", {"last_name": "Delgado", "favourite": 1, "ü\n": 2})
    assert answer.status_code == 201
    assert answer["Warning"] == '299 - "Unknown and ignored: favourite, \\xfc\\n, colour"'
    assert "Warning" not in api.call("POST", "/v1/clients?agency=riverton", {"last_name": "Ben"})


def test_a_key_makes_a_call_count_once(api: Program):
    body = {"last_name": "Delgado"}
    first, again = create(api, body, Idempotency_Key="k"), create(api, body, Idempotency_Key="k")
    assert (again.status_code, again.json(), again["Idempotent-Replayed"]) == (201, first.json(), "true")
    assert Client.objects.filter(agency=cast.agency()).count() == 1
    assert create(api, {"last_name": "Ben"}, Idempotency_Key="k").status_code == 422
    assert create(api, {"last_name": "x" * 101}, Idempotency_Key="k2").status_code == 400
    assert create(api, {"last_name": "Ben"}, Idempotency_Key="k2").status_code == 201
    Answered.objects.update(at=timezone.now() - once.KEPT_FOR * 2)
    assert create(api, body, Idempotency_Key="k").json()["uuid"] != first.json()["uuid"]


def test_work_under_a_key_that_somebody_was_faster_with_is_undone(api: Program):
    first = create(api, {"last_name": "Delgado"}, Idempotency_Key="k")
    kept = Answered.objects.get()
    with pytest.raises(once.InFlight), transaction.atomic():
        once.keep(kept.api_client_id, kept.agency_id, "k", kept.request_hash, once.Kept(201, b"another"), timezone.now())
    assert create(api, {"last_name": "Delgado"}, Idempotency_Key="k").json() == first.json()


def test_a_refusal_under_a_key_leaves_nothing_and_is_given_again(api: Program):
    create(api, {"client_reference": "R-1"})
    for _number in range(2):
        answer = create(api, {"client_reference": "r-1"}, Idempotency_Key="k")
        assert (answer.status_code, list(answer.json()["errors"])) == (409, ["client_reference"])


@pytest.mark.django_db(transaction=True)
def test_the_same_key_in_flight_is_a_409(program: Make):
    api, held, done = program(), threading.Event(), threading.Event()

    def hold() -> None:
        with connection.cursor() as cursor:
            lock = int.from_bytes(once.fingerprint(api.made.client.id.bytes, b"k")[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_lock(%s)", [lock])
            held.set()
            done.wait(120)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(120)
    answer = create(api, {"last_name": "Delgado"}, Idempotency_Key="k")
    done.set()
    thread.join()
    assert (answer.status_code, answer.json()["code"]) == (409, "in_flight")


def test_a_minute_has_so_many_calls(api: Program, settings: Settings):
    settings.API_CALLS_A_MINUTE = 30
    answers = [api.call("GET", "/v1/settings") for _number in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1]["RateLimit-Remaining"] == "0"
    rate.forget()  # another process knows of it too
    assert api.call("GET", "/v1/settings").status_code == 429


def test_every_operation_takes_its_permission_alone(program: Make):  # P1
    for path, methods in document()["paths"].items():
        for method, one in methods.items():
            if (needed := one.get("x-permission")) not in ALL:
                continue
            others = [name for name in ALL if needed not in expand([name])]
            for permissions, shut in (([needed], False), (others, True)):
                made = program(permissions=permissions)
                rate.forget()
                answer = made.call(method.upper(), path.replace("{", "").replace("}", ""), {})
                assert (answer.status_code == 403 and answer.json()["code"] == "forbidden") == shut, (method, path)


def test_changes_can_be_followed_with_what_is_gone(api: Program):
    rosa, ben, tom = cast.client("Rosa"), cast.client("Ben"), cast.client("Tom")
    usual = {"agency": cast.agency(), "kind": "client", "actor": cast.actor()}
    for one, days in ((ben, 1), (tom, 2)):
        trash(ids=[one.id], now=cast.NOON + days * timedelta(days=1), **usual)
    purge(ids=[tom.id], now=cast.NOON + timedelta(days=3), **usual)
    Client.objects.filter(agency=cast.agency(), id=rosa.id).update(updated_at=cast.NOON)
    told = api.call("GET", "/v1/clients?updated_since=2026-11-24").json()
    assert [(one["uuid"], one.get("deleted", False)) for one in told] == [(str(rosa.id), False), (str(ben.id), True), (str(tom.id), True)]
    assert [one["uuid"] for one in api.call("GET", "/v1/clients?updated_since=2026-11-25T20:00:00Z").json()] == [str(ben.id), str(tom.id)]


def test_calls_and_looks_are_written_down_in_batches_without_what_was_asked(api: Program):  # P6
    contact = cast.contact()
    api.call("GET", f"/v1/contacts/{contact.id}")
    api.call("GET", f"/v1/contacts?contact={cast.BEN_PHONE[1:]}")
    api.call("POST", "/v1/clients", {"dob": "x"})
    assert not ApiCall.objects.exists()
    journal.flush()
    calls = [(call.method, call.path, call.status) for call in ApiCall.objects.order_by("id")]
    assert calls == [("GET", "/v1/contacts/{contact}", 200), ("GET", "/v1/contacts", 200), ("POST", "/v1/clients", 400)]
    looks = Activity.objects.filter(agency=cast.agency(), record_kind="look")
    assert {(look.verb, look.record_id) for look in looks} == {("viewed", contact.id), ("searched", cast.agency().id)}
    assert "2025550144" not in json.dumps([look.detail for look in looks])
    api.made.client.refresh_from_db()
    assert api.made.client.last_used_at is not None
