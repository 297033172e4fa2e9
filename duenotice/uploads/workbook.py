"""Reading Excel workbooks (.xlsx) without trusting them: their real size is measured before anything is taken into memory."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from duenotice.uploads.csv_file import BLOCK, FileTooOdd

MAGIC, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_PARTS = 2000
MOST_BYTES = 512 * 1024 * 1024
# The reader takes a sheet into memory as a rectangle: 5 million cells are some 160 MB.
MOST_CELLS = 5_000_000
MOST_COLUMNS = 2000
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]{0,200}?\br="([A-Z]{1,3})(\d{1,7})"')
_OVERLAP = 300


def check_workbook(path: Path) -> list[str]:
    """The names of the sheets that are shown, those with rows first. Raises FileTooOdd for what is dangerous, or no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            _measure(archive)
        with CalamineWorkbook.from_path(path) as workbook:
            shown = [one.name for one in workbook.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    except PasswordError as error:
        raise FileTooOdd(_("This workbook has a password. Save it without one.")) from error
    except (zipfile.BadZipFile, CalamineError, OSError, NotImplementedError, RuntimeError) as error:
        raise FileTooOdd(_("This is not an Excel workbook, or it is damaged. Save it again as .xlsx, or as CSV.")) from error
    if not shown:
        raise FileTooOdd(_("This workbook has no sheet that is shown."))
    return shown


def _measure(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS or not any(part.filename.startswith("xl/") for part in parts):
        raise FileTooOdd(_("This is a zip file, but no Excel workbook. Upload the table itself."))
    total = 0
    for part in parts:
        declared = part.file_size
        # What a part says of its own size may be a lie: it is read to its real end, a block at a time.
        part.file_size = MOST_BYTES + 1
        part.CRC = None  # type: ignore[assignment]
        size = _size(archive, part, MOST_BYTES - total)
        total += size
        if size != declared:
            raise FileTooOdd(_("This workbook is not what it says it is. Save it again as .xlsx, or as CSV."))


def _size(archive: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    """The real size of a part in bytes. Raises FileTooOdd where it is more than `most`, or a sheet with too many cells."""
    is_sheet, size, rows, columns, tail = part.filename.startswith("xl/worksheets/"), 0, 0, 0, b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            size += len(block)
            if is_sheet:
                for letters, number in _CELL.findall(tail + block):
                    rows, columns = max(rows, int(number)), max(columns, _column(letters))
                tail = block[-_OVERLAP:]
            if size > most or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
                raise FileTooOdd(
                    _("This workbook is too large, or has a cell far away from the others. Save the table as CSV, and upload that.")
                )
    return size


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def workbook_rows(path: Path, sheet: str) -> Iterator[list[str]]:
    """Every row of a sheet that `check_workbook` let pass; numbers, dates and times as text that reads back as what they are."""
    with CalamineWorkbook.from_path(path) as workbook:
        if sheet not in workbook.sheet_names:
            raise FileTooOdd(_("The workbook has no sheet of this name."))
        yield from ([as_text(cell) for cell in row] for row in workbook.get_sheet_by_name(sheet).iter_rows())


def as_text(cell: Any) -> str:
    """A cell's value as text: whole numbers without a point, days and times by ISO 8601."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, timedelta):
        return str(cell).rjust(8, "0") if timedelta() <= cell < timedelta(days=1) else str(cell)
    return str(cell)
