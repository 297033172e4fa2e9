"""Days and times as files write them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, time
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        ["jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic"], start=1
    )
    for name in names.split()
}
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/.]*(?:de )?([a-z]{3,12})\.?,?[ \-/.]*(?:de[l]? )?(\d{4}|\d{2})")
_MONTH_DAY = re.compile(r"([a-z]{3,12})\.?[ \-]*(\d{1,2})(?:st|nd|rd|th)?,?[ \-]*(\d{4}|\d{2})")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom)[a-z]*[.,]? +(?=[\da-z])")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.](\d{2})(?:\.\d+)?)? ?([ap])?\.? ?m?\.?")
_MILITARY = re.compile(r"(\d{2})(\d{2})(?: ?(?:hrs?|h|hours|horas))?")
_MOMENT = re.compile(r"(.+?)(?:t| at | a las |,? +)(\d{1,2}[:.h]\d{2}.*|\d{1,2} ?[ap]\.? ?m\.?)", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[t ]+0{1,2}:00(?::00(?:\.0+)?)?(?: ?am)?$|[t ]+12:00(?::00)? ?a\.?m\.?$")
_ZONE = re.compile(r"(?:z|[+-]\d{2}:?\d{2})$")


def read_day(text: str, order: str, *, past: bool) -> date | None:
    """The day that `text` is, None where it is none. `order` is mdy or dmy, where it is written in numbers alone.

    Two digits are a year up to now where the day is `past` (a birthday), and else of this century. A time of midnight after it is dropped.
    """
    parts = _parts(text, order)
    if parts is None:
        return None
    year, month, day = parts
    try:
        return date(_whole_year(year, past=past), month, day)
    except ValueError:
        return None


@lru_cache(maxsize=40_000)
def _parts(text: str, order: str) -> tuple[str, int, int] | None:
    """Year, month and day, as far as they can be told apart. Kept, because there are no more birthdays than days of a hundred years."""
    words = _MIDNIGHT.sub("", _plain(text))
    if found := _ISO.fullmatch(words) or _COMPACT.fullmatch(words):
        return found[1], int(found[2]), int(found[3])
    # "Mar" is March and Tuesday: the weekday is left out only where it cannot be read otherwise.
    for part in (words, _WEEKDAY.sub("", words)):
        if found := _NUMBERS.fullmatch(part):
            first, second = int(found[1]), int(found[2])
            return (found[3], first, second) if order == "mdy" else (found[3], second, first)
        if (found := _DAY_MONTH.fullmatch(part)) and found[2][:3] in _MONTHS:
            return found[3], _MONTHS[found[2][:3]], int(found[1])
        if (found := _MONTH_DAY.fullmatch(part)) and found[1][:3] in _MONTHS:
            return found[3], _MONTHS[found[1][:3]], int(found[2])
    return None


def _whole_year(text: str, *, past: bool) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if past and 2000 + year > date.today().year else 2000)  # noqa: DTZ011 a birthday has no zone


def read_time(text: str) -> time | None:
    """The time of day that `text` is: 9:00, 9:00 AM, 9 a.m., 0900, 14h30; None where it is none."""
    words = _plain(text)
    if words in ("noon", "mediodia"):
        return time(12)
    if found := _MILITARY.fullmatch(words):
        return _time(int(found[1]), int(found[2]), "")
    found = _TIME.fullmatch(words)
    if found is None or not (found[2] or found[4]):
        return None
    return _time(int(found[1]), int(found[2] or 0), found[4] or "")


def _time(hour: int, minute: int, half: str) -> time | None:
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return time(hour, minute) if hour < 24 and minute < 60 else None


def read_moment(text: str, order: str) -> tuple[date, time] | None:
    """A day with a time of day, local to the court; None where either is missing. A time with a zone of its own is none."""
    found = _MOMENT.fullmatch(" ".join(text.split()))
    if found is None or _ZONE.search(found[2].lower().strip()):
        return None
    day, at = read_day(found[1], order, past=False), read_time(found[2])
    return (day, at) if day and at else None


def order_of(cells: Iterable[str]) -> str:
    """mdy or dmy, whichever these cells allow alone; empty where they allow both or neither."""
    firsts, seconds = 0, 0
    for cell in cells:
        if found := _NUMBERS.match(cell.strip()):
            firsts, seconds = max(firsts, int(found[1])), max(seconds, int(found[2]))
    if firsts > 12 >= seconds:
        return "dmy"
    return "mdy" if seconds > 12 >= firsts else ""


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFD", text.lower())
    return " ".join("".join(sign for sign in composed if not unicodedata.combining(sign)).split())
