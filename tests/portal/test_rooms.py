"""What a person sees and does in the portal, and what nobody may see (P4)."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.http import HttpResponse

from duenotice.actions.contacts import LOOKUP, create_contact
from duenotice.agencies.models import Activity, Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, ConsentEvent, Contact
from duenotice.events.models import Attendance, Event
from duenotice.messaging.models import Message
from tests import cast
from tests.portal.conftest import Guest, sent_code

pytestmark = pytest.mark.django_db
Words = Callable[[HttpResponse], str]
TODAY = datetime.now(UTC).date()
SOON = TODAY + timedelta(days=9)
NEW = "+12025550160"


@pytest.fixture
def rosa() -> Contact:
    return cast.contact(cast.client(date_of_birth=date(1990, 5, 17)))


def hearing(*of: Client, **fields: object) -> Event:
    return cast.event(*of, **{"date": SOON, "judge": "Hon. Example", "location_name": "Courtroom 2", **fields})  # type: ignore[arg-type]


def test_coming_events_show_what_the_agency_allows_and_no_more(guest: Guest, words: Words, rosa: Contact):
    assert rosa.client
    hearing(rosa.client)
    hearing(rosa.client, date=TODAY - timedelta(days=2), type="Arraignment")
    shown = words(guest.come_in())
    assert "Hearing" in shown
    for hidden in ("C-2026-17", "Hon. Example", "Arraignment"):
        assert hidden not in shown
    calendar = guest.get(re.search(r'href="([^"]+\.ics)"', shown)[1])  # type: ignore[index]
    assert b"SUMMARY:Hearing" in calendar.content
    assert b"C-2026-17" not in calendar.content
    assert b"Example" not in calendar.content
    Agency.objects.filter(reference="riverton").update(portal_shows=["type", "case_number", "judge"])
    assert "C-2026-17" in words(guest.open("events"))


def test_nobody_sees_another_persons_or_another_agencys_events(guest: Guest, words: Words, rosa: Contact):
    ben = cast.contact(cast.client("Ben"), cast.BEN_PHONE)
    nadia = cast.client("Nadia", of=cast.agency("lakeside"))
    cast.contact(nadia)
    assert ben.client
    theirs = [hearing(ben.client, type="Sentencing"), hearing(nadia, type="Trial", agency_of=nadia.agency)]
    shown = words(guest.come_in())
    assert "Sentencing" not in shown
    assert "Trial" not in shown
    for row in Attendance.objects.filter(event_id__in=[one.id for one in theirs]):
        assert guest.open(f"events/{row.id}/court-date.ics").status_code == 404
        assert guest.press(f"events/{row.id}/confirm").status_code == 404
    for path in ("remove", "stop"):
        assert guest.press(f"mine/{ben.id}/{path}").status_code == 404
    assert not Attendance.objects.exclude(confirmed_for=None).exists()


def test_i_will_come_is_seen_by_staff_until_the_event_is_moved(guest: Guest, words: Words, rosa: Contact):
    assert rosa.client
    event = hearing(rosa.client)
    guest.come_in()
    row = Attendance.objects.get(agency=cast.agency(), event=event)
    assert "you will come" in words(guest.press(f"events/{row.id}/confirm"))
    assert Attendance.objects.select_related("event").get(agency=cast.agency(), event=event).confirmed
    assert Activity.objects.filter(agency=cast.agency(), verb="attendance_confirmed", actor_id=rosa.client_id).exists()
    Event.objects.filter(agency=cast.agency(), id=event.id).update(starts_at=event.starts_at + timedelta(days=1))
    assert not Attendance.objects.select_related("event").get(agency=cast.agency(), event=event).confirmed


def test_stopping_and_starting_again_are_in_the_ledger_as_the_persons_own(guest: Guest, words: Words, rosa: Contact):  # O5
    cast.one_off(rosa, now=cast.later())
    guest.come_in()
    assert "waiting messages were deleted" in words(guest.press(f"mine/{rosa.id}/stop"))
    assert "again" in words(guest.press(f"mine/{rosa.id}/start"))
    rows = ConsentEvent.objects.filter(agency=cast.agency(), address_id=rosa.address_id).order_by("id")
    assert [(row.change, row.how) for row in rows] == [("out", "portal"), ("in", "portal")]


def test_an_address_that_somebody_did_not_come_in_by_is_not_started_again(guest: Guest, rosa: Contact):
    email = cast.contact(rosa.client, cast.ROSA_EMAIL)
    guest.come_in()
    guest.press(f"mine/{email.id}/stop")
    guest.press(f"mine/{email.id}/start")
    assert Address.objects.get(agency=cast.agency(), id=email.address_id).opted_out


def test_contacts_show_in_part_but_the_one_somebody_came_in_by(guest: Guest, words: Words, rosa: Contact):
    cast.contact(rosa.client, cast.ROSA_EMAIL)
    guest.come_in()
    shown = words(guest.open("mine"))
    assert "(202) 555-0143" in shown
    assert "r•••@example.org" in shown
    assert cast.ROSA_EMAIL not in shown


def test_a_new_contact_is_one_only_once_its_code_came_back(guest: Guest, words: Words, rosa: Contact):
    guest.come_in()
    assert "Type the code" in words(guest.press("mine/add", address="202 555 0160"))
    assert Message.objects.get(agency=cast.agency(), address__agency=cast.agency(), address__value=NEW).contact is None
    assert not Contact.objects.filter(agency=cast.agency(), address__agency=cast.agency(), address__value=NEW).exists()
    assert "Added." in words(guest.press("mine/code", code=sent_code()))
    made = Contact.objects.get(agency=cast.agency(), address__agency=cast.agency(), address__value=NEW)
    assert (made.client_id, made.source, made.entered) == (rosa.client_id, "portal", "202 555 0160")
    assert "You have this one already" in _added_again(guest, words)


def test_what_a_lookup_found_is_not_shown_and_the_persons_own_code_confirms_it(guest: Guest, words: Words, rosa: Contact):  # K4
    found = create_contact(agency=cast.agency(), client=rosa.client, entered=NEW, actor=cast.actor(), now=cast.NOON, source=LOOKUP)
    guest.come_in()
    assert NEW[-4:] not in words(guest.open("mine"))
    assert guest.press(f"mine/{found.id}/stop").status_code == 404
    assert "Added." in _added_again(guest, words)
    assert Contact.objects.get(agency=cast.agency(), id=found.id).unconfirmed_at is None
    assert NEW[-4:] in words(guest.open("mine"))


def _added_again(guest: Guest, words: Words) -> str:
    guest.press("mine/add", address=NEW)
    return words(guest.press("mine/code", code=sent_code()))


def test_a_code_to_add_does_not_open_the_door_nor_one_to_come_in_add(guest: Guest, words: Words, rosa: Contact):
    cast.contact(cast.client("Ben"), cast.BEN_PHONE)
    guest.come_in()
    guest.press("mine/add", address=cast.BEN_PHONE)
    adding = sent_code()
    thief = Guest()
    thief.press(address=cast.BEN_PHONE)
    coming = sent_code()
    if adding != coming:
        assert "This code is wrong" in words(thief.press("code", code=adding))
        assert "This code is wrong" in words(guest.press("mine/code", code=coming))


def test_a_removed_contact_is_archived(guest: Guest, words: Words, rosa: Contact):
    guest.come_in()
    assert "Removed." in words(guest.press(f"mine/{rosa.id}/remove"))
    assert not Contact.objects.get(agency=cast.agency(), id=rosa.id).is_live
    assert "cannot reach you" in words(guest.open("mine"))


def test_the_language_of_messages_is_the_clients(guest: Guest, rosa: Contact):
    guest.come_in()
    guest.press("mine/language", language="es")
    guest.press("mine/language", language="xx")
    assert Client.objects.get(id=rosa.client_id).language == "es"


def test_three_people_with_one_phone_see_their_events_and_change_nothing_before_they_say_who_they_are(
    guest: Guest, words: Words, rosa: Contact
):
    others = [cast.client(name, date_of_birth=date(1980, 1, day)) for day, name in ((1, "Ana"), (2, "Luis"))]
    for other in others:
        cast.contact(other)
        hearing(other)
    shown = words(guest.come_in())
    assert "Which one are you?" in shown
    assert "Delgado" not in shown
    assert ", Ana" in shown
    assert guest.press(f"mine/{rosa.id}/stop").status_code == 404
    assert "not the date of birth" in words(guest.press("who", client=str(others[0].id), born="1980-01-02"))
    assert "My contacts" in words(guest.press("who", client=str(others[0].id), born="1980-01-01"))
    assert guest.press(f"mine/{rosa.id}/stop").status_code == 404
    assert ", Luis" not in words(guest.open("events"))


def test_it_speaks_spanish_to_who_asks_and_to_whom_the_court_writes_spanish(guest: Guest, words: Words, rosa: Contact):
    assert "Sus fechas en la corte" in words(guest.get("/portal/riverton/", headers={"accept-language": "es"}))
    Client.objects.filter(id=rosa.client_id).update(language="es")
    assert "Mis contactos" in words(guest.come_in())
    assert "My contacts" in words(guest.open("events", language="en"))
    assert "My contacts" in words(guest.open("events"))
