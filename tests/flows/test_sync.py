"""Sync makes the automated messages that wait equal to what is called for (A3, A4, A6)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from duenotice.actions.composing import cancel_message
from duenotice.db.only_simulate import only_simulating
from duenotice.flows.sync import Synced
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import flow, foreseen, synced, usual, waiting

pytestmark = pytest.mark.django_db


def test_an_event_gets_its_steps_for_every_contact_of_its_clients():  # A2, A3
    rosa = cast.contact()
    cast.contact(rosa.client, cast.ROSA_EMAIL)
    made = cast.event(rosa.client, flow=flow(7, 3, 1))
    due = sorted((one.send_at, one.contact.channel) for one in waiting())
    # Six days ahead: the step of seven days before is past, and skipped (A6).
    first, second = datetime(2026, 11, 27, 15, tzinfo=UTC), datetime(2026, 11, 29, 15, tzinfo=UTC)
    assert due == [(first, "email"), (first, "text"), (second, "email"), (second, "text")]
    assert {one.expires_at for one in waiting()} == {made.starts_at}
    assert synced(events=[made.id]) == Synced()
    assert synced(clients=[rosa.client_id]) == Synced()


def test_what_concerns_one_client_is_planned_once_for_each_connection():
    made = cast.event(cast.contact().client, flow=flow(7, 3, 1))
    synced(events=[made.id])
    synced(events=[made.id])
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%keyed%'")
        planned = cursor.fetchall()
    assert planned
    assert [(name, custom) for name, generic, custom in planned if not generic or custom] == []


def test_a_moved_event_moves_its_messages_and_they_stay_the_same_ones():  # A5
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    before = [one.id for one in waiting()]
    made.date, made.starts_at = date(2026, 12, 10), made.starts_at + timedelta(days=10)
    made.save()
    assert foreseen(events=[made.id]) == Synced(moved=2)
    assert synced(events=[made.id]) == Synced(moved=2)
    assert [one.id for one in waiting()] == before
    assert [one.send_at.day for one in waiting()] == [7, 9]
    assert synced(clients=[rosa.client_id]) == Synced()


def test_what_would_come_too_late_after_a_move_expires_and_staff_see_it():  # A5, M6
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    made.date, made.starts_at = date(2026, 11, 26), datetime(2026, 11, 26, 14, tzinfo=UTC)
    made.save()
    assert synced(events=[made.id]) == Synced(moved=1, expired=1)
    [late] = Message.objects.filter(status="expired")
    assert (late.reason_code, late.planned_for.day) == ("too_late", 23)
    assert synced(events=[made.id]) == Synced()


def test_what_staff_cancelled_stays_cancelled_and_one_offs_are_not_touched():  # A3, A4
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    one_off = cast.one_off(rosa, event=made)
    first = waiting(kind="flow")[0]
    cancel_message(message_id=first.id, **usual())
    assert synced(events=[made.id]) == Synced()
    made.messages_disabled = True
    made.save()
    assert synced(events=[made.id]) == Synced(deleted=1)
    assert [one.id for one in waiting()] == [one_off.id]


def test_an_occasion_that_had_its_message_has_no_other():  # A4
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    Message.objects.filter(id=waiting()[0].id).update(status="delivered")
    made.time, made.starts_at = time(10), made.starts_at + timedelta(hours=1)
    made.save()
    assert synced(events=[made.id]) == Synced(moved=1)
    assert [one.expires_at for one in waiting()] == [made.starts_at]


def test_a_due_message_that_still_waits_is_left_alone():  # A6
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3))
    [message] = waiting()
    for later in (timedelta(minutes=1), timedelta(hours=20)):
        assert synced(message.send_at + later, events=[made.id]) == Synced()
    Message.objects.update(status="claimed", send_at=message.send_at + timedelta(hours=5), held_for="quiet_hours")
    assert synced(message.send_at + timedelta(hours=1), events=[made.id]) == Synced()


def test_what_quiet_hours_would_push_past_its_event_is_expired_with_a_note():  # M6
    ben = cast.contact(cast.client("Ben", "Ortiz", time_zone="Pacific/Honolulu"), cast.BEN_PHONE)
    mail = cast.contact(ben.client, cast.ROSA_EMAIL)
    made = cast.event(ben.client, flow=flow(0, at=time(8)))
    [expired] = Message.objects.filter(status="expired")
    assert (expired.contact_id, expired.reason_code) == (ben.id, "held_too_long")
    assert [one.contact_id for one in waiting()] == [mail.id]
    assert synced(events=[made.id]) == Synced()
    made.time, made.starts_at = time(16), made.starts_at + timedelta(hours=7)
    made.save()
    assert synced(events=[made.id]) == Synced(moved=2)
    assert len(waiting()) == 2


def test_what_only_simulates_takes_no_occasion_from_a_real_message():  # A4
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    Message.objects.all().delete()
    with only_simulating():
        assert synced(events=[made.id]) == Synced(created=2)
        assert synced(events=[made.id]) == Synced()
    Message.objects.filter(id=waiting()[0].id).update(status="simulated")
    # One was "sent" and one waits, both for nobody's phone: the real ones are made, and the one that waits is of no use any more.
    assert synced(events=[made.id]) == Synced(created=2, deleted=1)
    assert [one.only_simulate for one in waiting()] == [False, False]
    with only_simulating():
        assert synced(events=[made.id]) == Synced()


def test_a_test_client_that_moves_an_event_moves_its_real_messages_and_they_stay_real():  # A5
    rosa = cast.contact()
    made = cast.event(rosa.client, flow=flow(3, 1))
    with only_simulating():
        made.date, made.starts_at = date(2026, 12, 10), made.starts_at + timedelta(days=10)
        made.save()
        assert synced(events=[made.id]) == Synced(moved=2)
    assert [(one.only_simulate, one.send_at.day) for one in waiting()] == [(False, 7), (False, 9)]
