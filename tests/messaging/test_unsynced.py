"""A change of a flow that many events follow is synced by a job: until it is done, nothing goes by what stood before (A5)."""

from datetime import datetime, time, timedelta

import pytest

from duenotice.actions.events import NewEvent, create_events
from duenotice.actions.flows import StepDraft, save_step
from duenotice.actions.syncing import AT_ONCE, sync_whole_agency
from duenotice.flows.models import Flow
from duenotice.jobs.models import Job, State
from duenotice.lib.identity import uuid7
from duenotice.messaging.dispatch import claim
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Message
from duenotice.messaging.pulse import pulse
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import WORDS, flow, usual, waiting
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
PAUSE = timedelta(minutes=1)


def reminder() -> tuple[Flow, Message]:
    """Rosa's reminder of a hearing whose flow a crowd of other events follows."""
    steps = flow(3)
    rosa = cast.contact()
    assert rosa.client
    made = cast.event(rosa.client, flow=steps)
    fields = {"type": "Hearing", "date": made.date, "time": time(9), "flow": steps}
    create_events(wanted=[NewEvent(uuid7(), fields) for _one in range(AT_ONCE)], **usual())
    [message] = waiting()
    return steps, message


def changed(steps: Flow, **fields: object) -> None:
    known = {"name": "Soon", "kind": "before", "wordings": WORDS, "at": time(10), "amount": 3, **fields}
    save_step(flow=steps, step=steps.steps.get(), draft=StepDraft(**known), **usual())  # type: ignore[arg-type]


def sent(now: datetime) -> int:
    of, phone = cast.agency(), Sender.objects.get(kind="phone")
    return len(gate(of.id, phone.id, claim(of.id, phone.id, 100, now=now), now=now).handed)


def test_what_a_change_has_not_reached_yet_waits_and_never_goes_by_its_old_channel():
    steps, message = reminder()
    due = message.send_at + PAUSE
    changed(steps, channels=["email"])
    assert sent(due) == 0
    assert [one.held_for for one in waiting()] == ["sync"]
    finish_jobs()
    assert waiting() == []


def test_what_the_change_leaves_alone_goes_once_the_sync_is_done():
    steps, message = reminder()
    changed(steps)
    assert sent(message.send_at) == 0
    finish_jobs()
    assert sent(message.send_at + PAUSE) == 1


def test_other_flows_go_on_meanwhile():
    steps, message = reminder()
    ben = cast.contact(cast.client("Ben", "Ortiz"), cast.BEN_PHONE)
    assert ben.client
    cast.event(ben.client, flow=flow(3, name="Family"))
    changed(steps)
    assert sent(message.send_at) == 1


def test_a_sync_that_stands_is_told_until_the_whole_agency_is_synced():
    steps, message = reminder()
    changed(steps)
    Job.objects.update(state=State.FAILED)
    assert (sent(message.send_at), pulse(cast.agency()).sync_stands) == (0, True)
    sync_whole_agency(**usual())
    finish_jobs()
    assert (sent(message.send_at + PAUSE), pulse(cast.agency()).sync_stands) == (1, False)
