"""One row of a file as the records that it tells of, or why it cannot be taken."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, time
from functools import cached_property
from hashlib import blake2b
from typing import Any

from duenotice.uploads.days import read_day, read_moment, read_time
from duenotice.uploads.fields import FIELDS
from duenotice.uploads.known import name_key, words_of
from duenotice.uploads.spoken import language_code
from duenotice.uploads.table import Line
from duenotice.uploads.ways import Problem, Way, opted_out, says_nothing, ways_of

EARLIEST_BIRTH, FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(1900, 1, 1), date(2999, 12, 31)
# Controls, and the sign that stands where a character could not be read.
_ODD, _UNREADABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]"), "\ufffd"
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')


@dataclass
class Record:
    """What a row tells: only what it says; an empty cell says nothing. Event keys are the names of `actions.events.FIELDS`."""

    client: dict[str, Any] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    event: dict[str, Any] = field(default_factory=dict)
    opted_out: bool = False
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    @cached_property
    def keys(self) -> tuple[str, str, str]:
        """By which rows about the same people and events meet: the name, the client's reference, and the event's reference or else case."""
        event = self.event
        moment = f"{event.get('date')} {event.get('time')} {str(event.get('case_number', '')).lower()}" if event.get("case_number") else ""
        by_event = f"reference {str(event['reference']).lower()}" if event.get("reference") else moment
        return name_key(words_of(self.client)), str(self.client.get("reference", "")).lower(), by_event


@dataclass(frozen=True)
class Reading:
    """How cells are to be read: the field of each column, the order of days and months, and the region of phone numbers."""

    fields: Sequence[str]
    order: str
    region: str


def read_row(line: Line, reading: Reading) -> Record:
    """The records of one row. Where `problems` are not empty, nothing of it may be taken."""
    record = Record()
    if line.problem:
        record.problems.append((line.problem, line.about))
        return record
    said = _cells(line, reading, record)
    if not record.problems:
        _client(said, reading, record)
        ways_of(said, reading.region, record.ways, record.problems)
        record.opted_out = opted_out(said, record.problems)
        _event(said, reading, record)
        _whole(record)
    return record


def digest(record: Record) -> bytes:
    """The same for rows that say the same, however they write it."""
    said = (
        sorted(record.client.items()),
        [(way.parsed.value, way.parsed.extension, way.type, way.channel, way.name) for way in record.ways],
        sorted((key, str(value)) for key, value in record.event.items()),
        record.opted_out,
    )
    return blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _cells(line: Line, reading: Reading, record: Record) -> list[tuple[str, str]]:
    """(field, text) of each cell that says something."""
    said = []
    for name, cell in zip(reading.fields, line.cells, strict=False):
        if not name or not cell:
            continue
        text = cell.strip() if FIELDS[name].many else " ".join(cell.split())
        if text.startswith("="):
            found = _QUOTED_FORMULA.fullmatch(text)
            text = found[1].strip() if found else text
            if not found:
                record.problems.append(("formula", name))
        elif text[:1] == "'" and text[1:2] in ("=", "+", "-", "@"):
            text = text[1:]
        if _UNREADABLE in text:
            record.problems.append(("unreadable", name))
        elif _ODD.search(text) and not (
            FIELDS[name].many and not _ODD.search(text.replace("\n", " ").replace("\r", " ").replace("\t", " "))
        ):
            record.problems.append(("control", name))
        elif FIELDS[name].width and len(text) > FIELDS[name].width:
            record.problems.append(("too_long", name))
        elif text:
            said.append((name, text))
    return said


def _client(said: list[tuple[str, str]], reading: Reading, record: Record) -> None:
    for name, text in said:
        if FIELDS[name].kind != "client":
            continue
        if name == "date_of_birth":
            _birth(text, reading, record)
        elif name == "language":
            code = language_code(text)
            if code:
                record.client["language"] = code
            else:
                record.notes.append(("language_unknown", text[:60]))
        elif name != "full_name":
            record.client[name] = text
    whole = next((text for name, text in said if name == "full_name"), "")
    if whole and not record.client.keys() & {"first_name", "last_name"}:
        parts = split_name(whole)
        if any(len(part) > 100 for part in parts.values()):
            record.problems.append(("too_long", "full_name"))
        record.client |= parts


def _birth(text: str, reading: Reading, record: Record) -> None:
    if says_nothing(text):
        return
    born = read_day(text, reading.order, past=True)
    if born is None:
        record.problems.append(("not_a_day", "date_of_birth"))
    elif not EARLIEST_BIRTH <= born <= date.today():  # noqa: DTZ011 a birthday has no zone
        record.problems.append(("birth_out_of_range", "date_of_birth"))
    else:
        record.client["date_of_birth"] = born.isoformat()


def split_name(whole: str) -> dict[str, str]:
    """First, middle and last name of "DELGADO, ROSA M" or "Rosa M. Delgado"; one word alone is a last name, as an organisation's."""
    last, comma, rest = (part.strip() for part in whole.partition(","))
    if comma and rest:
        if rest.lower().strip(".") in {"jr", "sr", "ii", "iii", "iv", "esq", "md", "inc", "llc"}:
            return split_name(last) | {"last_name": f"{split_name(last)['last_name']} {rest}"}
        first, _space, middle = rest.replace(",", " ").partition(" ")
    else:
        words = last.split()
        suffix = [words.pop()] if len(words) > 2 and words[-1].lower().strip(".") in {"jr", "sr", "ii", "iii", "iv"} else []
        first, middle, last = words[0] if len(words) > 1 else "", " ".join(words[1:-1]), " ".join([*words[-1:], *suffix])
    return {name: text for name, text in (("first_name", first), ("middle_name", middle.strip()), ("last_name", last)) if text}


