"""From a row to records: days, times, names, phones and what spreadsheets did to them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.contacts.parse import NotAnAddress, parse
from duenotice.uploads.days import order_of, read_day, read_moment, read_time
from duenotice.uploads.records import Reading, digest, read_row, split_name
from duenotice.uploads.table import Line

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


def row(**cells: str):
    return read_row(Line(2, list(cells.values())), Reading(list(cells), "mdy", "US"))


def problems(**cells: str) -> list[str]:
    return [code for code, _about in row(**cells).problems]


@given(day=DAYS)
def test_a_day_is_read_in_every_way_that_it_is_written(day):
    for shape in ("%Y-%m-%d", "%m/%d/%Y", "%m-%d-%Y", "%b %d, %Y", "%B %d, %Y", "%d-%b-%Y", "%d %B %Y", "%a, %b %d, %Y", "%Y%m%d"):
        assert read_day(day.strftime(shape), "mdy", past=False) == day, shape
    assert read_day(day.strftime("%d.%m.%Y"), "dmy", past=False) == day
    assert read_day(day.strftime("%m/%d/%Y 12:00:00 AM"), "mdy", past=False) == day


@given(at=st.times())
def test_a_time_is_read_in_every_way_that_it_is_written(at):
    at = at.replace(second=0, microsecond=0)
    for shape in ("%H:%M", "%I:%M %p", "%I:%M%p", "%H:%M:%S", "%H%M"):
        assert read_time(at.strftime(shape)) == at, shape


@given(text=st.text(max_size=30))
def test_any_text_is_a_day_or_none(text):
    read_day(text, "mdy", past=True), read_time(text), read_moment(text, "dmy")


def test_days_and_times_in_words():
    assert read_day("9 de marzo de 2026", "mdy", past=False) == date(2026, 3, 9)
    assert read_day("1/2/61", "mdy", past=True) == date(1961, 1, 2)
    assert read_moment("11/30/2026 9:00 AM", "mdy") == (date(2026, 11, 30), time(9))
    assert read_moment("2026-11-30T14:30:00", "mdy") == (date(2026, 11, 30), time(14, 30))
    assert read_moment("2026-11-30T14:30:00Z", "mdy") is None, "a zone of its own would be another local time"
    assert read_day("2/30/2026", "mdy", past=False) is None
    assert read_day("45360", "mdy", past=False) is None, "Excel's number of a day is not guessed at"
    assert order_of(["01/02/2026", "25/12/2025"]) == "dmy"


@pytest.mark.parametrize(
    ("entered", "code"),
    [
        ("2.03E+09", "phone_scientific"),
        ("1,20256E+10", "phone_scientific"),
        ("525512345678", "phone_plus_lost"),
        ("442071838750", "phone_plus_lost"),
        ("6561234567", "phone_plus_lost"),
        ("#REF!", "not_an_address"),
        ('=HYPERLINK("x")', "formula"),
        ("202555\x000143", "control"),
        ("202\ufffd5550143", "unreadable"),
        ("rosa@example.org", "wrong_kind"),
    ],
)
def test_a_damaged_phone_is_an_error_and_no_wrong_number(entered, code):
    assert problems(last_name="Delgado", phone=entered) == [code]


@given(entered=st.text(alphabet="0123456789+().- eEx,", max_size=20))
def test_no_row_has_another_number_than_was_typed(entered):
    record = row(last_name="Delgado", mobile_phone=entered)
    for way in record.ways:
        try:
            assert way.parsed == parse(way.parsed.entered)
        except NotAnAddress:
            raise AssertionError(entered) from None
        assert "".join(sign for sign in way.parsed.entered if sign.isdigit()) in "".join(sign for sign in entered if sign.isdigit())


def test_what_spreadsheets_do_to_phones_and_means_no_harm_is_read():
    for entered in ("2025550143", "2025550143.0", '="2025550143"', "'+12025550143", "+1 (202) 555-0143", "1-202-555-0143"):
        assert [way.parsed.value for way in row(last_name="Delgado", phone=entered).ways] == ["+12025550143"], entered


def test_a_cell_may_hold_several_addresses_and_words_for_none():
    record = row(last_name="Delgado", phone="202-555-0143; 202-555-0144", email="N/A", home_phone="000-000-0000")
    assert [(way.parsed.value, way.type) for way in record.ways] == [("+12025550143", ""), ("+12025550144", "")]
    record = row(last_name="Delgado", home_phone="202 555 0143", fax="202 555 0144", email="Rosa@Example.ORG")
    assert [(way.parsed.value, way.type) for way in record.ways][:2] == [("+12025550143", "home"), ("+12025550144", "fax")]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("DELGADO, ROSA M", ("ROSA", "M", "DELGADO")),
        ("Rosa Delgado", ("Rosa", "", "Delgado")),
        ("Rosa Maria De Delgado", ("Rosa", "Maria De", "Delgado")),
        ("Smith, John Jr.", ("John", "Jr.", "Smith")),
        ("John Smith, Jr.", ("John", "", "Smith Jr.")),
        ("Acme", ("", "", "Acme")),
    ],
)
def test_whole_names_are_parted(whole, parts):
    found = split_name(whole)
    assert (found.get("first_name", ""), found.get("middle_name", ""), found.get("last_name", "")) == parts


def test_rows_are_refused_for_what_cannot_be():
    assert problems(first_name="", phone="2025550143") == ["no_client"]
    assert problems(first_name="", phone="") == ["nothing"]
    assert problems(last_name="Delgado", date_of_birth="tomorrow") == ["not_a_day"]
    assert problems(last_name="Delgado", date_of_birth="1/1/2199") == ["birth_out_of_range"]
    assert problems(last_name="D" * 101) == ["too_long"]
    assert problems(last_name="Delgado", event_date="11/30/2026") == ["no_time"]
    assert row(last_name="Delgado", case_number="C-1").notes == [("no_event", "")]
    assert problems(last_name="Delgado", event_date="11/30/2026", event_time="25:00") == ["not_a_time"]
    assert problems(last_name="Delgado", event_date="11/30/0026", event_time="9:00") == ["event_out_of_range"]
    assert problems(last_name="Delgado", opted_out="perhaps", phone="2025550143") == ["not_yes_or_no"]


def test_there_is_no_word_that_opts_anybody_in():  # O4
    for word in ("no", "opted in", "in", ""):
        assert not row(last_name="Delgado", phone="2025550143", opted_out=word).opted_out
    assert row(last_name="Delgado", phone="2025550143", opted_out="Yes").opted_out


def test_what_is_said_the_same_way_has_the_same_digest():
    one = row(last_name="Delgado", phone="(202) 555-0143", date_of_birth="3/9/1980")
    assert digest(one) == digest(row(last_name="Delgado ", phone="(202) 555-0143", date_of_birth="1980-03-09"))
    assert digest(one) != digest(row(last_name="Delgado", phone="(202) 555-0144", date_of_birth="1980-03-09"))


def test_languages_are_known_by_many_names():
    for word in ("Spanish", "español", "ES", "es-MX", "spa"):
        assert row(last_name="Delgado", language=word).client["language"] == "es", word
    assert row(last_name="Delgado", language="Klingon").notes == [("language_unknown", "Klingon")]
