"""Files as people have them: any common encoding, delimiter and line ending, and what is wrong with some of them."""

import csv
import io
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duenotice.uploads.mapping import look_at
from duenotice.uploads.table import CannotRead, Shape, lines, shape_of

FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
HEADING = ["First name", "Last name", "Phone", "Notes"]
PEOPLE = [["Tomás", "Nuñez", "(202) 555-0143", 'said "yes"; ok'], ["Rosa", "O'Neil, Jr", "+1 202 555 0144", "two\nlines"]]


def written(rows: list[list[str]], *, delimiter: str = ",", ending: str = "\r\n") -> str:
    text = io.StringIO()
    # Python's own writer leaves a line break unquoted where lines end otherwise.
    quoting = csv.QUOTE_ALL if ending == "\r" else csv.QUOTE_MINIMAL
    csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=quoting).writerows(rows)
    return text.getvalue()


def saved(folder: Path, content: bytes, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def cells(path: Path) -> list[list[str]]:
    return [line.cells for line in lines(path, look_at(path).shape)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_people_are_read_as_they_were_written(tmp_path, encoding, delimiter, ending):
    path = saved(tmp_path, written([HEADING, *PEOPLE], delimiter=delimiter, ending=ending).encode(encoding))
    assert cells(path) == PEOPLE


@FOLDER
@given(
    rows=st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), max_size=20), min_size=4, max_size=4),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_a_program_quotes_comes_back_whole(tmp_path, rows):
    path = saved(tmp_path, written([HEADING, *rows]).encode("utf-8"))
    kept = [row for row in rows if any(cell.strip() for cell in row)]
    assert [line.cells for line in lines(path, Shape()) if not line.problem] == [row for row in kept if row != HEADING]


@FOLDER
@given(content=st.binary(min_size=1, max_size=400))
def test_no_file_brings_the_reader_down(tmp_path, content):
    path = saved(tmp_path, content)
    with suppress(CannotRead):
        list(lines(path, look_at(path).shape))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "0 bytes"),
        (b"First name,Phone\r\n", "only a heading"),
        (b"\r\n\r\n", "only a heading"),
        (b"%PDF-1.7 ...", "neither"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "password"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"a,b\r\n" + b"x" * 2_000_000, "million"),
        (b",".join(b"c%d" % n for n in range(501)) + b"\r\n1\r\n", "more than 500"),
    ],
)
def test_what_cannot_be_a_table_is_refused_in_words(tmp_path, content, words):
    path = saved(tmp_path, content)
    with pytest.raises(CannotRead, match=words):
        list(lines(path, look_at(path).shape))


def test_200_columns_are_no_trouble(tmp_path):
    path = saved(tmp_path, written([[f"c{n}" for n in range(200)], [str(n) for n in range(200)]]).encode())
    assert len(look_at(path).columns) == 200


def test_rows_say_what_is_wrong_with_them(tmp_path):
    text = "Name,Phone\r\nRosa,2025550143\r\n\r\nName,Phone\r\nBen,2025550144,extra\r\nTom\r\n"
    path = saved(tmp_path, text.encode())
    found = [(line.number, line.problem) for line in lines(path, look_at(path).shape)]
    assert found == [(2, ""), (4, "heading_again"), (5, "too_many_cells"), (6, "")]


@pytest.mark.parametrize(
    "below",
    ["Ben,2025550144\r\n" * 3, "Ben,2025550144\r\n" * 20_000, 'Ben,"2025550144"\r\n' * 3, '"Ben","2025550144"\r\n' * 3],
    ids=["until the end", "farther than a cell may be long", "until another quote", "until another quoted row"],
)
@pytest.mark.parametrize("broken", ['"Rosa,2025550143', 'Rosa,"2025550143'])
def test_a_quote_that_is_never_closed_costs_its_own_row_and_no_other(tmp_path, broken, below):
    path = saved(tmp_path, f'Name,Phone\r\n"Two\r\nlines",2025550142\r\n{broken}\r\n{below}'.encode())
    found = list(lines(path, Shape()))
    assert [(line.number, line.problem, line.about) for line in found if line.problem] == [(3, "unclosed_quote", "4")]
    assert [line.cells for line in found[2:]] == [["Ben", "2025550144"]] * below.count("Ben")


def test_of_a_cell_that_is_cut_off_in_its_midst_no_people_are_made(tmp_path):
    path = saved(tmp_path, b'Name,Phone,Notes\r\nRosa,2025550143,"was here on Monday,\r\nwill come again\r\non Friday')
    assert [(line.number, line.problem) for line in lines(path, Shape())] == [(2, "unclosed_quote")]


def test_a_quote_within_a_note_of_two_lines_stays_where_it_is(tmp_path):
    path = saved(tmp_path, b'Name,Phone,Notes\r\nRosa,2025550143,"was here\r\nand said "yes""\r\nBen,2025550144,\r\n')
    assert [(line.cells[0], line.problem) for line in lines(path, Shape())] == [("Rosa", ""), ("Ben", "")]


def test_the_name_of_a_file_is_not_believed(tmp_path):
    assert shape_of(saved(tmp_path, b"Name,Phone\r\nRosa,1\r\n", "people.xlsx"))[0].kind == "csv"
