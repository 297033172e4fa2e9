"""Opting out and in (O1, O2, O4, O5, L5)."""

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError

from duenotice.actions.composing import CannotReach
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.take_back import CannotUndo, take_back
from duenotice.agencies.models import Activity
from duenotice.contacts.models import Address, Consent, ConsentEvent, Contact
from duenotice.messaging.models import Message
from tests import cast

pytestmark = pytest.mark.django_db
STAFF = Cause("staff")


def out(contact, **fields):
    return opt_out(
        agency=contact.agency,
        address_ids=[contact.address_id],
        cause=fields.pop("cause", STAFF),
        actor=cast.actor(),
        now=cast.NOON,
        **fields,
    )


def back_in(contact):
    return opt_in(agency=contact.agency, address_ids=[contact.address_id], cause=STAFF, actor=cast.actor(), now=cast.NOON)


def consent_of(contact):
    return Address.objects.get(id=contact.address_id).consent


def test_opting_out_deletes_what_is_scheduled_and_says_how_many():  # O1
    rosa = cast.contact()
    cast.one_off(rosa, "One")
    cast.one_off(rosa, "Two")
    assert out(rosa).deleted == 2
    assert not Message.objects.exists()
    assert consent_of(rosa) == Consent.OUT


def test_nothing_can_be_composed_to_an_address_that_is_opted_out():  # O1, C9
    rosa = cast.contact()
    out(rosa)
    with pytest.raises(CannotReach, match="opted out"):
        cast.one_off(rosa)


def test_every_contact_of_the_address_is_opted_out_in_one_agency_only():  # O4
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Okafor"))
    nadia = cast.contact(cast.client("Nadia", "Haddad", of=cast.agency("lakeside")))
    cast.one_off(ben)
    cast.one_off(nadia)
    assert out(rosa).deleted == 1
    assert consent_of(ben) == Consent.OUT
    assert consent_of(nadia) == Consent.UNSET
    assert Message.objects.get().client == nadia.client


def test_a_new_contact_of_an_opted_out_address_starts_opted_out():  # O4
    out(cast.contact())
    assert cast.contact(cast.client("Ben", "Okafor")).address.opted_out


def test_an_address_that_was_purged_and_comes_back_is_still_opted_out():  # O5
    rosa = cast.contact()
    out(rosa)
    Contact.objects.all().delete()
    Address.objects.all().delete()
    assert cast.contact(cast.client("Ben", "Okafor")).address.opted_out


def test_opting_in_replaces_the_badge_and_offers_a_sync_without_sending_anything():  # O2
    rosa = cast.contact()
    out(rosa)
    back_in(rosa)
    rosa.refresh_from_db()
    assert consent_of(rosa) == Consent.IN
    assert rosa.sync_offered_at == cast.NOON
    assert not Message.objects.exists()


def test_opting_out_twice_changes_nothing_the_second_time():
    rosa = cast.contact()
    out(rosa)
    assert out(rosa).address_ids == []
    assert ConsentEvent.objects.count() == 1


def test_the_ledger_says_who_how_and_when_and_keeps_the_words_apart():  # O5
    rosa = cast.contact()
    out(rosa, cause=Cause("keyword", wording_version="1", words="please stop"))
    row = ConsentEvent.objects.get()
    assert (row.change, row.how, row.at, row.address_id) == ("out", "keyword", cast.NOON, rosa.address_id)
    assert row.words.text == "please stop"
    assert rosa.address.value.encode() not in bytes(row.address_hash)


@pytest.mark.parametrize("statement", ["UPDATE contacts_consentevent SET how = 'x'", "DELETE FROM contacts_consentevent"])
def test_the_database_refuses_to_change_the_ledger(statement):  # O5
    out(cast.contact())
    with pytest.raises((InternalError, IntegrityError), match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_activity_names_every_contact_and_nothing_personal():  # P6
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Okafor"))
    out(rosa)
    rows = Activity.objects.filter(verb="opted_out")
    assert {row.record_id for row in rows} == {rosa.id, ben.id}
    assert all(row.detail == {"how": "staff"} for row in rows)


def test_undo_brings_back_consent_and_the_messages_that_are_not_yet_due():  # L5
    rosa = cast.contact()
    due, later = cast.one_off(rosa, "Soon", send_now=True), cast.one_off(rosa, "Later")
    change = out(rosa)
    back = take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    assert (back.brought_back, back.stay_deleted) == (1, 1)
    assert consent_of(rosa) == Consent.UNSET
    assert Message.objects.get().id == later.id != due.id
    assert [row.change for row in ConsentEvent.objects.order_by("id")] == ["out", "unset"]


def test_undo_works_once_and_for_the_one_who_did_it():  # L5
    rosa = cast.contact()
    change = out(rosa)
    with pytest.raises(CannotUndo):
        take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(cast.ada()), now=cast.NOON)
    take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    with pytest.raises(CannotUndo):
        take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)


def test_rows_of_the_ledger_are_in_the_order_in_which_they_were_said():  # O5
    rosa = cast.contact()
    for _turn in range(20):
        out(rosa)
        back_in(rosa)
    assert list(ConsentEvent.objects.order_by("id").values_list("change", flat=True)) == ["out", "in"] * 20
