"""Court events by the API (P3, A7, M4)."""

import pytest

from duenotice.events.models import Event, Location, Status
from duenotice.messaging.models import Message
from tests import cast
from tests.api.conftest import Program

HEARING = {"date": "2026-12-01", "time": "09:30", "type": "Hearing", "event_reference": "E-1"}


def made(api: Program, query: str = "", **fields: object) -> dict[str, object]:
    answer = api.call("POST", f"/v1/events{query}", {**HEARING, **fields})
    assert answer.status_code == 201, answer.content
    return answer.json()


@pytest.mark.parametrize(("query", "fields"), [("?client=R-1", {}), ("", {"client": "R-1"})])
def test_an_event_is_created_with_its_client_by_query_or_body(api: Program, query: str, fields: dict[str, object]):
    rosa = cast.client(reference="R-1")
    assert "Warning" not in api.call("POST", f"/v1/events{query}", {**HEARING, **fields, "event_reference": "E-2"})
    event = made(api, query, **fields, notes="Bring\nthe form", location_name="Courtroom 2", status="Scheduled", judge="Hon. A")
    assert (event["client"], event["starts_at"], event["time"]) == (str(rosa.id), "2026-12-01T14:30:00Z", "09:30")
    assert (event["notes"], event["location_name"], event["status"]) == ("Bring\nthe form", "Courtroom 2", "Scheduled")
    for key in (event["uuid"], "E-1", "e-1/"):
        assert api.call("GET", f"/v1/events/{key}").json() == event


def test_locations_and_statuses_are_created_once(api: Program):
    for number in range(2):
        made(api, event_reference=f"E-{number}", location_name="Courtroom 2" if number else "COURTROOM 2", status="set")
    assert Location.objects.filter(agency=cast.agency()).count() == Status.objects.filter(agency=cast.agency()).count() == 1


@pytest.mark.parametrize("day", ["12/01/2026", "2026-12-01", "2001-12-01"])
@pytest.mark.parametrize("clock", ["09:30", "9:30 AM", "09:30:00"])
def test_days_and_times_are_read_in_every_form_also_in_the_past(api: Program, day: str, clock: str):
    event = made(api, date=day, time=clock)
    assert (event["date"][4:], event["time"]) == ("-12-01", "09:30")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"date": "2026-13-01"}, "date"),
        ({"date": None}, "date"),
        ({"time": "25:00"}, "time"),
        ({"date": "2026-03-08", "time": "02:30"}, "time"),
        ({"client": "nobody"}, "client"),
    ],
)
def test_errors_stand_by_field(api: Program, fields: dict[str, object], wrong: str):
    answer = api.call("POST", "/v1/events", {**HEARING, **fields})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [wrong])


def test_a_reference_is_taken_once(api: Program):
    made(api)
    assert api.call("POST", "/v1/events", {**HEARING, "event_reference": "e-1"}).status_code == 409


def test_only_the_fields_given_change_and_a_client_joins(api: Program):
    ben = cast.client("Ben")
    made(api, judge="Hon. A", location_name="Courtroom 2")
    changed = api.call("PATCH", f"/v1/events/E-1?client={ben.id}", {"time": "10:00", "judge": None}).json()
    assert (changed["time"], changed["date"], changed["judge"], changed["location_name"]) == ("10:00", "2026-12-01", "", "Courtroom 2")
    assert changed["clients"] == [str(ben.id)]


def test_trashing_and_cancelling_end_what_is_scheduled(api: Program):  # M4
    rosa = cast.client()
    contact = cast.contact(rosa)
    for number, (method, noun) in enumerate([("DELETE", ""), ("POST", "/cancellation"), ("POST", "/archive")]):
        event = cast.event(rosa, reference=f"E-{number}")
        cast.one_off(contact, f"Court {number}", event=event)
        assert api.call(method, f"/v1/events/E-{number}{noun}").status_code == 200
        assert not Message.objects.filter(agency=cast.agency()).exists()
    assert api.call("DELETE", "/v1/events/E-1/cancellation").json()["cancelled_at"] is None


def test_the_list_can_be_narrowed(api: Program):
    rosa, ben = cast.client(reference="R-1"), cast.client("Ben", "Okafor")
    cast.contact(ben, "ben@example.org")
    cast.event(rosa, reference="E-1", case_number="C-1")
    cast.event(ben, reference="E-2", date=Event._meta.get_field("date").to_python("2026-12-24"), case_number="C-2")

    def found(query: str) -> list[str]:
        return [one["event_reference"] for one in api.call("GET", f"/v1/events?{query}").json()]

    assert found("") == ["E-1", "E-2"]
    assert found("client=R-1") == found("to_date=2026-11-30") == found("search=delgado") == ["E-1"]
    assert found("from_date=12/24/2026") == found("contact=ben@example.org") == found("search=c-2") == ["E-2"]
    assert found("status=none") == found("client=nobody") == []


def test_nobody_sees_or_changes_another_agencys_events(api: Program):
    theirs = cast.event(cast.client(of=cast.agency("lakeside")), reference="E-9")
    assert api.call("GET", "/v1/events").json() == []
    for key in (theirs.id, "E-9"):
        for method, noun in [("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/archive"), ("POST", "/cancellation")]:
            assert api.call(method, f"/v1/events/{key}{noun}", {} if method == "PATCH" else None).status_code == 404
    nadia = cast.client("Nadia", of=cast.agency("lakeside"))
    assert api.call("POST", "/v1/events", {**HEARING, "client": str(nadia.id)}).status_code == 400
