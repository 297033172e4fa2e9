"""Excel workbooks, and what poses as one."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter

from duenotice.uploads.mapping import look_at
from duenotice.uploads.table import CannotRead, lines


def workbook(path: Path, cells: dict[tuple[int, int], object]) -> Path:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Docket")
    day, clock = book.add_format({"num_format": "m/d/yyyy"}), book.add_format({"num_format": "h:mm"})
    for (row, column), value in cells.items():
        if isinstance(value, datetime | date):
            sheet.write_datetime(row, column, value, day)
        elif isinstance(value, time):
            sheet.write_datetime(row, column, value, clock)
        else:
            sheet.write(row, column, value)
    book.close()
    return path


def test_numbers_days_and_times_keep_what_they_are(tmp_path):
    cells = {(0, 0): "Phone", (0, 1): "Hearing Date", (0, 2): "Time", (0, 3): "Total", (0, 4): "ZIP"}
    row = {(1, 0): 2025550143, (1, 1): date(2026, 11, 30), (1, 2): time(9, 30), (1, 3): "=1+1", (1, 4): 2.5}
    path = workbook(tmp_path / "t.xlsx", cells | row)
    look = look_at(path)
    assert [line.cells for line in lines(path, look.shape)] == [["2025550143", "2026-11-30", "09:30:00", "0", "2.5"]]
    assert look.sheets == ["Docket"]


def test_the_number_of_a_row_is_the_one_that_excel_shows(tmp_path):
    path = workbook(tmp_path / "t.xlsx", {(2, 0): "Phone", (2, 1): "Last name", (5, 0): "2025550143", (5, 1): "Delgado"})
    assert [line.number for line in lines(path, look_at(path).shape)] == [6]


def test_a_cell_far_away_is_refused_before_a_rectangle_is_made_of_it(tmp_path):
    path = workbook(tmp_path / "t.xlsx", {(0, 0): "Phone", (1, 0): "1", (1_000_000, 900): "here"})
    with pytest.raises(CannotRead, match="far away"):
        look_at(path)


def bomb(path: Path, name: str, megabytes: int) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w", force_zip64=True) as part:
        for _one in range(megabytes):
            part.write(b"\0" * (1 << 20))
    return path


def test_a_zip_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("duenotice.uploads.workbook.MOST_BYTES", 8 << 20)
    with pytest.raises(CannotRead, match="too large"):
        look_at(bomb(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", 9))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path):
    path = bomb(tmp_path / "b.xlsx", "xl/worksheets/sheet1.xml", 2)
    size = (2 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(size, (7).to_bytes(4, "little")))
    with pytest.raises(CannotRead):
        look_at(path)


def test_a_zip_of_something_else_is_refused(tmp_path):
    with pytest.raises(CannotRead, match="no Excel workbook"):
        look_at(bomb(tmp_path / "b.xlsx", "people.csv", 1))
