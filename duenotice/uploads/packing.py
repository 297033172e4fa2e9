"""A record as it is kept with its row until the row is carried out."""

from hashlib import blake2b
from typing import Any

from duenotice.contacts.parse import Parsed
from duenotice.uploads.records import Record
from duenotice.uploads.ways import Way


def packed(record: Record) -> dict[str, Any]:
    """As JSON; empty for a row that cannot be taken."""
    if record.problems:
        return {}
    return {
        "client": record.client,
        "ways": [
            [way.parsed.kind, way.parsed.value, way.parsed.entered, way.parsed.extension, way.parsed.invalid_reason,
             list(way.parsed.time_zones), way.parsed.line_type, way.type, way.channel, way.name]
            for way in record.ways
        ],
        "event": record.event,
        "out": record.opted_out,
        "notes": record.notes,
    }  # fmt: skip


def unpacked(kept: dict[str, Any]) -> Record:
    """The record again."""
    ways = [
        Way(Parsed(kind, value, entered, extension, invalid, tuple(zones), None, line_type), type, channel, name)
        for kind, value, entered, extension, invalid, zones, line_type, type, channel, name in kept["ways"]
    ]
    return Record(kept["client"], ways, kept["event"], kept["out"], notes=[(code, about) for code, about in kept["notes"]])


def identity(record: Record) -> str:
    """All that a row says of its client: another row of the same file that says the same means the same person.

    Empty where it says no more than a name, which two people may have.
    """
    if not record.ways and "date_of_birth" not in record.client:
        return ""
    said = sorted((name, str(value).lower()) for name, value in record.client.items())
    where = sorted((way.parsed.kind, way.parsed.value) for way in record.ways)
    return blake2b(repr((said, where)).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
