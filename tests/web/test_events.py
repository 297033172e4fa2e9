"""The pages about events (P3, M4, L5, L6, P1), their calendar and files, and the lists of statuses and locations."""

from collections.abc import Callable
from datetime import date, time, timedelta

import icalendar
import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from duenotice.accounts.models import Membership, Role
from duenotice.actions.event_lists import save_location, save_status
from duenotice.actions.events import cancel_event
from duenotice.actions.lifecycle import archive
from duenotice.events.models import Attendance, Event, Location, Status
from duenotice.messaging.models import Message
from tests import cast
from tests.web.conftest import Visitor

Words = Callable[[HttpResponse], str]
Visit = Callable[..., Visitor]
TYPED = {"type": "Hearing", "date": "2027-02-01", "time": "09:30", "status": "", "location": ""}
BAD = ["a\x00b", "a\x1bb", "line\r\nBcc: x@example.com", "x" * 300]
HARMLESS = ["<script>alert(1)</script>", "{{ 7|add:7 }}", "[ClientName]", "Zoë 🏛️", "مرحبا\u202eabc", "Robert'); DROP TABLE--", "%_\\"]


@pytest.fixture
def sam(visit: Visit) -> Visitor:
    return visit(cast.sam())


@pytest.fixture
def ada(visit: Visit) -> Visitor:
    return visit(cast.ada())


def soon(*clients, **fields) -> Event:
    """An event ten days from the real now: pages go by the real clock."""
    return cast.event(*clients, **{"date": cast.later().date() + timedelta(days=9), **fields})


def about(event: Event, contact) -> Message:
    return cast.one_off(contact, event=event, now=cast.later())


def status(name="Vacated", **fields) -> Status:
    made = Status(agency=cast.agency(), name=name, **fields)
    save_status(agency=made.agency, status=made, actor=cast.actor(), now=cast.NOON)
    return made


def only(permissions: list[str], visit: Visit) -> Visitor:
    role = Role.objects.create(agency=cast.agency(), name="Special", permissions=permissions)
    who = cast.user("Pat")
    Membership.objects.create(agency=cast.agency(), user=who, role=role)
    return visit(who)


@pytest.mark.django_db
def test_the_list_shows_coming_events_and_never_another_agencys(sam, words):  # P3
    soon(case_number="C-1")
    soon(case_number="C-2", date=date(2001, 1, 1))
    soon(case_number="C-3", agency_of=cast.agency("lakeside"))
    shown = words(sam.open("events/"))
    assert "Hearing C-1" in shown
    assert "C-2" not in shown
    assert "C-3" not in shown
    assert "C-2" in words(sam.open("events/", last="2001-12-31"))


@pytest.mark.parametrize("text", ["e-77", "C-2026", "hear", "delgado", "A-17"])
def test_events_are_found_by_reference_case_type_and_client(sam, text):  # P3
    made = soon(cast.client(reference="A-17"), reference="E-770")
    soon(cast.client("Ben", "Okafor"), type="Trial", case_number="X-1", reference="Z-9")
    assert sam.open("events/", search=text).context["page"].rows == [made]


def test_who_may_not_view_clients_finds_none_by_their_names(visit, words):  # P1
    made = soon(cast.client())
    pat = only(["view_events"], visit)
    assert pat.open("events/", search="delgado").context["page"].rows == []
    shown = words(pat.open(f"events/{made.id}/"))
    for hidden in ("Delgado", "Tools", "Edit</a>", "Messages about it", "Add Client"):
        assert hidden not in shown
    for path in ("edit", "cancel", "archive", "trash", "restore", "clients"):
        assert pat.press(f"events/{made.id}/{path}").status_code == 403
    assert pat.open("events/new").status_code == 403
    assert pat.open("admin/event-statuses/").status_code == 403


def test_events_are_filtered_by_status_and_boxes(sam):  # L6
    vacated = status()
    one, other = soon(status=vacated), soon()
    archive(agency=other.agency, kind="event", ids=[other.id], actor=cast.actor(), now=cast.NOON)
    assert sam.open("events/", status=str(vacated.id)).context["page"].rows == [one]
    assert sam.open("events/", search="hearing").context["page"].rows == [one]
    assert len(sam.open("events/", search="hearing", archived="on").context["page"].rows) == 2


