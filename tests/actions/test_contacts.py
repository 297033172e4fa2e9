"""Making, saving and replacing contacts (C1 to C6)."""

import pytest
from django.db import IntegrityError, transaction

from duenotice.actions.contacts import ChannelCannotCarry, ContactChanges, TwinExists, create_contact, replace_contact, save_contact
from duenotice.actions.lifecycle import archive
from duenotice.actions.validity import check_again, mark_invalid, mark_valid
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.messaging.models import Message
from tests import cast

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_kept_beside_the_address():  # C2
    rosa = cast.contact(entered="(202) 555-0143 ext. 12")
    assert (rosa.entered, rosa.address.value, rosa.extension) == ("(202) 555-0143 ext. 12", cast.ROSA_PHONE, "12")


def test_a_channel_defaults_from_the_address():  # C4
    assert cast.contact().channel == "text"
    assert cast.contact(cast.client("Ben"), entered="ben@example.org").channel == "email"
    assert cast.contact(cast.client("Fay"), type="fax").channel == "fax"


def test_an_address_that_cannot_be_reached_is_kept_and_says_why():  # C3
    short = cast.contact(entered="555-01")
    assert short.address.invalid_on("text")
    assert short.address.invalid_reason
    assert short.address.invalid_source == "format"


@pytest.mark.parametrize("text", ["", "hello", "12", "a\x00b@example.org"])
def test_other_text_is_refused(text):  # C3
    with pytest.raises(NotAnAddress):
        cast.contact(entered=text)


def test_the_same_address_twice_on_one_client_is_refused_also_when_archived():  # C6
    rosa = cast.contact()
    archive(agency=rosa.agency, kind="contact", ids=[rosa.id], actor=cast.actor(), now=cast.NOON)
    with pytest.raises(TwinExists) as refused:
        cast.contact(rosa.client, entered="202.555.0143")
    assert refused.value.twin == rosa


def test_several_clients_share_an_address():  # C6
    assert cast.contact().address == cast.contact(cast.client("Ben", "Okafor")).address


def test_saving_a_channel_that_cannot_carry_the_address_is_refused():  # C4
    rosa = cast.contact()
    changes = ContactChanges(name="", type="mobile", channel="email")
    with pytest.raises(ChannelCannotCarry):
        save_contact(agency=rosa.agency, contact=rosa, changes=changes, actor=cast.actor(), now=cast.NOON)


def test_a_new_channel_moves_what_is_scheduled_at_once():  # C4
    rosa = cast.contact()
    cast.one_off(rosa)
    changes = ContactChanges(name="Mother", type="home", channel="voice")
    save_contact(agency=rosa.agency, contact=rosa, changes=changes, actor=cast.actor(), now=cast.NOON)
    assert Message.objects.get().channel == "voice"
    rosa.refresh_from_db()
    assert (rosa.name, rosa.type, rosa.channel) == ("Mother", "home", "voice")


def test_replacing_makes_a_new_contact_archives_the_old_and_links_both():  # C5
    rosa = cast.contact(name="Rosa's sister")
    cast.one_off(rosa)
    done = replace_contact(agency=rosa.agency, contact=rosa, entered=cast.BEN_PHONE, actor=cast.actor(), now=cast.NOON)
    rosa.refresh_from_db()
    assert rosa.archived_at
    assert not rosa.is_live
    assert (done.contact.replaces_id, done.contact.name, done.deleted) == (rosa.id, "Rosa's sister", 1)


def test_a_replacement_that_is_a_twin_changes_nothing():  # C5, C6
    rosa = cast.contact()
    cast.contact(rosa.client, entered=cast.BEN_PHONE)
    with pytest.raises(TwinExists):
        replace_contact(agency=rosa.agency, contact=rosa, entered=cast.BEN_PHONE, actor=cast.actor(), now=cast.NOON)
    rosa.refresh_from_db()
    assert rosa.is_live


def test_becoming_invalid_for_a_channel_deletes_only_what_goes_by_it():  # C3, M4
    rosa = cast.contact()
    cast.one_off(rosa)
    deleted = mark_invalid(
        agency=rosa.agency,
        address_ids=[rosa.address_id],
        channels=["text"],
        reason="landline",
        source="lookup",
        actor=cast.actor(),
        now=cast.NOON,
    )
    rosa.address.refresh_from_db()
    assert (deleted, rosa.address.invalid_on("text"), rosa.address.invalid_on("voice")) == (1, True, False)


def test_staff_mark_an_address_valid_and_check_it_again():  # C3
    rosa = cast.contact(entered="555-01")
    assert not check_again(agency=rosa.agency, contact=rosa, actor=cast.actor(), now=cast.NOON)
    mark_valid(agency=rosa.agency, address_id=rosa.address_id, actor=cast.actor(), now=cast.NOON)
    rosa.address.refresh_from_db()
    assert rosa.address.invalid_for == []


def test_the_database_refuses_a_contact_of_another_agencys_client():
    rosa, theirs = cast.contact(), cast.client("Nadia", "Haddad", of=cast.agency("lakeside"))
    with pytest.raises(IntegrityError, match="contact_client_same_agency"), transaction.atomic():
        Contact.objects.filter(id=rosa.id).update(client=theirs)


def test_a_contact_may_have_no_client():  # api: a message to an address that no contact has
    loose = create_contact(agency=cast.agency(), client=None, entered=cast.BEN_PHONE, actor=cast.actor(), now=cast.NOON)
    cast.one_off(loose)
