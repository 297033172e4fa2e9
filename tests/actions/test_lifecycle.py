"""Archive, trash and restore contacts and clients (L1 to L3, L5, L6)."""

import pytest

from duenotice.actions.composing import CannotReach
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.take_back import take_back
from duenotice.lifecycle.states import State
from duenotice.messaging.models import Message
from tests import cast

pytestmark = pytest.mark.django_db
ENDS = pytest.mark.parametrize("end", [archive, trash])


def act(verb, record, kind="contact"):
    return verb(agency=record.agency, kind=kind, ids=[record.id], actor=cast.actor(), now=cast.NOON)


@ENDS
def test_ending_a_contact_deletes_what_is_scheduled_and_stops_new_messages(end):  # L1, L2
    rosa = cast.contact()
    cast.one_off(rosa)
    assert act(end, rosa).deleted == 1
    with pytest.raises(CannotReach):
        cast.one_off(rosa)


@ENDS
def test_ending_a_client_stops_messages_to_all_its_contacts(end):  # L6, C9
    rosa = cast.contact()
    cast.one_off(rosa)
    assert act(end, rosa.client, "client").deleted == 1
    with pytest.raises(CannotReach, match="client"):
        cast.one_off(rosa)


@ENDS
def test_restoring_makes_it_live_and_sends_nothing_by_itself(end):  # L3
    rosa = cast.contact()
    cast.one_off(rosa)
    act(end, rosa)
    act(restore, rosa)
    rosa.refresh_from_db()
    assert rosa.state is State.LIVE
    assert rosa.sync_offered_at == cast.NOON
    assert not Message.objects.exists()
    cast.one_off(rosa)


def test_what_is_trashed_is_not_archived_again():
    rosa = cast.contact()
    act(trash, rosa)
    assert act(archive, rosa).ids == []
    rosa.refresh_from_db()
    assert rosa.state is State.TRASHED


@ENDS
def test_undo_brings_back_the_state_and_the_scheduled_messages(end):  # L5
    rosa = cast.contact()
    message = cast.one_off(rosa)
    change = act(end, rosa)
    back = take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    rosa.refresh_from_db()
    assert (back.brought_back, rosa.state) == (1, State.LIVE)
    assert Message.objects.get() == message


def test_undo_does_not_bring_back_messages_that_may_no_longer_be_sent():  # L5, O1
    rosa = cast.contact()
    cast.one_off(rosa)
    change = act(archive, rosa)
    act(trash, rosa.client, "client")
    back = take_back(agency=rosa.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    assert (back.brought_back, back.stay_deleted) == (0, 1)
    assert not Message.objects.exists()


def test_another_agencys_contact_is_left_alone():
    nadia = cast.contact(cast.client("Nadia", "Haddad", of=cast.agency("lakeside")))
    change = archive(agency=cast.agency(), kind="contact", ids=[nadia.id], actor=cast.actor(), now=cast.NOON)
    assert change.ids == []
    nadia.refresh_from_db()
    assert nadia.is_live
