"""Undo takes back what the user did, and nothing that anybody said or did since (L5, O1, O5)."""

from datetime import timedelta

import pytest

from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import ContactChanges, save_contact
from duenotice.actions.events import cancel_event, create_event, uncancel_event
from duenotice.actions.inbound import Arrival, receive
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.take_back import CannotUndo, take_back
from duenotice.contacts.models import Address, Consent, ConsentEvent
from duenotice.messaging.models import Kind, Message
from duenotice.senders.models import Sender
from tests import cast

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def change(verb, contact, *, how="staff", now=cast.NOON):
    return verb(agency=contact.agency, address_ids=[contact.address_id], cause=Cause(how), actor=cast.actor(), now=now)


def move(verb, record, kind="contact", now=cast.NOON):
    return verb(agency=record.agency, kind=kind, ids=[record.id], actor=cast.actor(), now=now)


def says(contact, body, *, now=cast.NOON, reference="one"):
    sender = Sender.objects.get(agency=contact.agency, kind="phone")
    arrival = Arrival(sender=sender, channel="text", came_from=contact.entered, body=body, reference=reference)
    receive(agency=contact.agency, arrival=arrival, now=now)


def undo(change, agency, now=cast.NOON + MINUTE):
    return take_back(agency=agency, undo_id=change.undo_id, actor=cast.actor(), now=now)


def cannot_undo(change, agency, now=cast.NOON + MINUTE):
    with pytest.raises(CannotUndo, match="no longer"):
        undo(change, agency, now)


def consent_of(contact):
    return Address.objects.get(id=contact.address_id).consent


def test_a_stop_that_comes_while_staff_have_opted_out_survives_their_undo():  # O1, L5
    rosa = cast.contact()
    cast.one_off(rosa)
    pressed = change(opt_out, rosa)
    says(rosa, "STOP")
    cannot_undo(pressed, rosa.agency)
    assert consent_of(rosa) == Consent.OUT
    assert not Message.objects.filter(kind=Kind.ONE_OFF).exists()
    assert list(ConsentEvent.objects.order_by("id").values_list("change", "how")) == [("out", "staff"), ("out", "keyword")]


def test_a_stop_that_comes_after_opting_in_again_survives_an_older_undo():  # O1, L5
    rosa = cast.contact()
    pressed = change(opt_out, rosa)
    change(opt_in, rosa)
    says(rosa, "STOP")
    cannot_undo(pressed, rosa.agency)
    assert consent_of(rosa) == Consent.OUT


def test_a_start_survives_the_undo_of_opting_in():  # O3, L5
    rosa = cast.contact()
    change(opt_out, rosa)
    pressed = change(opt_in, rosa)
    says(rosa, "START")
    cannot_undo(pressed, rosa.agency)
    assert consent_of(rosa) == Consent.IN


def test_messages_do_not_come_back_twice_once_they_were_composed_anew():  # M5, L5
    rosa = cast.contact()
    cast.one_off(rosa)
    pressed = change(opt_out, rosa)
    change(opt_in, rosa)
    anew = cast.one_off(rosa)
    cannot_undo(pressed, rosa.agency)
    assert Message.objects.filter(kind=Kind.ONE_OFF).get() == anew


def test_undo_leaves_alone_what_was_restored_and_archived_anew():  # L5
    rosa = cast.contact()
    cast.one_off(rosa)
    pressed = move(archive, rosa)
    move(restore, rosa)
    move(archive, rosa, now=cast.NOON + MINUTE)
    cannot_undo(pressed, rosa.agency, cast.NOON + 2 * MINUTE)
    rosa.refresh_from_db()
    assert not rosa.is_live


def test_undoing_an_archive_leaves_in_the_trash_what_was_trashed_since():  # L5
    rosa = cast.contact()
    pressed = move(archive, rosa)
    move(trash, rosa, now=cast.NOON + MINUTE)
    cannot_undo(pressed, rosa.agency, cast.NOON + 2 * MINUTE)
    rosa.refresh_from_db()
    assert rosa.trashed_at


def test_messages_come_back_on_the_channel_that_the_contact_has_by_now():  # C4, L5
    rosa = cast.contact()
    cast.one_off(rosa)
    pressed = change(opt_out, rosa)
    changes = ContactChanges(name="", type="mobile", channel="voice")
    save_contact(agency=rosa.agency, contact=rosa, changes=changes, actor=cast.actor(), now=cast.NOON)
    assert undo(pressed, rosa.agency).brought_back == 1
    assert Message.objects.get().channel == "voice"


def test_messages_about_an_event_that_was_cancelled_since_stay_deleted():  # M4, L5
    rosa = cast.contact()
    day = (cast.NOON + timedelta(days=3)).date()
    event = create_event(agency=rosa.agency, fields={"date": day, "time": cast.NOON.time()}, actor=cast.actor(), now=cast.NOON)
    cast.one_off(rosa, event=event)
    pressed = move(archive, rosa)
    cancel_event(agency=rosa.agency, ids=[event.id], actor=cast.actor(), now=cast.NOON)
    assert undo(pressed, rosa.agency).brought_back == 0


def test_a_cancelled_event_that_was_called_on_and_off_since_keeps_its_state():  # L5
    agency, day = cast.agency(), (cast.NOON + timedelta(days=3)).date()
    event = create_event(agency=agency, fields={"date": day, "time": cast.NOON.time()}, actor=cast.actor(), now=cast.NOON)
    given = {"agency": agency, "ids": [event.id], "actor": cast.actor()}
    pressed = cancel_event(**given, now=cast.NOON)
    uncancel_event(**given, now=cast.NOON)
    cancel_event(**given, now=cast.NOON + MINUTE)
    cannot_undo(pressed, agency, cast.NOON + 2 * MINUTE)
    event.refresh_from_db()
    assert event.cancelled_at


def test_undoing_an_opt_in_deletes_what_was_scheduled_since():  # O1, L5
    rosa = cast.contact()
    change(opt_out, rosa)
    pressed = change(opt_in, rosa)
    cast.one_off(rosa)
    assert undo(pressed, rosa.agency).deleted == 1
    assert consent_of(rosa) == Consent.OUT
    assert not Message.objects.exists()
