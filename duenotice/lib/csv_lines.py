"""CSV that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterable, Iterator

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it, so that csv can write to a stream."""

    def write(self, text: str, /) -> str:
        return text


def csv_lines(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of the file, its heading first. A byte order mark makes spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(heading)
    for row in rows:
        yield writer.writerow([defused(cell) for cell in row])


def defused(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would calculate. A phone number in E.164 is only a number, and stays intact."""
    if not text.startswith(FORMULA):
        return text
    return text if text[0] == "+" and text[1:].isascii() and text[1:].isdecimal() else f"'{text}"