def _event(said: list[tuple[str, str]], reading: Reading, record: Record) -> None:
    event = record.event
    for name, text in said:
        if FIELDS[name].kind != "event":
            continue
        if name == "event_date_time":
            moment = read_moment(text, reading.order)
            _day_and_time(name, moment, record)
        elif name == "event_date":
            _put(event, "date", read_day(text, reading.order, past=False), name, record)
        elif name == "event_time":
            _put(event, "time", read_time(text), name, record)
        else:
            event[name.removeprefix("event_")] = text
    if "date" in event and not FIRST_DAY <= date.fromisoformat(event["date"]) <= LAST_DAY:
        record.problems.append(("event_out_of_range", "event_date"))
    if "date" in event and "time" not in event and not record.problems:
        record.problems.append(("no_time", "event_time"))
    if event and not event.keys() & {"date", "reference"} and not record.problems:
        # A case number alone, say: of its client the row can be taken.
        event.clear()
        record.notes.append(("no_event", ""))


def _day_and_time(name: str, moment: tuple[date, time] | None, record: Record) -> None:
    _put(record.event, "date", moment[0] if moment else None, name, record)
    if moment:
        _put(record.event, "time", moment[1], name, record)


def _put(event: dict[str, Any], key: str, value: date | time | None, name: str, record: Record) -> None:
    if value is None:
        record.problems.append(("not_a_time" if key == "time" else "not_a_day", name))
    else:
        event[key] = value.isoformat()


def _whole(record: Record) -> None:
    """What no cell alone can tell."""
    if not (record.client or record.ways or record.event):
        record.problems.append(("nothing", ""))
    named = record.client.keys() & {"reference", "first_name", "last_name"}
    if not named and (record.ways or record.client):
        record.problems.append(("no_client", ""))
    if record.opted_out and not record.ways:
        record.notes.append(("nobody_to_opt_out", ""))
    record.notes.extend(("address_invalid", way.parsed.entered) for way in record.ways if way.parsed.invalid_reason)
