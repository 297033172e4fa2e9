"""Admin, Messaging, Flows; triggers of auto messages; the flow of an event (A1, A2, L6)."""

from datetime import time, timedelta
from typing import Any

import pytest

from duenotice.actions.auto_messages import Wording
from duenotice.actions.falling_back import fall_back
from duenotice.actions.flows import StepDraft, save_flow, save_step, set_flow_mode
from duenotice.events.models import Event, Status
from duenotice.flows.finding import every_flow, flow_of
from duenotice.flows.models import AutoMessage, Flow, FlowStep
from duenotice.messaging.models import Kind, Message
from duenotice.web.flows.timeline import timeline
from tests import cast

LIST = "messaging/flows/"
STEP = {
    "name": "Reminder",
    "kind": "before",
    "amount": "3",
    "unit": "days",
    "at": "10:00",
    "body_en": "Court on [EventDate].",
    "channels": ["text"],
}
EVENT = {"type": "Hearing", "date": "2030-01-15", "time": "09:00"}


def usual(of: str = "riverton") -> dict[str, Any]:
    return {"agency": cast.agency(of), "actor": cast.actor(), "now": cast.NOON}


def flow(name: str = "Court", of: str = "riverton") -> Flow:
    return save_flow(flow=None, name=name, **usual(of))


def step(of: Flow, kind: str = "before", amount: int = 3, at: time | None = time(10), **fields: Any) -> FlowStep:
    draft = StepDraft(name=f"{kind} {amount}", kind=kind, wordings={"en": Wording("Court", "Come.")}, amount=amount, at=at, **fields)
    return save_step(flow=of, step=None, draft=draft, **usual())


def test_a_flow_is_made_and_steps_are_added_changed_and_removed(visit: Any, words: Any) -> None:  # A2
    ada = visit(cast.ada())
    assert "Now add its steps" in words(ada.press(f"{LIST}new", name="Court"))
    here = f"{LIST}{Flow.objects.get().id}/"
    page = words(ada.press(f"{here}steps/new", **STEP))
    assert "3 days before, at 10:00 AM" in page
    assert "Spanish is missing" in page
    one = FlowStep.objects.get()
    assert "1 business day before, at 9:30 AM" in words(
        ada.press(f"{here}steps/{one.id}", **{**STEP, "amount": "1", "at": "09:30", "business_days": "on"})
    )
    assert "was removed" in words(ada.press(f"{here}steps/{one.id}/remove"))
    assert "No steps yet" in words(ada.open(here))


def test_a_step_may_ask_for_another_way_and_both_messages_say_so(visit: Any, words: Any) -> None:  # A2, M2
    ada, rosa, court = visit(cast.ada()), cast.contact(), flow()
    page = words(ada.press(f"{LIST}{court.id}/steps/new", **STEP, fallback="on"))
    assert "another way if it fails" in page
    cast.event(rosa.client, flow=court)
    failed = Message.objects.get()
    Message.objects.update(status="failed", attempts=1, reason="This is a landline.")
    fall_back(cast.NOON + timedelta(minutes=1))
    call = Message.objects.get(channel="voice")
    assert "it goes by voice to (202) 555-0143 instead" in words(ada.open(f"messages/{failed.id}"))
    assert "by voice instead, because the message by text to (202) 555-0143 failed: This is a landline." in words(
        ada.open(f"messages/{call.id}")
    )
    explained = words(ada.open(f"events/{failed.event_id}/explain/{rosa.id}"))
    assert "Is another way tried if it fails?" in explained
    assert "It goes in the place of a message that failed." in explained


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"at": ""}, "at", "Choose the time of day"),
        ({"kind": "on_status"}, "status", "Choose the status"),
        ({"unit": "hours", "amount": "300"}, "amount", "Choose 240 at most"),
        ({"body_en": "Dear [Nobody]"}, "body_en", "There is no tag [Nobody]"),
    ],
)
def test_what_is_wrong_with_a_step_stands_beside_its_field(visit: Any, words: Any, wrong: Any, field: str, told: str) -> None:  # A2
    answer = visit(cast.ada()).press(f"{LIST}{flow().id}/steps/new", **{**STEP, **wrong})
    assert answer.status_code == 422
    assert told in words(answer).split(f'id="id_{field}_error">')[1][:200]


@pytest.mark.django_db
def test_steps_stand_in_the_order_in_which_they_go() -> None:  # A2
    one = flow()
    missed = Status.objects.create(agency=one.agency, name="Missed")
    step(one, "after", 1)
    step(one, "on_status", 0, None, status=missed)
    step(one, "before", 2, None, unit="hours")
    step(one, "before", 1, time(17))
    step(one, "before", 7)
    step(one, "on_created", 0, None)
    told = [stop.when for stop in timeline(one.agency, every_flow(one.agency)[0]).stops]
    assert told == [
        "At once, when the event is created",
        "7 days before, at 10:00 AM",
        "1 day before, at 5:00 PM",
        "2 hours before",
        "1 day after, at 10:00 AM",
        "At once, when it gets the status Missed",
    ]


