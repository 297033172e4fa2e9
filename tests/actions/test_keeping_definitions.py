"""Archived and trashed auto messages and flows move on by themselves too, and files that were never sent go (L4, L6)."""

from datetime import timedelta

import pytest

from duenotice.actions.attaching import keep_file
from duenotice.actions.lifecycle import archive, trash
from duenotice.actions.pruning_files import KEPT_FOR, prune_files
from duenotice.actions.retention import begin_retention, retain
from duenotice.actions.undo import remember
from duenotice.agencies.models import Agency
from duenotice.events.models import Event
from duenotice.flows.models import AutoMessage, EventFlow, Flow, FlowStep
from duenotice.jobs.models import Job, State
from duenotice.jobs.running import run
from duenotice.messaging.attachments import Upload
from duenotice.messaging.models import File, Message
from duenotice.words.models import Template, TemplateWords
from tests import cast
from tests.cast import NOON, later
from tests.flows.cast import auto_message, flow, waiting

pytestmark = pytest.mark.django_db


def night(days: int) -> Job:
    """The nightly duty, so many days after noon."""
    now = NOON + timedelta(days=days)
    begin_retention(now)
    job = Job.objects.filter(kind="retention").latest("id")
    run(job.agency_id, job.id, {"retention": retain}, clock=lambda: now)
    return Job.objects.get(agency_id=job.agency_id, id=job.id)


def test_an_archived_flow_goes_to_the_trash_and_then_for_good_with_its_steps_and_words():
    Agency.objects.filter(id=cast.agency().id).update(auto_trash_days=10, auto_delete_days=30)
    court, other = flow(3), flow(3, name="Other", of=cast.agency("lakeside"))
    event = cast.event(cast.contact().client, flow=court)
    sent = waiting(agency=court.agency)[0]
    Message.objects.filter(agency=court.agency, id=sent.id).update(status="delivered", sent_body="You have court.")
    for one in (court, other):
        archive(agency=one.agency, kind="flow", ids=[one.id], actor=cast.actor(), now=NOON)
    assert night(10).counts == {"trashed_flow": 1}
    assert night(40).counts == {"removed_flow": 1}
    assert list(Flow.objects.values_list("name", flat=True)) == ["Other"]
    assert not FlowStep.objects.filter(agency=court.agency).exists()
    assert not EventFlow.objects.exists()
    assert Event.objects.filter(id=event.id).exists()
    kept = Message.objects.get(agency=court.agency, id=sent.id)
    assert (kept.sent_body, TemplateWords.objects.filter(agency=court.agency).count()) == ("You have court.", 0)
    assert Template.objects.get(agency=court.agency).id == kept.template_id


def test_a_trashed_auto_message_goes_for_good_but_not_while_a_message_is_being_made_of_it():
    one = auto_message()
    trash(agency=one.agency, kind="auto_message", ids=[one.id], actor=cast.actor(), now=NOON)
    message = cast.one_off(cast.contact(), now=later())
    Message.objects.filter(agency=one.agency, id=message.id).update(template_id=one.template_id)
    assert night(30).counts == {"removed_auto_message": 0}
    Message.objects.filter(agency=one.agency, id=message.id).update(template_id=None)
    done = night(31)
    assert (done.state, done.counts) == (State.DONE, {"removed_auto_message": 1})
    assert (AutoMessage.objects.count(), Template.objects.count()) == (0, 0)


def test_files_that_were_never_sent_go_and_others_stay():
    agency = cast.agency()
    unsent, carried, undone = (keep_file(agency=agency, upload=Upload(f"{name}.txt", b"hello"), now=NOON) for name in "abc")
    message = cast.one_off(cast.contact(), now=later())
    Message.objects.filter(agency=agency, id=message.id).update(files=[carried.id])
    stash = [{"id": str(message.id), "files": [str(undone.id)]}]
    now = NOON + KEPT_FOR + timedelta(hours=1)
    remember(agency=agency, actor=cast.actor(), verb="archived_contact", before={}, stash=stash, now=now)
    assert prune_files(NOON + KEPT_FOR) == 0
    assert prune_files(now) == 1
    assert set(File.objects.values_list("id", flat=True)) == {carried.id, undone.id}
    assert unsent.id not in {carried.id, undone.id}
