"""Every verb that changes what is called for syncs what it touches, in its own transaction (A5, C4, C5, O2, L3)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from duenotice.actions.attendance import add_clients, remove_clients
from duenotice.actions.clients import save_client
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import ContactChanges, create_contact, replace_contact, save_contact
from duenotice.actions.event_lists import save_status
from duenotice.actions.events import cancel_event, foresee_save, save_event, uncancel_event
from duenotice.actions.flows import remove_step, set_flow_mode
from duenotice.actions.lifecycle import archive, restore
from duenotice.actions.syncing import sync_messages, sync_whole_agency
from duenotice.actions.take_back import take_back
from duenotice.actions.validity import mark_invalid, mark_valid
from duenotice.agencies.models import Agency
from duenotice.events.models import Status
from duenotice.flows.sync import Scope, Synced
from duenotice.jobs.models import Job
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import flow, foreseen, step, synced, usual, waiting
from tests.running_jobs import finish_jobs

pytestmark = pytest.mark.django_db


def court(*days, **fields):
    """Rosa, with a phone, and her hearing six days ahead."""
    rosa = cast.contact()
    return rosa, cast.event(rosa.client, flow=flow(*days or (3, 1)), **fields)


def status(name="Missed", **fields):
    made = Status(agency=cast.agency(), name=name, **fields)
    save_status(status=made, **usual())
    return made


def test_a_new_contact_gets_the_messages_of_its_clients_coming_events():  # A5
    rosa, _made = court()
    mail = create_contact(client=rosa.client, entered=cast.ROSA_EMAIL, **usual())
    assert [one.contact_id for one in waiting()].count(mail.id) == 2


def test_adding_a_client_to_an_event_schedules_and_removing_one_deletes():  # A5
    _rosa, made = court()
    ben = cast.contact(cast.client("Ben", "Ortiz"), cast.BEN_PHONE)
    add_clients(event=made, client_ids=[ben.client_id], **usual())
    assert len(waiting(contact=ben)) == 2
    remove_clients(event=made, client_ids=[ben.client_id], **usual())
    assert (waiting(contact=ben), len(waiting())) == ([], 2)


def test_replacing_a_contact_gives_its_messages_to_the_new_one():  # C5
    rosa, _made = court()
    new = replace_contact(contact=rosa, entered=cast.BEN_PHONE, **usual()).contact
    assert {one.contact_id for one in waiting()} == {new.id}
    assert len(waiting()) == 2


def test_messages_follow_a_contacts_channel_and_a_steps_channels():  # C4, A1
    rosa = cast.contact()
    court_flow = flow(3)
    step(court_flow, amount=1, channels=["text"])
    cast.event(rosa.client, flow=court_flow)
    save_contact(contact=rosa, changes=ContactChanges("", "mobile", "voice"), **usual())
    assert [(one.channel, one.send_at.day) for one in waiting()] == [("voice", 27)]
    save_contact(contact=rosa, changes=ContactChanges("", "mobile", "text"), **usual())
    assert [(one.channel, one.send_at.day) for one in waiting()] == [("text", 27), ("text", 29)]


def test_a_clients_language_is_its_messages_language():  # A1
    rosa, _made = court()
    save_client(client=rosa.client, fields={"language": "es"}, **usual())
    assert {one.language for one in waiting()} == {"es"}


def test_cancelling_deletes_uncancelling_schedules_again_and_undo_does_the_other():  # M4, A5, L5
    _rosa, made = court()
    undo = cancel_event(ids=[made.id], **usual()).undo_id
    assert waiting() == []
    take_back(undo_id=undo, **usual())
    assert len(waiting()) == 2
    cancel_event(ids=[made.id], **usual())
    undo = uncancel_event(ids=[made.id], **usual()).undo_id
    assert len(waiting()) == 2
    take_back(undo_id=undo, **usual())
    assert waiting() == []


def test_moving_an_event_tells_what_became_of_its_messages():  # A5
    _rosa, made = court(5, 3, 1)
    assert save_event(event=made, fields={"date": date(2026, 11, 28)}, **usual()).synced == Synced(moved=2, expired=1)
    assert [one.send_at.day for one in waiting()] == [25, 27]


def test_a_status_calls_for_its_step_and_one_that_disables_messages_ends_all():  # A2, A7
    missed, vacated = status(), status("Vacated", disables_messages=True)
    rosa = cast.contact()
    court_flow = flow(1)
    step(court_flow, kind="on_status", status=missed, amount=1, business_days=True)
    made = cast.event(rosa.client, flow=court_flow)
    assert save_event(event=made, fields={"status": missed}, **usual()).synced == Synced(created=1)
    assert waiting()[0].send_at == datetime(2026, 11, 25, 15, tzinfo=UTC)
    save_event(event=made, fields={"status": None}, **usual())
    assert [one.send_at.day for one in waiting()] == [29]
    save_event(event=made, fields={"status": vacated}, **usual())
    assert waiting() == []


def test_a_status_that_begins_to_disable_messages_ends_those_of_all_its_events():  # A7
    listed = status("Listed")
    court(status=listed)
    listed.disables_messages = True
    save_status(status=listed, **usual())
    assert waiting() == []
    listed.disables_messages = False
    save_status(status=listed, **usual())
    assert len(waiting()) == 2


def test_opting_in_and_restoring_sync_nothing_and_offer_it_with_its_number():  # O2, L3
    rosa, _made = court()
    cause = {"address_ids": [rosa.address_id], "cause": Cause("staff"), **usual()}
    opt_out(**cause)
    assert (waiting(), foreseen(contacts=[rosa.id])) == ([], Synced())
    opt_in(**cause)
    assert (waiting(), foreseen(contacts=[rosa.id])) == ([], Synced(created=2))
    archive(kind="contact", ids=[rosa.id], **usual())
    restore(kind="contact", ids=[rosa.id], **usual())
    assert waiting() == []
    assert sync_messages(scope=Scope(contacts=[rosa.id]), **usual()) == Synced(created=2)
    rosa.refresh_from_db()
    assert (rosa.sync_offered_at, len(waiting())) == (None, 2)


def test_changing_a_flow_changes_what_waits():  # A2, A5
    rosa = cast.contact()
    court_flow = flow()
    cast.event(rosa.client, flow=court_flow)
    added = step(court_flow, amount=2)
    assert [one.send_at.day for one in waiting()] == [28]
    set_flow_mode(flow=court_flow, mode="disabled", **usual())
    assert waiting() == []
    set_flow_mode(flow=court_flow, mode="closed", **usual())
    assert len(waiting()) == 1
    remove_step(step=added, **usual())
    assert waiting() == []


def test_undoing_the_archiving_of_a_flow_brings_its_messages_back():  # L5, L6
    rosa, _made = court()
    undo = archive(kind="flow", ids=[flow_of(rosa)], **usual()).undo_id
    assert waiting() == []
    assert synced(clients=[rosa.client_id]) == Synced()
    take_back(undo_id=undo, **usual())
    assert len(waiting()) == 2


def test_what_undoing_brings_back_is_as_it_is_called_for_by_then():  # L5, A5
    rosa, made = court(3, 1)
    undo = archive(kind="contact", ids=[rosa.id], **usual()).undo_id
    save_event(event=made, fields={"date": date(2026, 12, 10)}, **usual())
    take_back(undo_id=undo, **usual())
    assert [one.send_at.day for one in waiting()] == [7, 9]


def test_finding_an_address_valid_again_offers_to_sync():  # C3
    rosa, _made = court()
    channels = ["text", "voice", "fax"]
    mark_invalid(address_ids=[rosa.address_id], channels=channels, reason="unknown_number", source="receipt", **usual())
    assert waiting() == []
    mark_valid(address_id=rosa.address_id, **usual())
    rosa.refresh_from_db()
    assert (waiting(), rosa.sync_offered_at, foreseen(contacts=[rosa.id])) == ([], cast.NOON, Synced(created=2))


def flow_of(contact):
    return contact.client.attendances.get().event.flows.get().flow_id


def test_a_whole_agency_is_synced_in_the_background_with_its_progress():  # A4
    rosa, made = court()
    Message.objects.all().delete()
    sync_whole_agency(**usual())
    finish_jobs()
    job = Job.objects.get()
    assert (job.state, job.done, job.total, job.counts["created"]) == ("done", 2, 2, 2)
    assert synced(events=[made.id], now=cast.NOON + timedelta(minutes=1)) == Synced()
    assert rosa.client_id in {one.client_id for one in waiting()}


def test_another_agencys_events_call_for_nothing_here():
    nadia = cast.contact(cast.client("Nadia", "Reyes", of=cast.agency("lakeside")))
    cast.event(nadia.client, flow=flow(3, of=cast.agency("lakeside")))
    rosa, _made = court()
    assert synced(clients=[rosa.client_id, nadia.client_id]) == Synced()
    assert {one.agency_id for one in Message.objects.filter(client=nadia.client)} == {nadia.agency_id}
    assert len(waiting(client=rosa.client)) == 2


def test_those_who_were_reminded_get_one_correction_where_staff_choose_so():  # A5
    rosa, made = court(3, 1)
    cast.contact(cast.client("Ben", "Ortiz"), cast.BEN_PHONE)
    Message.objects.filter(id=waiting()[0].id).update(status="delivered")
    foreseen = foresee_save(event=made, fields={"date": date(2026, 12, 3)}, **usual())
    assert (foreseen.synced, foreseen.reminded) == (Synced(created=1, moved=1), 1)
    made.refresh_from_db()
    assert (made.date, len(waiting())) == (date(2026, 11, 30), 1)
    assert save_event(event=made, fields={"date": date(2026, 12, 3)}, correct=False, **usual()).corrected == 0
    assert save_event(event=made, fields={"time": time(11)}, correct=True, **usual()).corrected == 1
    assert save_event(event=made, fields={"time": time(14)}, correct=True, **usual()).corrected == 1
    [correction] = waiting(origin_id=made.id)
    assert (correction.contact_id, "[EventDateTime]" in correction.body) == (rosa.id, True)
    assert save_event(event=made, fields={"time": time(15)}, **usual()).corrected == 0
    Agency.objects.update(corrects_by_itself=True, correction={"en": ["Moved", "Now [EventDateTime]."]})
    assert save_event(event=made, fields={"time": time(16)}, **{**usual(), "agency": Agency.objects.get()}).corrected == 1
    assert [one.body for one in waiting(origin_id=made.id)] == ["Now [EventDateTime]."]
    assert save_event(event=made, fields={"judge": "Hon. Ruth Vale"}, correct=True, **usual()).reminded == 0
