"""Lookups by the API."""

from collections.abc import Callable

from duenotice.agencies.activity import Actor
from duenotice.lookups.switching import set_switch
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]


def on() -> None:
    set_switch(agency=cast.agency(), provider="sample", on=True, typed={}, actor=Actor("system"), now=cast.NOON)


def test_a_lookup_is_made_read_and_listed(api: Program):
    on()
    rosa = cast.contact()
    body = {"contact": "(202) 555-0143", "options": ["line", "social"], "purpose": "check", "contact_uuid": str(rosa.id)}
    answer = api.call("POST", "/v1/lookups", body)
    made = answer.json()
    assert (answer.status_code, made["contact"], made["done"], made["contact_uuid"]) == (201, cast.ROSA_PHONE, True, str(rosa.id))
    assert [one["provider"] for one in made["answers"]] == ["offline", "sample"]
    assert api.call("GET", f"/v1/lookups/{made['uuid']}").json() == made
    assert api.call("GET", "/v1/lookups?contact=2025550143").json() == [made]
    assert api.call("GET", "/v1/lookups?contact=2025550144").json() == []


def test_a_test_client_asks_no_provider(program: Make):
    on()
    made = program(test=True).call("POST", "/v1/lookups", {"contact": "rosa@example.org", "options": ["social"]}).json()
    assert [one["provider"] for one in made["answers"]] == ["offline"]


def test_what_cannot_be_asked_is_refused_by_field_and_nobody_sees_another_agencys(api: Program, program: Make):
    for body in (
        {},
        {"contact": "hello"},
        {"contact": cast.ROSA_PHONE, "options": ["all"]},
        {"contact": cast.ROSA_PHONE, "purpose": "credit"},
    ):
        assert api.call("POST", "/v1/lookups", body).status_code == 400
    theirs = program(cast.agency("lakeside")).call("POST", "/v1/lookups", {"contact": cast.ROSA_PHONE}).json()
    assert api.call("GET", f"/v1/lookups/{theirs['uuid']}").status_code == 404
    assert api.call("GET", "/v1/lookups").json() == []
    assert program(permissions=["view_contacts"]).call("GET", "/v1/lookups").status_code == 403
