"""Check-ins, settings, activity, locations, statuses, auto messages, flows and sync by the API."""

from collections.abc import Callable

from duenotice.actions.samples import import_court_flow
from duenotice.agencies.activity import SYSTEM
from duenotice.events.models import Location, Status
from duenotice.messaging.models import Message
from tests import cast
from tests.api.conftest import Program

Make = Callable[..., Program]


def test_somebody_checks_in_and_nulls_are_allowed(api: Program):
    rosa = cast.client(reference="R-1")
    cast.event(rosa, reference="E-1")
    body = {"name": "Rosa Delgado", "phone": None, "email": None, "notes": "a\nb", "client": "R-1", "event": "E-1", "status": "waiting"}
    answer = api.call("POST", "/v1/checkins", body)
    assert (answer.status_code, answer.json()["client"], answer.json()["phone"]) == (201, str(rosa.id), None)
    assert api.call("GET", f"/v1/checkins/{answer.json()['uuid']}").json() == answer.json()
    assert api.call("GET", "/v1/checkins?client=R-1").json() == [answer.json()]
    assert api.call("POST", "/v1/checkins", {"client": "nobody"}).status_code == 400


def test_nobody_sees_another_agencys_check_ins(api: Program, program: Make):
    theirs = program(cast.agency("lakeside")).call("POST", "/v1/checkins", {"name": "Nadia"}).json()
    assert api.call("GET", "/v1/checkins").json() == []
    assert api.call("GET", f"/v1/checkins/{theirs['uuid']}").status_code == 404


def test_settings_tell_of_the_agency_and_the_token(program: Make):
    told = program(permissions=["view_clients"], test=True).call("GET", "/v1/settings/").json()
    assert (told["agency_reference"], told["mode"], told["time_zone"]) == ("riverton", "live", "America/New_York")
    assert (told["permissions"], told["test"], told["agencies"]) == (["view_clients"], True, ["riverton"])


def test_activity_is_listed_and_names_the_program(api: Program):
    made = api.call("POST", "/v1/clients", {"last_name": "Delgado"}).json()
    cast.client(of=cast.agency("lakeside"))
    [row] = api.call("GET", f"/v1/activity?record={made['uuid']}").json()
    assert (row["verb"], row["actor_kind"], row["actor"]) == ("created", "api", str(api.made.client.id))
    everything = api.call("GET", "/v1/activity").json()
    assert {one["record"] for one in everything} <= {made["uuid"], str(api.made.client.id)}
    assert api.call("GET", "/v1/activity?record=nonsense").status_code == 400


def test_locations_and_statuses_are_listed_for_the_agency_alone(api: Program):
    for agency in (cast.agency(), cast.agency("lakeside")):
        Location.objects.create(agency=agency, name=f"Room of {agency.reference}")
        Status.objects.create(agency=agency, name=f"Set by {agency.reference}")
    assert [one["name"] for one in api.call("GET", "/v1/locations").json()] == ["Room of riverton"]
    assert [one["name"] for one in api.call("GET", "/v1/statuses").json()] == ["Set by riverton"]


def test_an_event_follows_a_flow_by_name_and_an_unknown_one_is_a_field_error(api: Program):  # A2
    rosa = cast.client(reference="R-1")
    cast.contact(rosa)
    flow = import_court_flow(agency=cast.agency(), missed=None, actor=SYSTEM, now=cast.NOON)
    theirs = import_court_flow(agency=cast.agency("lakeside"), missed=None, actor=SYSTEM, now=cast.NOON)
    body = {"date": "2099-12-01", "time": "09:30", "client": "R-1", "flow_name": flow.name.upper()}
    event = api.call("POST", "/v1/events", body).json()
    assert event["flow_name"] == flow.name
    assert Message.objects.filter(agency=cast.agency(), event_id=event["uuid"]).count() >= 3
    answer = api.call("POST", "/v1/events", {**body, "flow_name": "Nonsense"})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["flow_name"])
    assert [one["uuid"] for one in api.call("GET", "/v1/flows").json()] == [str(flow.id)]
    assert api.call("GET", f"/v1/flows/{theirs.id}").status_code == 404


def test_syncing_says_what_it_would_do_then_does_it_then_nothing(api: Program):  # A4
    rosa = cast.client(reference="R-1")
    cast.contact(rosa)
    flow = import_court_flow(agency=cast.agency(), missed=None, actor=SYSTEM, now=cast.NOON)
    api.call("POST", "/v1/events", {"date": "2099-12-01", "time": "09:30", "client": "R-1", "flow_name": flow.name})
    Message.objects.filter(agency=cast.agency()).delete()
    told = api.call("POST", "/v1/clients/R-1/sync?dry_run=y").json()
    assert (told["dry_run"], len(told["messages"])) == (True, told["created"])
    assert not Message.objects.filter(agency=cast.agency()).exists()
    assert api.call("POST", "/v1/clients/R-1/sync").json()["created"] == told["created"] > 0
    assert api.call("POST", "/v1/clients/R-1/sync").json()["created"] == 0
    assert api.call("POST", f"/v1/clients/{cast.client(of=cast.agency('lakeside')).id}/sync").status_code == 404
