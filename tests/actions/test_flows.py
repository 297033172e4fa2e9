"""Making and changing flows and auto messages, and which flow an event follows (A1, A2, L6)."""

from datetime import time

import pytest

from duenotice.actions.auto_messages import BadCalling, BadWords, Calling, Wording, save_auto_message
from duenotice.actions.events import create_event, save_event
from duenotice.actions.flows import BadStep, FlowIsClosed, FlowNameTaken, StepDraft, remove_step, save_flow, save_step, set_flow_mode
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.take_back import take_back
from duenotice.flows.finding import every_flow, flow_of, flows_offered
from duenotice.flows.models import AutoMessage, Flow, FlowMode, FlowStep
from tests import cast

pytestmark = pytest.mark.django_db

WORDS = {"en": Wording("Court", "[AgencyName]: you have court on [EventDateTime]."), "es": Wording("", "")}


def usual():
    return {"agency": cast.agency(), "actor": cast.actor(), "now": cast.NOON}


def flow(name="Court", **fields):
    return save_flow(flow=None, name=name, **{**usual(), **fields})


def step(of, kind="before", *, existing=None, **fields):
    known = {"name": "Reminder", "kind": kind, "wordings": WORDS, "amount": 3, "at": time(10), **fields}
    return save_step(flow=of, step=existing, draft=StepDraft(**known), **usual())


def test_a_flow_has_a_name_of_its_own_and_steps_with_words():  # A2
    court = flow()
    with pytest.raises(FlowNameTaken):
        flow("court")
    flow(agency=cast.agency("lakeside"))
    step(court)
    [found] = every_flow(cast.agency())
    [made] = found.steps.all()
    assert (found.mode, made.amount, made.at, made.template.name) == ("enabled", 3, time(10), "Reminder")
    assert [words.language for words in made.template.words.all()] == ["en"]


def test_a_step_says_what_is_missing():  # A2
    court = flow()
    for wrong, field in ((step_of("before", at=None), "at"), (step_of("on_status"), "status"), (step_of("before", amount=400), "amount")):
        with pytest.raises(BadStep) as refused:
            step(court, **wrong)
        assert refused.value.field == field
    with pytest.raises(BadWords):
        step(court, wordings={"en": Wording("", "Court."), "es": Wording("", "")})
    assert not FlowStep.objects.exists()


def step_of(kind, **fields):
    return {"kind": kind, **fields}


def test_what_a_step_does_not_use_is_dropped():
    made = step(flow(), kind="on_created", amount=0, business_days=True)
    assert (made.at, made.business_days) == (None, False)
    changed = step(made.flow, existing=made, kind="before", unit="hours", amount=2)
    assert (changed.id, changed.at, changed.unit) == (made.id, None, "hours")
    assert remove_step(step=made, **usual())
    assert not remove_step(step=made, **usual())


def test_an_event_follows_one_flow_and_closed_ones_take_no_new_events():  # A2
    first, second = flow("First"), flow("Second")
    made = cast.event(flow=first)
    assert flow_of(cast.agency(), made.id) == first
    assert save_event(event=made, fields={"flow": second}, **usual()).changed == ["flow"]
    assert flow_of(cast.agency(), made.id) == second
    assert set_flow_mode(flow=first, mode=FlowMode.CLOSED, **usual())
    first.refresh_from_db()
    assert flows_offered(cast.agency()) == [second]
    with pytest.raises(FlowIsClosed):
        create_event(fields={"date": made.date, "time": made.time, "flow": first}, **usual())
    save_event(event=made, fields={"flow": None}, **usual())
    assert flow_of(cast.agency(), made.id) is None


def test_flows_and_auto_messages_are_archived_trashed_restored_and_undone():  # L6, L5
    court = flow()
    ours = {**usual(), "ids": [court.id], "kind": "flow"}
    undo = archive(**ours).undo_id
    assert every_flow(cast.agency()) == []
    take_back(undo_id=undo, **usual())
    assert every_flow(cast.agency()) == [court]
    auto = auto_message()
    theirs = {**usual(), "ids": [auto.id], "kind": "auto_message"}
    undo = trash(**theirs).undo_id
    assert not AutoMessage.objects.get().is_live
    take_back(undo_id=undo, **usual())
    assert AutoMessage.objects.get().is_live
    archive(**theirs)
    assert restore(**theirs).ids == [auto.id]


def auto_message(**calling):
    return save_auto_message(auto_message=None, name="Check in", channels=["text"], wordings=WORDS, calling=Calling(**calling), **usual())


def test_an_auto_message_keeps_what_its_trigger_needs():  # A1
    for wrong, field in (({"trigger": "event_status"}, "status"), ({"trigger": "daily", "at": time(9)}, "client_status")):
        with pytest.raises(BadCalling) as refused:
            auto_message(**wrong)
        assert refused.value.field == field
    made = auto_message(trigger="weekly", client_status="Supervised", at=time(9), weekday=0, day_of_month=4)
    made.refresh_from_db()
    assert (made.trigger, made.client_status, made.weekday, made.day_of_month) == ("weekly", "Supervised", 0, None)
    save_auto_message(auto_message=made, name="Check in", channels=["text"], wordings=WORDS, **usual())
    made.refresh_from_db()
    assert (made.trigger, made.active_since) == ("weekly", cast.NOON)


def test_flows_of_another_agency_are_not_seen():
    flow(agency=cast.agency("lakeside"))
    assert (every_flow(cast.agency()), Flow.objects.count()) == ([], 1)
