"""Bulk actions (F3): the preview counts what the run then does; batches; the reasons row by row; undo."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.actions import bulk
from duenotice.actions.bulk import Bulk, begin, begin_undo, can_undo, messages_to_delete, preview
from duenotice.actions.bulk_outcome import ACTS, Outcome, Standing, Verb, outcome
from duenotice.actions.jobs import cancel_job
from duenotice.actions.lifecycle import archive
from duenotice.clients.models import Client
from duenotice.contacts.channels import TYPES, carries, channels_of
from duenotice.contacts.models import Consent, ConsentEvent, Contact
from duenotice.contacts.search import ClientSearch, ContactSearch
from duenotice.contacts.whole_search import Records, records_of
from duenotice.jobs import files
from duenotice.jobs.models import Job, State
from duenotice.lifecycle.states import State as Life
from duenotice.messaging.models import Message
from tests import cast
from tests.cast import NOON, later
from tests.flows.cast import flow, waiting
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db
ALL = Records("contact", search=ContactSearch())


def three() -> list[Contact]:
    """Rosa's mobile and email, each with a message that waits, and Ben's archived mobile."""
    rosa, ben = cast.client(), cast.client("Ben", "Ode")
    contacts = [cast.contact(rosa), cast.contact(rosa, cast.ROSA_EMAIL), cast.contact(ben, cast.BEN_PHONE)]
    for contact in contacts[:2]:
        cast.one_off(contact, now=later())
    archive(agency=ben.agency, kind="contact", ids=[contacts[2].id], actor=cast.actor(), now=NOON)
    return contacts


def test_a_preview_of_a_whole_search_counts_the_messages_that_go_and_no_other_agencys():
    three()
    shares = cast.contact(cast.client("Marco"), cast.ROSA_PHONE)
    cast.one_off(shares, now=later())
    cast.one_off(cast.contact(cast.client("Nadia", of=cast.agency("lakeside"))), now=later())
    rosas = Records("contact", search=ContactSearch(text="rosa"))
    assert messages_to_delete(cast.agency(), Bulk(Verb.OPT_OUT, rosas)) == 3
    assert messages_to_delete(cast.agency(), Bulk(Verb.ARCHIVE, rosas)) == 2
    assert messages_to_delete(cast.agency(), Bulk(Verb.TRASH, Records("client", search=ClientSearch()))) == 3
    assert messages_to_delete(cast.agency(), Bulk(Verb.RESTORE, ALL)) is None


def run(verb: Verb, records: Records, to: str = "") -> Job:
    job = begin(agency=cast.agency(), bulk=Bulk(verb, records, to), actor=cast.actor(), now=NOON)
    finish_jobs()
    return now_of(job)


def now_of(job: Job) -> Job:
    return Job.objects.get(agency_id=job.agency_id, id=job.id)


def result(job: Job) -> list[dict[str, str]]:
    content = b"".join(files.read(job.agency_id, job.id, bulk.RESULT)).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(content)))


def test_opting_out_a_whole_search_deletes_messages_and_writes_the_ledger():
    contacts = three()
    job = run(Verb.OPT_OUT, ALL)
    assert (job.state, job.done, job.total) == (State.DONE, 2, 2)
    assert job.counts == {"changed": 2, "messages_deleted": 2}
    assert not Message.objects.exists()
    assert ConsentEvent.objects.filter(change=Consent.OUT).count() == 2
    contacts[2].address.refresh_from_db()
    assert contacts[2].address.consent == Consent.UNSET  # archived, so the search does not find it


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("shown", [ContactSearch(), ContactSearch(archived=True, trashed=True), ContactSearch(text="rosa")])
def test_the_preview_counts_what_the_run_then_does(verb: Verb, shown: ContactSearch):
    three()
    to = {Verb.SET_CHANNEL: "voice", Verb.SET_TYPE: "work"}.get(verb, "")
    records = Records("contact", search=shown)
    counted = preview(cast.agency(), Bulk(verb, records, to))
    job = run(verb, records, to)
    outcomes = {name: count for name, count in job.counts.items() if name in list(Outcome)}
    assert outcomes == {str(one): count for one, count in counted.counts.items()}


def test_each_row_has_its_reason():
    contacts = three()
    job = run(Verb.SET_CHANNEL, Records("contact", ids=tuple(contact.id for contact in contacts)), "voice")
    said = {row["Phone number or email address"]: row["Result"] for row in result(job)}
    assert said[cast.ROSA_PHONE] == "Done"
    assert "cannot carry" in said[cast.ROSA_EMAIL]
    assert Contact.objects.get(id=contacts[0].id).channel == "voice"
    assert Message.objects.get(contact=contacts[0]).channel == "voice"  # what waits follows (C4)


@pytest.mark.parametrize("verb", [Verb.ARCHIVE, Verb.TRASH, Verb.RESTORE])
def test_clients_move_too(verb: Verb):
    rosa = cast.client()
    if verb is Verb.RESTORE:
        archive(agency=rosa.agency, kind="client", ids=[rosa.id], actor=cast.actor(), now=NOON)
    job = run(verb, Records("client", search=ClientSearch(name="delgado", archived=True)))
    assert job.counts == {"changed": 1}
    state = {Verb.ARCHIVE: Life.ARCHIVED, Verb.TRASH: Life.TRASHED, Verb.RESTORE: Life.LIVE}[verb]
    assert Client.objects.get(id=rosa.id).state is state


def test_it_goes_batch_by_batch_and_each_record_is_met_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "AT_A_TIME", 2)
    for number in range(5):
        cast.contact(cast.client("Person", str(number)), f"+120255501{number:02d}")
    job = run(Verb.ARCHIVE, ALL)
    assert (job.done, job.counts, len(job.result["undos"])) == (5, {"changed": 5}, 3)
    assert len({row["Id"] for row in result(job)}) == len(result(job)) == 5


@pytest.mark.parametrize(("verb", "to"), [(Verb.OPT_OUT, ""), (Verb.TRASH, ""), (Verb.SET_CHANNEL, "voice"), (Verb.SET_TYPE, "work")])
def test_undo_puts_back_what_was_there(verb: Verb, to: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "AT_A_TIME", 1)
    contacts = three()

    def picture() -> list[Any]:
        names = ("id", "channel", "type", "archived_at", "trashed_at", "address__consent", "messages__channel")
        return list(Contact.objects.filter(agency=contacts[0].agency).order_by("id").values_list(*names))

    before = picture()
    job = run(verb, ALL, to)
    assert picture() != before
    sam = cast.user("Sam")
    assert can_undo(job, sam.id, NOON)
    assert not can_undo(job, cast.ada().id, NOON)
    begin_undo(job=job, actor=cast.actor(), now=NOON)
    finish_jobs()
    assert picture() == before
    assert not can_undo(now_of(job), sam.id, NOON)


def test_a_new_channel_leaves_no_message_that_its_step_does_not_call_for():  # C4, A1
    rosa = cast.contact()
    court = flow(3, channels=["text"])
    cast.event(rosa.client, flow=court)
    [before] = waiting()
    job = run(Verb.SET_CHANNEL, ALL, "voice")
    assert waiting() == []
    begin_undo(job=job, actor=cast.actor(), now=NOON)
    finish_jobs()
    assert [(one.channel, one.send_at) for one in waiting()] == [("text", before.send_at)]


def test_cancelled_midway_what_was_done_stays_and_can_be_undone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "AT_A_TIME", 1)
    three()
    real = bulk.act

    def act(*args: Any) -> Any:
        cancel_job(job=Job.objects.get(), actor=cast.actor(), now=NOON)
        return real(*args)

    monkeypatch.setattr(bulk, "act", act)
    job = run(Verb.ARCHIVE, ALL)
    assert (job.state, job.done) == (State.CANCELLED, 1)
    assert can_undo(job, cast.user("Sam").id, NOON)


def test_records_of_another_agency_are_out_of_reach():
    rosa = cast.contact()
    lakeside = cast.agency("lakeside")
    begin(agency=lakeside, bulk=Bulk(Verb.TRASH, Records("contact", ids=(rosa.id,))), actor=cast.actor(), now=NOON)
    finish_jobs()
    assert Contact.objects.get(id=rosa.id).is_live
    assert Job.objects.get(agency=lakeside).counts == {"gone": 1}


def test_a_search_comes_back_from_a_job_as_it_was():
    search = ContactSearch(text="x", client_id=cast.client().id, created_from=NOON, trashed=True)
    for records in (
        Records("contact", search=search),
        Records("client", search=ClientSearch(phone="555")),
        Records("client", (cast.client().id,)),
    ):
        assert records_of(records.as_json()) == records


STANDINGS = st.builds(
    Standing,
    state=st.sampled_from(Life),
    client_live=st.booleans(),
    consent=st.sampled_from(Consent.values),
    kind=st.sampled_from(["phone", "email"]),
    channel=st.sampled_from(["text", "voice", "email", "fax"]),
    type=st.sampled_from(sorted(TYPES)),
)


@given(verb=st.sampled_from(Verb), standing=STANDINGS, channel=st.sampled_from(["text", "voice", "email", "fax"]))
def test_the_rule_never_acts_on_what_is_so_already_or_cannot_be(verb: Verb, standing: Standing, channel: str):
    found = outcome(verb, channel if verb is Verb.SET_CHANNEL else "work", standing)
    if verb is Verb.SET_CHANNEL:
        assert (found is Outcome.CANNOT_CARRY) == (channel not in channels_of(standing.kind))
        assert found not in ACTS or (carries(standing.kind, channel) and standing.channel != channel)
    if verb is Verb.OPT_OUT:
        assert (found in ACTS) == (standing.consent != Consent.OUT)
    if verb is Verb.RESTORE and standing.state is Life.LIVE:
        assert found is Outcome.ALREADY
