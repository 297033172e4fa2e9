"""Making, changing and cancelling events, and what follows for the messages about them (P3, M4, M6, A7, L5, L6)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from duenotice.actions.attendance import add_clients, make_primary, remove_attendances, remove_clients
from duenotice.actions.composing import CannotCompose
from duenotice.actions.event_lists import NameTaken, save_location, save_status
from duenotice.actions.events import EventReferenceTaken, cancel_event, save_event, uncancel_event
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.take_back import take_back
from duenotice.agencies.models import Activity
from duenotice.events.models import Attendance, Event, Location, Status
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.models import Message
from tests import cast

pytestmark = pytest.mark.django_db


def save(event, **fields):
    return save_event(agency=event.agency, event=event, fields=fields, actor=cast.actor(), now=cast.NOON)


def act(verb, event, **more):
    return verb(agency=event.agency, ids=[event.id], actor=cast.actor(), now=cast.NOON, **more)


def about(event, contact, **fields):
    """A one-off about the event, on the day before it unless told otherwise."""
    fields = {"day": event.date - timedelta(days=1), "clock": time(10), **fields}
    return cast.one_off(contact, "Court on [EventDateTime] at [LocationName].", event=event, **fields)


def status(name="Vacated", **fields):
    made = Status(agency=cast.agency(), name=name, **fields)
    save_status(agency=made.agency, status=made, actor=cast.actor(), now=cast.NOON)
    return made


def location(name="Annex", **fields):
    made = Location(agency=cast.agency(), name=name, **fields)
    save_location(agency=made.agency, location=made, actor=cast.actor(), now=cast.NOON)
    return made


def test_an_event_is_at_its_local_time_in_the_courts_zone():  # P3
    here = cast.event()
    assert here.starts_at == datetime(2026, 11, 30, 14, tzinfo=UTC)
    there = cast.event(location=location(time_zone="America/Los_Angeles", address="1 Bay Street"))
    assert (there.starts_at, there.time_zone) == (datetime(2026, 11, 30, 17, tzinfo=UTC), "America/Los_Angeles")
    assert (there.location_name, there.location_address) == ("Annex", "1 Bay Street")


def test_a_virtual_location_is_told_by_its_link():  # P3
    made = cast.event(location=location(link="https://example.org/room/7"))
    assert made.location_address == "https://example.org/room/7"


def test_a_time_that_clocks_skip_is_refused_and_the_past_is_accepted():  # P3
    with pytest.raises(NoSuchTime):
        cast.event(date=date(2027, 3, 14), time=time(2, 30))
    assert cast.event(date=date(2001, 2, 3)).starts_at.year == 2001


def test_a_reference_is_unique_in_its_agency_only():
    made = cast.event(reference="E-1")
    cast.event(reference="E-1", agency_of=cast.agency("lakeside"))
    with pytest.raises(EventReferenceTaken) as refused:
        cast.event(reference="e-1")
    assert refused.value.event == made


def test_the_version_grows_with_what_a_message_may_say_and_with_nothing_else():
    made = cast.event()
    assert save(made, reference="E-9", description="Second try").changed == ["description", "reference"]
    assert Event.objects.get().version == 1
    assert save(made, judge="Hon. Ruth Vale").changed == ["judge"]
    assert Event.objects.get().version == 2
    assert save(made, judge="Hon. Ruth Vale").changed == []


def test_moving_an_event_moves_the_moment_at_which_its_messages_expire():  # M6
    rosa = cast.contact()
    made = cast.event(rosa.client)
    message = about(made, rosa, day=made.date, clock=time(8))
    assert message.expires_at == made.starts_at
    assert save(made, time=time(11)).followed.scheduled == 1
    message.refresh_from_db()
    assert message.expires_at == datetime(2026, 11, 30, 16, tzinfo=UTC)
    save(made, date=date(2026, 12, 20))
    message.refresh_from_db()
    assert message.expires_at == message.send_at + timedelta(hours=24)


def test_a_message_that_would_come_after_the_moved_event_expires():  # M6
    rosa = cast.contact()
    made = cast.event(rosa.client)
    message = about(made, rosa)
    assert save(made, date=date(2026, 11, 27)).followed.expired == 1
    message.refresh_from_db()
    assert (message.status, message.reason_code) == ("expired", "too_late")


def test_a_claimed_message_goes_back_to_scheduled_when_its_event_changes():
    rosa = cast.contact()
    made = cast.event(rosa.client)
    message = about(made, rosa)
    Message.objects.update(status="claimed", lease_until=cast.NOON, claim=3)
    save(made, judge="Hon. Ruth Vale")
    message.refresh_from_db()
    assert (message.status, message.lease_until, message.expires_at) == ("scheduled", None, made.starts_at)


def test_cancelling_deletes_what_is_scheduled_and_undo_brings_it_back():  # M4, L5
    rosa = cast.contact()
    made = cast.event(rosa.client)
    message = about(made, rosa)
    change = act(cancel_event, made)
    assert (change.deleted, Message.objects.count()) == (1, 0)
    assert act(cancel_event, made).ids == []
    with pytest.raises(CannotCompose, match="cancelled"):
        about(made, rosa)
    back = take_back(agency=made.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    assert (back.brought_back, Message.objects.get(), Event.objects.get().cancelled_at) == (1, message, None)


def test_an_event_takes_place_after_all_and_nothing_is_sent_by_itself():  # M4
    rosa = cast.contact()
    made = cast.event(rosa.client)
    about(made, rosa)
    act(cancel_event, made)
    act(uncancel_event, made)
    assert (Event.objects.get().cancelled_at, Message.objects.count()) == (None, 0)
    about(made, rosa)


@pytest.mark.parametrize("end", [archive, trash])
def test_an_event_goes_through_the_same_lifecycle(end):  # L6, L5
    rosa = cast.contact()
    made = cast.event(rosa.client)
    about(made, rosa)
    change = act(end, made, kind="event")
    assert (change.deleted, Event.objects.get().is_live) == (1, False)
    with pytest.raises(CannotCompose):
        about(made, rosa)
    assert take_back(agency=made.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON).brought_back == 1
    act(end, made, kind="event")
    assert act(restore, made, kind="event").ids == [made.id]


def test_undo_brings_no_message_back_to_an_event_that_was_cancelled_since():  # L5, M4
    rosa = cast.contact()
    made = cast.event(rosa.client)
    about(made, rosa)
    change = act(archive, rosa, kind="contact")
    act(cancel_event, made)
    back = take_back(agency=made.agency, undo_id=change.undo_id, actor=cast.actor(), now=cast.NOON)
    assert (back.brought_back, back.stay_deleted) == (0, 1)


def test_setting_a_status_that_disables_messages_deletes_what_is_scheduled():  # A7
    rosa = cast.contact()
    made = cast.event(rosa.client)
    about(made, rosa)
    assert save(made, status=status(disables_messages=True)).deleted == 1
    with pytest.raises(CannotCompose, match="disables messages"):
        about(made, rosa)
    save(made, status=status("Set"))
    about(made, rosa)


def test_a_status_that_disables_messages_from_now_on_deletes_them_on_all_its_events():  # A7
    rosa, vacated = cast.contact(), status()
    made = cast.event(rosa.client, status=vacated)
    about(made, rosa)
    vacated.disables_messages = True
    saved = save_status(agency=made.agency, status=vacated, actor=cast.actor(), now=cast.NOON)
    assert (saved.events, saved.deleted, Event.objects.get().is_silent) == (1, 1, True)


def test_a_location_that_changes_takes_its_events_with_it():  # P3
    annex = location()
    made = cast.event(location=annex)
    annex.name, annex.time_zone = "Annex B", "America/Chicago"
    assert save_location(agency=made.agency, location=annex, actor=cast.actor(), now=cast.NOON).events == 1
    made.refresh_from_db()
    assert (made.location_name, made.version, made.starts_at) == ("Annex B", 2, datetime(2026, 11, 30, 15, tzinfo=UTC))
    assert made.time == time(9)


def test_names_of_statuses_and_locations_are_unique_in_their_agency():
    status("Set")
    location("Annex")
    with pytest.raises(NameTaken):
        status("set")
    with pytest.raises(NameTaken):
        location("ANNEX")


def test_one_client_is_the_primary_one_whoever_comes_and_goes():  # P3
    rosa, ben, tomas = cast.client(), cast.client("Ben", "Okafor"), cast.client("Tomás", "Núñez")
    made = cast.event(rosa)
    usual = {"agency": made.agency, "event": made, "actor": cast.actor(), "now": cast.NOON}
    assert add_clients(client_ids=[rosa.id, ben.id, tomas.id], **usual) == [ben.id, tomas.id]
    assert make_primary(client_id=tomas.id, **usual)
    assert Attendance.objects.get(primary=True).client == tomas
    assert remove_clients(client_ids=[tomas.id], **usual) == 0
    assert Attendance.objects.get(primary=True).client == rosa
    assert remove_clients(client_ids=[tomas.id], **usual) is None


def test_removing_a_client_deletes_what_is_scheduled_to_that_client_about_it():  # M4
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Okafor"), cast.BEN_PHONE)
    made = cast.event(rosa.client, ben.client)
    about(made, rosa)
    kept = [about(made, ben), cast.one_off(rosa)]
    deleted = remove_clients(agency=made.agency, event=made, client_ids=[rosa.client_id], actor=cast.actor(), now=cast.NOON)
    assert deleted == 1
    assert set(Message.objects.all()) == set(kept)


def test_from_many_events_at_once_each_loses_its_own_clients_and_messages():  # M4, P3
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Okafor"), cast.BEN_PHONE)
    first, second = (cast.event(rosa.client, ben.client, case_number=number) for number in ("C-1", "C-2"))
    going, staying = [about(first, rosa), about(second, ben)], [about(first, ben), about(second, rosa)]
    leaving = {first.id: [rosa.client_id], second.id: [ben.client_id]}
    usual = {"agency": first.agency, "leaving": leaving, "actor": cast.actor(), "now": cast.NOON}
    assert remove_attendances(**usual) == {first.id: 1, second.id: 1}
    assert set(Attendance.objects.values_list("event_id", "client_id", "primary")) == {
        (first.id, ben.client_id, True),
        (second.id, rosa.client_id, True),
    }
    assert set(Message.objects.all()) == set(staying) != set(going)
    told = Activity.objects.filter(verb="client_removed").values_list("record_id", "detail")
    assert {id: detail["clients"] for id, detail in told} == {id: [str(one) for one in ids] for id, ids in leaving.items()}
    assert remove_attendances(**usual) == {}


def test_another_agencys_client_is_not_added_and_its_event_is_left_alone():
    nadia = cast.client("Nadia", "Haddad", of=cast.agency("lakeside"))
    made, theirs = cast.event(), cast.event(nadia)
    assert add_clients(agency=made.agency, event=made, client_ids=[nadia.id], actor=cast.actor(), now=cast.NOON) == []
    assert cancel_event(agency=made.agency, ids=[theirs.id], actor=cast.actor(), now=cast.NOON).ids == []
