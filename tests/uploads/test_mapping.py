"""Which field a column holds: by the words of many systems, and by what stands in it."""

import pytest

from duenotice.uploads.fields import field_called
from duenotice.uploads.mapping import BadMapping, check_mapping, look_at, propose, propose_order


def look(tmp_path, text: str):
    path = tmp_path / "f.csv"
    path.write_text(text)
    return look_at(path)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("First Name", "first_name"),
        ("DefendantLastName", "last_name"),
        ("DOB", "date_of_birth"),
        ("Fecha de nacimiento", "date_of_birth"),
        ("CELL_PHONE", "mobile_phone"),
        ("Teléfono", "phone"),
        ("Phone 2", "phone"),
        ("E-Mail Address", "email"),
        ("Correo electrónico", "email"),
        ("Party Name", "full_name"),
        ("Judicial Officer", "judge"),
        ("Cause Number", "case_number"),
        ("Case Nbr", "case_number"),
        ("Hearing Date/Time", "event_date_time"),
        ("Fecha de la audiencia", "event_date"),
        ("Hora", "event_time"),
        ("Juror Number", "reference"),
        ("client_reference", "reference"),
        ("event_reference", "event_reference"),
        ("location_name", "location_name"),
        ("Preferred Language", "language"),
        ("Balance due", ""),
    ],
)
def test_headings_of_many_systems_are_known(heading, field):
    assert field_called(heading) == field


def test_what_stands_in_a_column_tells_where_its_heading_does_not(tmp_path):
    found = look(tmp_path, "Last name,How to reach,Also\nDelgado,(202) 555-0143,rosa@example.org\n")
    assert propose(found) == ["last_name", "phone", "email"]


def test_a_title_above_the_heading_is_passed_over(tmp_path):
    found = look(tmp_path, "Court calendar for November,,\n,,\nName,Phone,Hearing Date\nRosa Delgado,2025550143,11/30/2026 9:00 AM\n")
    assert found.shape.heading_row == 3
    assert propose(found) == ["full_name", "phone", "event_date_time"]


def test_a_file_without_a_heading_is_seen_as_that(tmp_path):
    found = look(tmp_path, "Delgado,(202) 555-0143\nOrtiz,(202) 555-0144\n")
    assert found.shape.heading_row == 0
    assert propose(found) == ["", "phone"]


def test_a_heading_twice_gives_a_field_once_and_phones_often(tmp_path):
    found = look(tmp_path, "Last name,Last name,Phone,Phone\nDelgado,x,2025550143,2025550144\n")
    assert propose(found) == ["last_name", "", "phone", "phone"]


def test_a_template_comes_first(tmp_path):
    found = look(tmp_path, "Last name,Phone\nDelgado,2025550143\n")
    assert propose(found, {"phone": "work_phone"}) == ["last_name", "work_phone"]


def test_the_order_of_days_is_read_off_the_days(tmp_path):
    found = look(tmp_path, "Last name,DOB\nDelgado,25/12/1980\n")
    assert propose_order(found, propose(found), "US") == "dmy"


@pytest.mark.parametrize(
    "fields",
    [
        ["", ""],
        ["phone"],
        ["last_name", "last_name"],
        ["last_name", "event_time"],
        ["last_name", "case_number"],
        ["event_date", "event_date_time"],
    ],
)
def test_mappings_of_which_nothing_could_come_are_refused(fields):
    with pytest.raises(BadMapping):
        check_mapping(fields)
