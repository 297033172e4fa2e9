"""Reading CSV as programs write it: in any common encoding, with any common delimiter, one line in memory at a time."""

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.utils.translation import gettext as _

BLOCK = 1 << 20
# A line that is longer is no row of a table.
LONGEST_LINE = 1 << 20
# By the name that Python gives them: what people see.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows, Western European (Latin-1)",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16, little-endian",
    "utf-16-be": "UTF-16, big-endian",
    "utf-32": "UTF-32",
    "mac_roman": "Mac OS Roman",
    "cp850": "DOS (850)",
}
DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
_BOMS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]


class FileTooOdd(Exception):
    """What the file holds cannot be a table, or is dangerous to read."""


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its byte order mark, by the zeros of UTF-16, else UTF-8 where all of it is that, else Windows'."""
    with path.open("rb") as file:
        start = file.read(4096)
        for mark, name in _BOMS:
            if start.startswith(mark):
                return name
        if utf16 := _utf16_without_mark(start):
            return utf16
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            decoder.decode(start)
            while block := file.read(BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _utf16_without_mark(start: bytes) -> str:
    """Every second byte of Latin letters in UTF-16 is zero."""
    half = len(start) // 2
    if not half:
        return ""
    even, odd = start[0 : half * 2 : 2].count(0) / half, start[1 : half * 2 : 2].count(0) / half
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def delimiter_of(path: Path, encoding: str) -> str:
    """What parts the cells: that which gives the most rows of the same width, and the widest of these."""
    with _opened(path, encoding) as file:
        text = file.read(64 * 1024)
    lines = text.splitlines(keepends=True)
    lines = (lines[:-1] if len(lines) > 1 and len(text) == 64 * 1024 else lines)[:200]
    return max(DELIMITERS, key=lambda delimiter: _evenness(lines, delimiter))


def _evenness(lines: list[str], delimiter: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0, 0
    wide = Counter({width: count for width, count in widths.items() if width > 1})
    if not wide:
        return 0, 0
    width, count = wide.most_common(1)[0]
    return count / widths.total(), width


def csv_rows(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Each row of the file, and the number of the line on which a quote opens in it that is never closed, or 0. Raises FileTooOdd.

    Such a quote would swallow the rows below it. Where the next line looks like a row of its own, only its own line is lost.
    """
    with _opened(path, encoding) as file:
        lines, width = _Lines(file), 0
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            lines.begin_row()
            try:
                cells, open_still = next(reader), lines.ended
            except StopIteration:
                return
            except csv.Error:
                cells, open_still = [], True
            torn = (open_still or _closes_oddly(lines.row, delimiter)) and _is_row(lines.row[1:2], delimiter, width)
            if torn:
                cells = _cells(lines.row[0], delimiter)
                lines.put_back_all_but_the_first()
            yield cells, lines.first if torn or open_still else 0
            width = width or (len(cells) if len(cells) > 1 else 0)


def _closes_oddly(row: list[str], delimiter: str) -> bool:
    """Whether a quote that was open over the end of a line is followed by more than a delimiter: it may have been another cell's first."""
    if len(row) == 1:
        return False
    try:
        list(csv.reader(row, delimiter=delimiter, strict=True))
    except csv.Error:
        return True
    return False


def _is_row(lines: list[str], delimiter: str, width: int) -> bool:
    """Whether a line by itself has as many cells as the file's first row."""
    found = len(_cells(lines[0], delimiter)) if lines else 0
    return found == width if width else found > 1


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []


class _Lines:
    """The lines of a file, one after the other. Those of the row that is being read are in `row`, the first of them numbered `first`."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._again = file, list[str]()
        self.row, self.first, self.ended = list[str](), 1, False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._file.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE:
            raise FileTooOdd(_("A line of this file is longer than a million characters: it is no table. Save the table as CSV or .xlsx."))
        if not line:
            self.ended = True
            raise StopIteration
        self.row.append(line)
        return line

    def begin_row(self) -> None:
        self.first += len(self.row)
        self.row.clear()
        self.ended = False

    def put_back_all_but_the_first(self) -> None:
        self._again.extend(reversed(self.row[1:]))
        del self.row[1:]


def _opened(path: Path, encoding: str) -> TextIO:
    return path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, errors="replace", newline="")