def test_a_new_event_for_a_client_is_made_and_stands_on_the_clients_screen(sam, words):  # P3
    rosa = cast.client()
    assert f"events/new?client={rosa.id}" in words(sam.open(f"clients/{rosa.id}/"))
    shown = words(sam.press(f"events/new?client={rosa.id}", **TYPED, case_number="C-5"))
    assert "Hearing C-5 was added." in shown
    assert "9:30 AM EST" in shown
    made = Event.objects.get(agency=rosa.agency)
    assert Attendance.objects.get(event=made).client == rosa
    assert f"/a/riverton/events/{made.id}/" in words(sam.open(f"clients/{rosa.id}/"))
    assert f"/a/riverton/events/{made.id}/" in words(sam.open("events/", search="delgado"))


def test_quick_search_opens_the_event(sam, words):  # F1
    made = soon(cast.client(), reference="E-770")
    assert f"/a/riverton/events/{made.id}/" in words(sam.open("search", q="e-77"))


def test_saving_tells_what_becomes_of_messages(sam, words):  # M6, A7
    rosa = cast.contact()
    made = soon(rosa.client)
    about(made, rosa)
    typed = {**TYPED, "date": made.date + timedelta(days=3), "time": "10:00"}
    assert "Saved. 1 scheduled message follows." in words(sam.press(f"events/{made.id}/edit", **typed))
    vacated = status(disables_messages=True)
    shown = words(sam.press(f"events/{made.id}/edit", **{**typed, "status": str(vacated.id)}))
    assert "1 scheduled message was deleted. Its status disables messages." in shown
    assert "The status Vacated disables messages." in shown


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *((name, text) for name in ("type", "case_number", "judge", "reference", "description", "location_name") for text in BAD),
        *(("date", text) for text in ("", "2027-02-30", "1700-01-01", "9999-12-31", "soon")),
        *(("time", text) for text in ("", "25:00", "nine")),
        *((name, text) for name in ("status", "location") for text in ("nonsense", "00000000-0000-0000-0000-000000000000")),
    ],
)
def test_bad_input_gets_a_message_beside_its_field_and_loses_nothing(sam, field, text):
    answer = sam.press("events/new", **{**TYPED, "judge": "Hon. Ruth Vale", field: text})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"][field].value() == text
    assert not Event.objects.filter(agency=cast.agency()).exists()


def test_a_time_that_clocks_skip_is_refused_beside_the_field(sam, words):
    answer = sam.press("events/new", **{**TYPED, "date": "2027-03-14", "time": "02:30"})
    assert answer.status_code == 422
    assert "Choose 03:00 or later." in answer.context["form"].errors["time"][0]


def test_another_agencys_status_and_a_taken_reference_are_refused(sam, words):
    taken = soon(reference="E-1")
    theirs = Status.objects.create(agency=cast.agency("lakeside"), name="Theirs")
    assert list(sam.press("events/new", **{**TYPED, "status": str(theirs.id)}).context["form"].errors) == ["status"]
    shown = words(sam.press("events/new", **TYPED, reference="e-1"))
    assert f"/events/{taken.id}/" in shown
    assert 'value="Hearing"' in shown


@pytest.mark.parametrize("text", HARMLESS)
def test_unusual_text_is_kept_as_it_is(sam, text):
    answer = sam.press("events/new", **{**TYPED, "type": text, "judge": text, "location_name": text})
    kept = Event.objects.get(agency=cast.agency())
    assert (kept.type, kept.judge, kept.location_name) == (text, text, text)
    assert "<script>alert" not in answer.content.decode()
    assert sam.open("events/", search=text, first="2000-01-01").context["page"].rows == [kept]
    assert sam.open(f"events/{kept.id}/event.ics").status_code == 200


@pytest.mark.parametrize("text", [*BAD, *HARMLESS])
@pytest.mark.parametrize("field", ["search", "first", "status"])
def test_no_text_in_the_search_breaks_it(sam, field, text):
    assert sam.open("events/", **{field: text}).status_code in (200, 422)


def test_the_tools_say_how_many_messages_they_delete_and_undo_brings_them_back(sam, words):  # M4, L5
    rosa = cast.contact()
    made = soon(rosa.client)
    about(made, rosa)
    assert "Deletes 1 scheduled message" in words(sam.open(f"events/{made.id}/"))
    shown = words(sam.press(f"events/{made.id}/cancel"))
    assert "is cancelled. 1 scheduled message was deleted." in shown
    assert "This event is cancelled" in shown
    undo = shown.split(f"/a/riverton/events/{made.id}/undo/")[1].split('"')[0]
    assert "1 message is scheduled again." in words(sam.press(f"events/{made.id}/undo/{undo}"))
    assert "is in the trash. 1 scheduled message was deleted." in words(sam.press(f"events/{made.id}/trash"))
    assert "is in the trash already" in words(sam.press(f"events/{made.id}/trash"))
    assert "is restored. Nothing old is sent again" in words(sam.press(f"events/{made.id}/restore"))
    assert "takes place after all" in words(sam.press(f"events/{made.id}/cancel") and sam.press(f"events/{made.id}/uncancel"))


