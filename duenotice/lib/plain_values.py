"""A frozen dataclass of plain fields as JSON, and back: what a search asked for, kept in a job."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

Record = TypeVar("Record")
# A datetime is a date to Python, so it stands first.
FROM_TEXT: dict[type, Any] = {datetime: datetime.fromisoformat, date: date.fromisoformat, UUID: UUID}


def plain(record: Any) -> dict[str, Any]:
    """Its fields, moments and ids as text."""
    return {name: _plain(value) for name, value in asdict(record).items()}


def back(kind: type[Record], kept: dict[str, Any]) -> Record:
    """What `plain` was given. Fields that did not exist then have their default."""
    hints = get_type_hints(kind)
    known = {field.name for field in fields(kind)} & kept.keys()  # type: ignore[arg-type]
    return kind(**{name: _back(hints[name], kept[name]) for name in known})


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value


def _back(hint: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    kinds = {hint, *get_args(hint)}
    return next((read(value) for kind, read in FROM_TEXT.items() if kind in kinds), value)
