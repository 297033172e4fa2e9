"""CSV lines of a job as an XLSX sheet: every cell as text, so that phones and leading zeros stay as they are, and nothing is a formula."""

import csv
import tempfile
from collections.abc import Iterator
from datetime import datetime
from io import BufferedReader
from pathlib import Path

import xlsxwriter

from duenotice.jobs import files
from duenotice.jobs.models import Job

MOST_ROWS = 1_048_575
PIECE = 1_000_000
WIDTH = 22


def append_xlsx(job: Job, csv_file: str, xlsx_file: str, *, now: datetime) -> None:
    """Row by row through a file, so that memory stays flat."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / xlsx_file
        _write(path, csv.reader(_lines(job, csv_file)))
        with path.open("rb") as file:
            append_pieces(job, xlsx_file, file, now=now)


def append_pieces(job: Job, name: str, file: BufferedReader, *, now: datetime) -> None:
    while piece := file.read(PIECE):
        files.append(job, name, piece, now=now)


def _write(path: Path, rows: Iterator[list[str]]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            if number == 0:
                sheet.set_column(0, len(row) - 1, WIDTH)
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell, None if number else bold)


def _lines(job: Job, file: str) -> Iterator[str]:
    """The lines of a CSV file, with their ends; a line may go on from one piece to the next."""
    rest, first = b"", True
    for piece in files.read(job.agency_id, job.id, file):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield (line.removeprefix(b"\xef\xbb\xbf") if first else line).decode() + "\n"
            first = False
    if rest:
        yield rest.decode()
