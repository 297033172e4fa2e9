"""The kinds of values that programs send: text, days, times of day, moments, flags; and how they read."""

import re
import unicodedata
from datetime import UTC, date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

FIRST_YEAR, LAST_YEAR = 1900, 2999
_US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,6})?)?\s*([ap]\.?m\.?)?", re.IGNORECASE)


class Given(Schema):
    """What a program sends. Unknown fields are left out, and named in a Warning; numbers may stand for text."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, str_strip_whitespace=True)


def no_controls(text: str) -> str:
    """The text, unless it holds what nobody can type: NUL and other controls, halves of characters."""
    for sign in text:
        if unicodedata.category(sign) in {"Cc", "Cs"}:
            raise ValueError(f"This contains an invisible control character (U+{ord(sign):04X}).")
    return text


def no_controls_in_lines(text: str) -> str:
    """The same for text of several lines, which end alike whatever the sender's system."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    no_controls(text.replace("\n", "").replace("\t", ""))
    return text


def read_day(value: Any) -> Any:
    """A day in ISO form or as MM/DD/YYYY."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    us = _US_DAY.fullmatch(text)
    try:
        day = date(int(us[3]), int(us[1]), int(us[2])) if us else date.fromisoformat(text)
    except ValueError:
        raise ValueError("Write a day as YYYY-MM-DD or MM/DD/YYYY.") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError("A day lies between the years 1900 and 2999.")
    return day


def read_clock(value: Any) -> Any:
    """A time of day: 14:30, 14:30:00, 2:30 PM."""
    if not isinstance(value, str):
        return value
    found = _CLOCK.fullmatch(value.strip())
    try:
        if not found:
            raise ValueError
        hour, half = int(found[1]), (found[4] or "").lower()[:1]
        if half and not 1 <= hour <= 12:
            raise ValueError
        return time(hour % 12 + (12 if half == "p" else 0) if half else hour, int(found[2]), int(found[3] or 0))
    except ValueError:
        raise ValueError("Write a time as HH:MM, such as 09:30.") from None


def read_moment(value: Any) -> Any:
    """A moment: UTC as `YYYY-MM-DD HH:MM:SS`, or ISO 8601; without an offset it is UTC."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value.strip())
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("Write a moment as YYYY-MM-DD HH:MM:SS in UTC, or in ISO 8601.") from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("A moment lies between the years 1900 and 2999.")
    return moment


def _string(words: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": words, "examples": [example]})


Day = Annotated[date, BeforeValidator(read_day), _string("YYYY-MM-DD, or MM/DD/YYYY", "2026-12-01")]
Clock = Annotated[time, BeforeValidator(read_clock), _string("HH:MM, as clocks show it at the court", "09:30")]
Moment = Annotated[datetime, BeforeValidator(read_moment), _string("UTC as YYYY-MM-DD HH:MM:SS, or ISO 8601", "2026-12-01 14:30:00")]
Line20 = Annotated[str, StringConstraints(max_length=20), AfterValidator(no_controls)]
Line60 = Annotated[str, StringConstraints(max_length=60), AfterValidator(no_controls)]
Line100 = Annotated[str, StringConstraints(max_length=100), AfterValidator(no_controls)]
Line200 = Annotated[str, StringConstraints(max_length=200), AfterValidator(no_controls)]
Address = Annotated[str, StringConstraints(max_length=254), AfterValidator(no_controls)]
Lines = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(no_controls_in_lines)]


def as_uuid(text: str) -> UUID | None:
    """The uuid that `text` is, if it is one."""
    try:
        return UUID(text) if len(text) <= 45 else None
    except ValueError:
        return None


def iso(moment: datetime | None) -> str | None:
    """As the API writes moments: ISO 8601 with Z, to the microsecond where there are any."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None
