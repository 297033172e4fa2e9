"""Which field each column of a file holds: proposed by its heading and by what stands in it, corrected by a person, kept as a template."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from duenotice.uploads.days import order_of
from duenotice.uploads.fields import FIELDS, field_called, plain
from duenotice.uploads.table import CannotRead, Look, Shape, raw_rows, shape_of

MOST_COLUMNS, SAMPLE, LOOKED_AT = 500, 4, 100
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"\+?[\d\s().\-/]{10,20}(?:\s*(?:x|ext)\.?\s*\d+)?", re.IGNORECASE)
_DAY = re.compile(r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}")


class BadMapping(Exception):
    """A mapping that cannot be; the words say why. `column` is the number of the column, None for all of them."""

    def __init__(self, words: str, column: int | None = None) -> None:
        super().__init__(words)
        self.column = column


def look_at(path: Path, shape: Shape | None = None) -> Look:
    """The shape of a file (or the one given, by a person), its columns and its first rows. Raises CannotRead."""
    found, sheets = shape_of(path)
    rows = _first_rows(path, shape or found)
    if not rows:
        raise CannotRead(_("The file has no rows. Export it again, and upload that one."))
    heading_row = shape.heading_row if shape else _heading_row(rows)
    used = shape or Shape(found.kind, found.encoding, found.delimiter, found.sheet, heading_row)
    body = [row for row in rows[heading_row:] if any(cell.strip() for cell in row)]
    if not body:
        raise CannotRead(_("The file has only a heading and no rows below it. Export it again with its rows, and upload that one."))
    width = max(len(row) for row in (rows[heading_row - 1 : heading_row] or body))
    if width > MOST_COLUMNS:
        raise CannotRead(
            _("The file has more than %(most)d columns. Leave out those that are not about clients, contacts or events.")
            % {"most": MOST_COLUMNS}
        )
    columns = [cell.strip() for cell in rows[heading_row - 1]] if heading_row else [_("Column %(n)d") % {"n": n + 1} for n in range(width)]
    return Look(used, columns, body, sheets)


def _first_rows(path: Path, shape: Shape) -> list[list[str]]:
    rows: list[list[str]] = []
    for cells, _opened in raw_rows(path, shape):
        rows.append(cells)
        if len(rows) == LOOKED_AT:
            break
    return rows


def _heading_row(rows: Sequence[Sequence[str]]) -> int:
    """The number of the row that names most columns, above which a title may stand; 0 where the first row is a person already."""
    known = [sum(bool(field_called(cell)) for cell in row) for row in rows[:10]]
    if max(known) >= 2:
        return known.index(max(known)) + 1
    first = [cell.strip() for cell in rows[0] if cell.strip()]
    return 0 if any(_EMAIL.fullmatch(cell) or _PHONE.fullmatch(cell) or _DAY.fullmatch(cell) for cell in first) else 1


def propose(look: Look, templates: Mapping[str, str] | None = None) -> list[str]:
    """A field per column, or an empty text. What a template says of a heading counts first; a field that takes one column is given once."""
    fields: list[str] = []
    for number, heading in enumerate(look.columns):
        column = [row[number].strip() for row in look.sample if number < len(row) and row[number].strip()]
        known = (templates or {}).get(plain(heading))
        field = known if known is not None else field_called(heading) or _by_content(column)
        fields.append(field if field in FIELDS and (FIELDS[field].many or field not in fields) else "")
    if "event_date" in fields and "event_time" not in fields:
        _join_time(look, fields)
    return fields


def _join_time(look: Look, fields: list[str]) -> None:
    """A column of dates that have a time with them is of both."""
    number = fields.index("event_date")
    cells = [row[number] for row in look.sample if number < len(row) and row[number].strip()]
    if (
        cells
        and sum(bool(re.search(r"\d{1,2}:\d{2}", cell)) and not re.search(r"\b00:00(?::00)?$", cell) for cell in cells) > len(cells) / 2
    ):
        fields[number] = "event_date_time"


def _by_content(cells: Sequence[str]) -> str:
    if not cells:
        return ""
    for field, pattern in (("email", _EMAIL), ("phone", _PHONE)):
        if sum(bool(pattern.fullmatch(cell)) for cell in cells) >= 0.8 * len(cells):
            return field
    return ""


def propose_order(look: Look, fields: Sequence[str], region: str) -> str:
    """Whether days are written month first (mdy) or day first (dmy), by what stands there; by the region where that leaves it open."""
    numbers = [n for n, field in enumerate(fields) if field in ("date_of_birth", "event_date", "event_date_time")]
    cells = [row[n] for row in look.sample for n in numbers if n < len(row)]
    return order_of(cells) or ("mdy" if region == "US" else "dmy")


def check_mapping(fields: Sequence[str]) -> None:
    """Raises BadMapping where no upload could come of it."""
    for number, field in enumerate(fields):
        if field and not FIELDS[field].many and field in fields[:number]:
            raise BadMapping(_("Another column is %(field)s already. Leave one of the two out.") % {"field": FIELDS[field].label}, number)
    used = {field for field in fields if field}
    kinds = {FIELDS[field].kind for field in used}
    if not used:
        raise BadMapping(_("Say of at least one column what it holds."))
    if used & {"event_date", "event_time"} and "event_date_time" in used:
        raise BadMapping(_("Choose either Event date and time, or the two by themselves."))
    if "event_time" in used and "event_date" not in used:
        raise BadMapping(_("There is an Event time and no Event date."))
    if "event" in kinds and not used & {"event_reference", "event_date", "event_date_time"}:
        raise BadMapping(_("Say which column holds the Event date, or the Event reference."))
    if "contact" in kinds and not used & {"reference", "full_name", "first_name", "last_name"}:
        raise BadMapping(_("Say which column tells whose contacts these are: the Client reference or a name."))
