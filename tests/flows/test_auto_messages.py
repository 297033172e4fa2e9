"""Auto messages go when what they wait for happens, or when their turn comes: once each (A1, A3)."""

from datetime import UTC, datetime, time, timedelta

import pytest

from duenotice.actions.auto_messages import Calling, save_auto_message
from duenotice.actions.clients import create_client, save_client
from duenotice.actions.contacts import ContactChanges, create_contact, save_contact
from duenotice.actions.events import save_event
from duenotice.actions.lifecycle import archive
from duenotice.actions.recurring import schedule_recurring
from duenotice.events.models import Status
from duenotice.flows.models import AutoMessage
from duenotice.flows.sync import Synced
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import WORDS, auto_message, synced, usual, waiting

pytestmark = pytest.mark.django_db
DELAY = timedelta(minutes=5)


def test_a_new_clients_contacts_are_written_to_and_what_was_there_before_is_not():
    old = cast.contact(cast.client("Ben", "Ortiz", created_at=cast.NOON - timedelta(hours=1)), cast.BEN_PHONE)
    auto_message(trigger="client_created")
    rosa = create_client(fields={"first_name": "Rosa"}, **usual())
    mine = create_contact(client=rosa, entered=cast.ROSA_PHONE, **usual())
    assert [(one.contact_id, one.send_at) for one in waiting()] == [(mine.id, cast.NOON + DELAY)]
    assert synced(clients=[rosa.id, old.client_id]) == Synced()
    later = cast.NOON + timedelta(days=2)
    create_contact(client=rosa, entered=cast.ROSA_EMAIL, **{**usual(), "now": later})
    assert not Message.objects.filter(channel="email").exists()


def test_a_changed_client_contact_and_event_call_for_one_message_each():
    rosa = cast.contact()
    made = cast.event(rosa.client)
    for trigger in ("client_updated", "contact_updated", "event_updated"):
        auto_message(trigger=trigger)
    for _twice in range(2):
        save_client(client=rosa.client, fields={"zip": str(_twice)}, **usual())
        save_contact(contact=rosa, changes=ContactChanges(f"Aunt {_twice}", "mobile", "text"), **usual())
        save_event(event=made, fields={"judge": f"Hon. {_twice}"}, **usual())
    names = [one.template.name for one in waiting()]
    assert sorted(names) == ["client_updated", "contact_updated", "event_updated"]
    assert synced(clients=[rosa.client_id]) == Synced()


def test_an_event_is_told_of_when_it_is_made_and_when_it_gets_its_status():
    missed = Status.objects.create(agency=cast.agency(), name="Missed")
    auto_message(trigger="event_created")
    auto_message(trigger="event_status", status=missed)
    rosa = cast.contact()
    made = cast.event(rosa.client)
    assert [one.template.name for one in waiting()] == ["event_created"]
    save_event(event=made, fields={"status": missed}, **usual())
    assert sorted(one.template.name for one in waiting()) == ["event_created", "event_status"]


def test_a_recurring_one_goes_to_the_clients_of_its_status_turn_by_turn():
    cast.contact(cast.client("Ben", "Ortiz", status="Closed"), cast.BEN_PHONE)
    rosa = cast.contact(cast.client(status="Supervised"))
    auto_message(trigger="weekly", client_status="supervised", at=time(9), weekday=0)
    first = datetime(2026, 11, 30, 14, tzinfo=UTC)
    assert [(one.contact_id, one.send_at, one.occasion) for one in waiting()] == [(rosa.id, first, "2026-W49")]
    assert schedule_recurring(cast.NOON) == 1
    assert schedule_recurring(first - timedelta(seconds=1)) == 0
    for _twice in range(2):
        schedule_recurring(first + timedelta(seconds=30))
        AutoMessage.objects.update(scheduled_through=None)
    assert [one.occasion for one in waiting()] == ["2026-W49", "2026-W50"]
    save_client(client=rosa.client, fields={"status": "Closed"}, **usual())
    assert waiting() == []


def test_changing_what_calls_for_it_moves_or_deletes_what_waits():
    rosa = cast.contact(cast.client(status="Supervised"))
    auto = auto_message(trigger="daily", client_status="Supervised", at=time(17))
    assert [one.send_at.hour for one in waiting()] == [22]
    known = {"auto_message": auto, "name": "Daily", "wordings": WORDS, "channels": ["text"], **usual()}
    save_auto_message(calling=Calling("daily", client_status="Supervised", at=time(18)), **known)
    assert [(one.contact_id, one.send_at.hour) for one in waiting()] == [(rosa.id, 23)]
    archive(kind="auto_message", ids=[auto.id], **usual())
    assert (waiting(), schedule_recurring(cast.NOON)) == ([], 0)


def test_a_turn_that_was_sent_or_cancelled_is_over():
    cast.contact(cast.client(status="Supervised"))
    auto_message(trigger="daily", client_status="Supervised", at=time(17))
    Message.objects.update(status="cancelled")
    schedule_recurring(cast.NOON)
    assert waiting() == []
    schedule_recurring(cast.NOON + timedelta(hours=3))
    assert [one.occasion for one in waiting()] == ["2026-11-25"]
