"""What a file holds once it is read: lines of cells, all of them text, whatever program wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from duenotice.uploads.csv_file import FileTooOdd, csv_rows, delimiter_of, encoding_of
from duenotice.uploads.workbook import MAGIC, OLE, check_workbook, workbook_rows

BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"\x7fELF", b"MZ\x90", b"{\\rtf")


class CannotRead(Exception):
    """The file cannot be read; the words say why and what to do."""


@dataclass(frozen=True)
class Line:
    """One row of the file below its heading: its number as a spreadsheet shows it, its cells, and the code of what is wrong with it."""

    number: int
    cells: list[str]
    problem: str = ""
    about: str = ""


@dataclass(frozen=True)
class Shape:
    """How a file is read: found by looking at it, and corrected by a person where it was found wrong.

    `heading_row` is the number of the row with the names of the columns, 0 where there is none. `sheet` is a workbook's.
    """

    kind: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    sheet: str = ""
    heading_row: int = 1


@dataclass(frozen=True)
class Look:
    """What one sees of a file at first: its shape, its columns, some rows, and a workbook's sheets."""

    shape: Shape
    columns: list[str]
    sample: list[list[str]]
    sheets: list[str] = field(default_factory=list)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except FileTooOdd as odd:
        raise CannotRead(str(odd)) from odd


def shape_of(path: Path) -> tuple[Shape, list[str]]:
    """The shape of a file, by what it holds and not by its name, and a workbook's sheets. Raises CannotRead."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise CannotRead(_("The file is empty: it has 0 bytes. Export it again, and upload that one."))
    if start.startswith(OLE):
        raise CannotRead(_("This is a workbook with a password, or of Excel before 2007. Save it as .xlsx without a password, or as CSV."))
    if start.startswith(BINARY):
        raise CannotRead(_("This is neither a CSV file nor an Excel workbook (.xlsx). Save the table as one of them."))
    with _in_words():
        if start.startswith(MAGIC):
            sheets = check_workbook(path)
            return Shape(kind="xlsx", sheet=sheets[0]), sheets
        encoding = encoding_of(path)
        return Shape(encoding=encoding, delimiter=delimiter_of(path, encoding)), []


def raw_rows(path: Path, shape: Shape) -> Iterator[tuple[list[str], int]]:
    """Every row of the file, from its first, with the line of a quote in it that is never closed, or 0. Raises CannotRead."""
    with _in_words():
        if shape.kind == "xlsx":
            yield from ((cells, 0) for cells in workbook_rows(path, shape.sheet))
        else:
            yield from csv_rows(path, shape.encoding, shape.delimiter)


def lines(path: Path, shape: Shape) -> Iterator[Line]:
    """The rows below the heading; empty ones are left out. A row with more cells than the heading has a problem."""
    width, heading = 0, None
    for number, (cells, opened) in enumerate(raw_rows(path, shape), start=1):
        problem, about = ("unclosed_quote", str(opened)) if opened else ("", "")
        if number == shape.heading_row:
            heading, width = cells, len(_trimmed(cells))
        if number <= shape.heading_row or not (problem or any(cell.strip() for cell in cells)):
            continue
        if heading is not None and _same_words(cells, heading):
            problem = problem or "heading_again"
        elif width and len(_trimmed(cells)) > width:
            problem = problem or "too_many_cells"
        yield Line(number, cells, problem, about)


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _same_words(cells: list[str], heading: list[str]) -> bool:
    return [cell.strip() for cell in _trimmed(cells)] == [cell.strip() for cell in _trimmed(heading)]