def test_clients_are_added_by_name_chosen_among_several_made_primary_and_removed(sam, words):  # P3, M4
    rosa, other, ben = cast.contact(), cast.client("Rosa", "Delacroix"), cast.client("Ben", "Okafor", reference="B-7")
    made = soon(ben)
    about(made, rosa)
    path = f"events/{made.id}/clients"
    assert "Ben Okafor" not in words(sam.press(path, client="rosa")).split("Which one?")[1].split("</section>")[0]
    assert "Rosa Delgado was added to the event." in words(sam.press(path, client_id=str(rosa.client_id)))
    assert "is there already" in words(sam.press(path, client_id=str(rosa.client_id)))
    assert "Rosa Delacroix was added to the event." in words(sam.press(path, client="rosa"))
    assert "Rosa Delgado is the primary client now." in words(sam.press(f"{path}/{rosa.client_id}/primary"))
    assert "Will come" in words(sam.open(f"events/{made.id}/"))
    heard = words(sam.press(f"{path}/{rosa.client_id}/will-come"))
    assert "Noted: Rosa Delgado will come." in heard
    assert "Said that they will come" in heard
    assert "Rosa Delgado was removed from the event. 1 scheduled message was deleted." in words(
        sam.press(f"{path}/{rosa.client_id}/remove")
    )
    assert set(Attendance.objects.filter(event=made).values_list("client_id", flat=True)) == {ben.id, other.id}


@pytest.mark.parametrize("typed", [{"client": ""}, {"client": "nobody"}, {"client": "a\x00b"}])
def test_a_client_that_is_not_found_is_said_beside_the_field(sam, typed):
    answer = sam.press(f"events/{soon().id}/clients", **typed)
    assert answer.status_code == 422
    assert answer.context["client_form"].errors["client"]


@pytest.mark.parametrize("path", ["", "edit", "event.ics"])
def test_another_agencys_event_is_not_found(sam, path):
    theirs = soon(agency_of=cast.agency("lakeside"))
    assert sam.open(f"events/{theirs.id}/{path}").status_code == 404


@pytest.mark.parametrize("path", ["cancel", "uncancel", "archive", "trash", "restore", "clients", "edit"])
def test_another_agencys_event_cannot_be_changed(sam, path):
    theirs = soon(agency_of=cast.agency("lakeside"))
    nadia, mine = cast.client("Nadia", "Haddad", of=theirs.agency), soon()
    assert sam.press(f"events/{theirs.id}/{path}", client="x").status_code == 404
    assert sam.press(f"events/{mine.id}/clients", client_id=str(nadia.id)).status_code == 404
    assert sam.press(f"events/{mine.id}/clients", client_id="nonsense").status_code == 404


def test_the_calendar_shows_month_and_week_at_the_courts_time(sam, words):  # P3
    made = [cast.event(case_number=f"C-{number}", time=time(9, number), date=date(2026, 11, 30)) for number in range(6)]
    month = words(sam.open("events/calendar/", day="2026-11-05"))
    assert "November 2026" in month
    assert "9:00 AM" in month
    assert "2 more" in month
    week = words(sam.open("events/calendar/week", day="2026-12-01"))
    assert "Week of November 29, 2026" in week
    assert all(f"/events/{one.id}/" in week for one in made)
    assert all(f"/events/{one.id}/" not in words(sam.open("events/calendar/week", day="2026-12-06")) for one in made)


@pytest.mark.parametrize("day", ["nonsense", "0001-01-01", "9999-12-31", "1900-01-01", "2999-12-31", ""])
@pytest.mark.parametrize("span", ["", "week"])
def test_no_day_breaks_the_calendar(sam, span, day):
    assert sam.open(f"events/calendar/{span}", day=day).status_code == 200


