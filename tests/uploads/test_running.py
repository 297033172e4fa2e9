"""Uploads as a whole: what the dry run foretells, the run does, and Undo takes back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from duenotice.actions.consent import Cause, opt_out
from duenotice.actions.legal_holds import place_hold
from duenotice.agencies.models import Activity
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, ConsentEvent, Contact
from duenotice.events.models import Attendance, Event
from duenotice.messaging.models import Message
from duenotice.uploads.models import Stage
from tests import cast
from tests.cast import NOON
from tests.flows.cast import flow
from tests.uploads.files import CHECK, RUN, again, checked, counts, go, outcomes, ran, taken, undone

pytestmark = pytest.mark.django_db

ROSA = "D-1,Rosa,Delgado,3/9/1980,(202) 555-0143,rosa@example.org,11/30/2026,9:00 AM,Hearing,C-17"
BEN = "D-2,Ben,Ortiz,1981-01-02,2025550144,,11/30/2026,9:00 AM,Hearing,C-18"


def everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Client, Contact, Event, Attendance)}


def test_a_dry_run_changes_nothing_and_says_what_a_run_would_do():  # U1
    upload = checked(ROSA, BEN)
    assert upload.stage == Stage.CHECKED
    assert counts(upload) == {"created": 2}
    assert everything() == {"Client": 0, "Contact": 0, "Event": 0, "Attendance": 0}


def test_a_run_makes_clients_contacts_and_events_as_staff_would():  # U1
    upload = ran(ROSA, BEN)
    assert counts(upload) == {"created": 2}
    rosa = Client.objects.get(reference="D-1")
    assert (rosa.name, str(rosa.date_of_birth), rosa.language) == ("Rosa Delgado", "1980-03-09", "en")
    assert sorted(rosa.contacts.values_list("address__value", "channel", "source")) == [
        ("+12025550143", "text", "import"),
        ("rosa@example.org", "email", "import"),
    ]
    event = Event.objects.get(case_number="C-17")
    assert (event.starts_at.isoformat(), event.attendances.get().client) == ("2026-11-30T14:00:00+00:00", rosa)
    assert set(Activity.objects.filter(record_id=rosa.id).values_list("verb", "actor_kind")) == {("created", "user")}


def test_the_same_file_twice_changes_nothing():  # U1
    ran(ROSA, BEN)
    before, changed = everything(), Activity.objects.exclude(record_kind__in=["upload", "job", "look"]).count()
    second = ran(ROSA, BEN)
    assert counts(second) == {"unchanged": 2}
    assert everything() == before
    assert Activity.objects.exclude(record_kind__in=["upload", "job", "look"]).count() == changed


def test_a_file_without_references_and_birthdays_twice_changes_nothing_either():  # U1
    row = ",Rosa,Delgado,,2025550143,,11/30/2026,9:00 AM,Hearing,C-17"
    ran(row)
    before = everything()
    assert counts(ran(row)) == {"unchanged": 1}
    assert everything() == before


def test_the_dry_run_foretells_what_the_run_does():  # U1
    cast.client(reference="D-1", date_of_birth="1980-03-09")
    rows = [ROSA, ROSA, BEN, BEN.replace("11/30", "12/30"), "D-3,,,,2025550145,,,,,", "D-4,Nadia,Brown,,12345,,,,,", ",,,,2025550146,,,,,"]
    upload = checked(*rows)
    foretold = outcomes(upload)
    assert outcomes(go(upload, RUN)) == foretold
    assert foretold == [
        "created",
        "duplicate same_as",
        "created",
        "created",
        "invalid reference_unknown",
        "created address_invalid",
        "invalid no_client",
    ]


def test_what_is_the_same_person_is_decided_by_reference_else_by_name_birthday_and_address():  # U1
    ran(ROSA)
    rows = {
        "updated": "d-1,Rosa,Delgado-Reyes,,,rosa2@example.org,,,,",
        "updated ": ",ROSA M,DELGADO-REYES,3/9/1980,202-555-0143,rosa3@example.org,,,,",
        "left maybe_same": ",Rosa,Delgado-Reyes,3/9/1980,2025550149,,,,,",
        "left namesake": ",Rosa,Delgado-Reyes,,2025550148,,,,,",
        "created": ",Rosa,Delgado-Reyes,3/9/1999,2025550143,,,,,",
        "left reference_of_another": "D-1,Tomás,Ruiz,1/1/1970,,,,,,",
        "created ": "D-9,Rosa,Delgado-Reyes,,2025550147,,,,,",
    }
    assert outcomes(ran(*rows.values())) == [outcome.strip() for outcome in rows]


def test_an_opted_out_address_starts_opted_out_and_import_opts_nobody_in():  # O4
    known = cast.contact()
    opt_out(agency=known.agency, address_ids=[known.address_id], cause=Cause("staff"), actor=cast.actor(), now=NOON)
    heading = "Last name,Phone,Opted out"
    upload = ran("Park,2025550143,No", "Reed,2025550144,No", "Stone,2025550145,Yes", heading=heading)
    assert outcomes(upload)[0] == "created opted_out_before"
    assert upload.counts["opted_out_before"] == 1
    consents = dict(Address.objects.values_list("value", "consent"))
    assert consents == {"+12025550143": "out", "+12025550144": "unset", "+12025550145": "out"}
    assert list(ConsentEvent.objects.filter(how="import").values_list("change", flat=True)) == ["out"]
    assert not ConsentEvent.objects.filter(change="in").exists()


def test_undo_puts_back_what_was_there():  # L5
    rosa = cast.client(reference="D-1", status="active")
    cast.contact(rosa)
    before = everything()
    upload = ran(ROSA.replace("Delgado", "Reyes"), BEN)
    assert everything() != before
    upload = undone(upload)
    assert upload.stage == Stage.UNDONE
    assert everything() == before
    rosa.refresh_from_db()
    assert (rosa.last_name, rosa.date_of_birth) == ("Delgado", None)


def test_one_bad_row_in_twenty_keeps_none_of_the_others_from_being_taken(monkeypatch):  # U1
    for part in ("checking", "carrying_out"):
        monkeypatch.setattr(f"duenotice.uploads.{part}.BATCH", 50)
    rows = [f"D-{n},First{n},Last{n},{'2/30' if n % 20 == 7 else '3/9'}/1980,(202) 555-{n:04d},,,,," for n in range(200)]
    upload = ran(*rows)
    assert counts(upload) == {"created": 190, "invalid": 10}
    assert [number for number, one in enumerate(outcomes(upload)) if one.startswith("invalid")] == list(range(7, 200, 20))


def test_undo_takes_back_what_several_batches_wrote(monkeypatch):  # L5
    for part in ("carrying_out", "taking_back"):
        monkeypatch.setattr(f"duenotice.uploads.{part}.BATCH", 1)
    upload = ran(ROSA, BEN, ROSA.replace("Delgado", "Reyes"))
    assert counts(upload) == {"created": 2, "updated": 1}
    undone(upload)
    assert set(everything().values()) == {0}


def test_undo_leaves_alone_what_somebody_changed_since():  # L5
    upload = ran(ROSA, BEN)
    rosa = Client.objects.get(reference="D-1")
    Client.objects.filter(id=rosa.id).update(status="seen", updated_at=NOON.replace(hour=21))
    undone(upload)
    assert list(Client.objects.values_list("reference", flat=True)) == ["D-1"]


def test_undo_leaves_alone_what_a_legal_hold_keeps():  # L4, L5
    upload = ran(ROSA, BEN)
    rosa = Client.objects.get(reference="D-1")
    place_hold(agency=cast.agency(), target=rosa, why="Subpoena", actor=cast.actor(), now=NOON)
    undone(upload)
    assert everything() == {"Client": 1, "Contact": 2, "Event": 1, "Attendance": 1}
    assert Client.objects.get().is_live


def test_undo_trashes_whom_a_message_has_reached():  # L5
    upload = ran("D-2,Ben,Ortiz,,2025550144,,,,,")
    message = cast.one_off(Contact.objects.get())
    type(message).objects.filter(id=message.id).update(status="sent")
    undone(upload)
    assert Client.objects.get().trashed_at is not None
    assert Contact.objects.get().trashed_at is not None


def test_an_upload_may_do_what_its_user_may():  # P1
    role = cast.user("Uma", of=cast.agency(), role="Staff")
    membership = role.memberships.get()
    membership.role.permissions = ["uploads", "view_clients", "create_clients", "create_contacts"]
    membership.role.save()
    cast.client(reference="D-2")
    rows = ["D-1,Rosa,Delgado,,2025550143,,,,,", "D-2,Other,Name,,,,,,,", ROSA.replace("D-1", "D-3")]
    assert outcomes(ran(*rows, by=role)) == ["created", "left reference_of_another", "invalid may_not"]


def test_two_uploads_of_the_same_people_do_not_double_them():  # U1
    first, second = taken(ROSA, BEN), taken(ROSA, BEN)
    for upload in (first, second):
        go(upload, CHECK)
    assert counts(go(first, RUN)) == {"created": 2}
    assert counts(go(second, RUN)) == {"unchanged": 2}
    assert everything()["Client"] == 2


def test_events_match_by_reference_and_move():  # U1, A5
    heading = "Client ID,Last name,Event ID,Hearing Date,Hearing Time,Location"
    ran("D-1,Delgado,E-1,11/30/2026,9:00 AM,Room 4", heading=heading)
    upload = ran("D-1,Delgado,e-1,12/1/2026,10:30 AM,Room 4", "D-2,Ortiz,E-1,12/1/2026,10:30 AM,Room 4", heading=heading)
    assert counts(upload) == {"updated": 1, "created": 1}
    event = Event.objects.get()
    assert (str(event.date), str(event.time), event.attendances.count()) == ("2026-12-01", "10:30:00", 2)
    undone(upload)
    event.refresh_from_db()
    assert (str(event.date), event.attendances.count()) == ("2026-11-30", 1)


def test_reminders_of_imported_events_stand_right_after_and_undo_takes_them_away():  # A3, A5, L5
    court = flow(7, 1)
    heading, day = "Last name,Phone,Hearing Date,Hearing Time", (timezone.now() + timedelta(days=30)).strftime("%m/%d/%Y")
    upload = taken(f"Delgado,2025550143,{day},9:00 AM", heading=heading)
    type(upload).objects.filter(id=upload.id).update(flow=court)
    go(upload, CHECK, RUN)
    assert Message.objects.filter(status="scheduled", kind="flow").count() == 2
    undone(upload)
    assert not Message.objects.exists()


def test_another_agencys_people_are_not_seen():
    cast.client(of=cast.agency("lakeside"), reference="D-1", date_of_birth="1980-03-09")
    assert counts(ran(ROSA)) == {"created": 1}
    assert again(ran(BEN)).agency == cast.agency()