def test_a_flow_says_what_enabling_disabling_and_closing_do(visit: Any, words: Any) -> None:  # A2
    one, ada = flow(), visit(cast.ada())
    assert "Court is disabled. It sends nothing." in words(ada.press(f"{LIST}{one.id}/disable"))
    assert "This flow is disabled" in words(ada.open(f"{LIST}{one.id}/"))
    assert "is closed" in words(ada.press(f"{LIST}{one.id}/close"))
    assert "is enabled" in words(ada.press(f"{LIST}{one.id}/enable"))
    assert "is so already" in words(ada.press(f"{LIST}{one.id}/enable"))


def test_archiving_a_flow_says_how_many_messages_it_deletes_and_can_be_undone(visit: Any, words: Any) -> None:  # L5, L6
    one = flow()
    made = step(one)
    message = cast.one_off(cast.contact(), now=cast.later())
    Message.objects.filter(id=message.id).update(kind=Kind.FLOW, template_id=made.template_id)
    ada = visit(cast.ada())
    assert "Deletes 1 scheduled message" in words(ada.open(f"{LIST}{one.id}/"))
    page = words(ada.press(f"{LIST}{one.id}/archive"))
    assert "1 scheduled message was deleted" in page
    assert "No flows yet" in words(ada.open(LIST))
    assert "ARCHIVED" in words(ada.open(LIST, archived="on"))
    assert "1 message is scheduled again" in words(ada.press(f"{LIST}{one.id}/undo/{page.split('/undo/')[1].split(chr(34))[0]}"))


def test_the_sample_court_flow_is_imported(visit: Any, words: Any) -> None:  # A2
    Status.objects.create(agency=cast.agency(), name="Failed to appear")
    ada = visit(cast.ada())
    page = words(ada.open("messaging/samples/"))
    assert "selected>Failed to appear" in page
    page = words(ada.press("messaging/samples/court-flow", missed=""))
    assert "1 business day after it gets the status Missed, at 10:00 AM" in page
    assert page.index("At once, when the event is created") < page.index("7 days before") < page.index("1 day before, at 10:00 AM")
    assert "Court reminders 2" in words(ada.press("messaging/samples/court-flow", missed=""))
    assert Status.objects.filter(agency=cast.agency(), name="Missed").count() == 1


def test_an_event_follows_the_flow_chosen(visit: Any, words: Any) -> None:  # A2, P3
    one, sam = flow(), visit(cast.sam())
    assert f'value="{one.id}" selected' in words(sam.open("events/new"))
    page = words(sam.press("events/new", **EVENT, flow=str(one.id)))
    made = Event.objects.get()
    assert flow_of(made.agency, made.id) == one
    assert f"messaging/flows/{one.id}/" in page
    sam.press(f"events/{made.id}/edit", **EVENT, flow="")
    assert flow_of(made.agency, made.id) is None


def test_a_closed_flow_is_not_offered_and_another_agency_s_never(visit: Any, words: Any) -> None:  # A2, P1
    set_flow_mode(flow=flow("Closed one"), mode="closed", **usual())
    theirs = flow("Of Lakeside", of="lakeside")
    sam, ada = visit(cast.sam()), visit(cast.ada())
    page = words(sam.open("events/new"))
    assert "Closed one" not in page
    assert "Of Lakeside" not in page + words(ada.open(LIST, archived="on", trashed="on"))
    for path in ("", "edit", "disable", "archive", "steps/new"):
        assert ada.press(f"{LIST}{theirs.id}/{path}", name="Ours").status_code == 404


AUTO = {"name": "Check in", "channels": ["text"], "body_en": "Please call us."}


def test_an_auto_message_recurs_by_the_clients_status(visit: Any, words: Any) -> None:  # A1
    ada = visit(cast.ada())
    typed = {**AUTO, "trigger": "weekly", "client_status": "Active", "weekday": "2", "at": "09:00"}
    ada.press("messaging/auto-messages/new", **typed)
    made = AutoMessage.objects.get()
    assert (made.trigger, made.client_status, made.weekday, made.at) == ("weekly", "Active", 2, time(9))
    assert "Every week" in words(ada.open("messaging/auto-messages/"))
    answer = ada.press("messaging/auto-messages/new", **{**typed, "client_status": ""})
    assert "Write the status of the clients it goes to." in words(answer).split('id="id_client_status_error">')[1][:100]