def test_one_event_is_a_calendar_file_that_names_no_client(sam):  # P3
    made = soon(cast.client(), judge="Hon. Ruth Vale", location_name="Courtroom 2; north, left")
    cancel_event(agency=made.agency, ids=[made.id], actor=cast.actor(), now=cast.NOON)
    answer = sam.open(f"events/{made.id}/event.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"Delgado" not in answer.content
    entry = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert entry["DTSTART"].dt == made.starts_at
    assert entry["DTSTART"].params["TZID"] == "America/New_York"
    assert (entry["STATUS"], entry["LOCATION"]) == ("CANCELLED", "Courtroom 2; north, left")


def test_a_calendar_program_reads_the_feed_by_its_link_until_it_ends(sam, words):  # P3
    soon(cast.client(), case_number="C-77")
    soon(agency_of=cast.agency("lakeside"), case_number="C-99")
    program = Browser()

    def link() -> str:
        return "/calendar/riverton/" + words(sam.press("events/calendar/link")).split("/calendar/riverton/")[1].split("<")[0]

    first = link()
    text = program.get(first).content.decode()
    assert "C-77" in text
    assert "Delgado" not in text
    assert "C-99" not in text
    second = link()
    assert program.get(first).status_code == 404
    assert program.get(second.replace("riverton", "lakeside")).status_code == 404
    assert first not in words(sam.open("events/calendar/link"))
    Membership.objects.filter(user__name="Sam").update(disabled_at=cast.NOON)
    assert program.get(second).status_code == 404
    Membership.objects.filter(user__name="Sam").update(disabled_at=None)
    assert program.get(second).status_code == 200
    sam.press("events/calendar/link/remove")
    assert program.get(second).status_code == 404


def test_statuses_are_made_and_changed_and_disabling_deletes_messages(ada, words):  # A7
    assert "Saved." in words(ada.press("admin/event-statuses/new", name="Vacated", colour="red", in_use="on"))
    vacated, rosa = Status.objects.get(agency=cast.agency()), cast.contact()
    made = soon(rosa.client, status=vacated)
    about(made, rosa)
    typed = {"name": "Vacated!", "colour": "red", "disables_messages": "on", "in_use": "on"}
    shown = words(ada.press(f"admin/event-statuses/{vacated.id}", **typed))
    assert "1 event has it. 1 scheduled message was deleted." in shown
    assert "Vacated!" in words(ada.open(f"events/{made.id}/"))
    answer = ada.press("admin/event-statuses/new", name="vacated!", colour="mauve")
    assert list(answer.context["form"].errors) == ["colour"]
    answer = ada.press("admin/event-statuses/new", name="vacated!", colour="red")
    assert list(answer.context["form"].errors) == ["name"]


def test_locations_are_made_and_changed(ada, words):  # P3
    typed = {"name": "Annex", "link": "https://example.org/room/7", "time_zone": "America/Chicago", "in_use": "on"}
    assert "https://example.org/room/7" in words(ada.press("admin/locations/new", **typed))
    annex = Location.objects.get(agency=cast.agency())
    made = soon(location=annex)
    assert "CST" in words(ada.open(f"events/{made.id}/")) or "CDT" in words(ada.open(f"events/{made.id}/"))
    assert "1 scheduled message" not in words(ada.press(f"admin/locations/{annex.id}", **{**typed, "name": "Annex B"}))
    assert "Annex B" in words(ada.open(f"events/{made.id}/"))
    answer = ada.press(f"admin/locations/{annex.id}", **{**typed, "link": "javascript:alert(1)", "time_zone": "Mars/Base"})
    assert sorted(answer.context["form"].errors) == ["link", "time_zone"]


def test_a_location_whose_zone_skips_an_events_time_is_refused_beside_the_field(ada):
    annex = Location(agency=cast.agency(), name="Annex", time_zone="America/Phoenix")
    save_location(agency=annex.agency, location=annex, actor=cast.actor(), now=cast.NOON)
    cast.event(location=annex, date=date(2027, 3, 14), time=time(2, 30))
    answer = ada.press(f"admin/locations/{annex.id}", name="Annex", time_zone="America/Denver", in_use="on")
    assert list(answer.context["form"].errors) == ["time_zone"]
    assert Location.objects.get(agency=cast.agency()).time_zone == "America/Phoenix"


@pytest.mark.parametrize("kind", ["event-statuses", "locations"])
def test_another_agencys_lists_are_not_found(ada, kind):
    model = Status if kind == "event-statuses" else Location
    theirs = model.objects.create(agency=cast.agency("lakeside"), name="Theirs")
    assert ada.open(f"admin/{kind}/{theirs.id}").status_code == 404
    assert "Theirs" not in ada.open(f"admin/{kind}/").content.decode()


def test_what_is_not_in_use_is_not_offered_and_stays_where_it_is(sam, words):
    old = status("Old", in_use=False)
    made = soon(status=old)
    assert ">Old<" not in words(sam.open("events/new"))
    assert ">Old<" in words(sam.open(f"events/{made.id}/edit"))
