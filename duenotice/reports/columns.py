"""Columns of exported lists: a heading, and what stands below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import NullIf
from django.utils import timezone
from django.utils.functional import Promise


@dataclass(frozen=True)
class Column:
    """`typed`: people can type into it, so that a spreadsheet must not take it for a formula."""

    heading: str | Promise
    value: Combinable
    typed: bool = True


def full_name(prefix: str = "") -> Func:
    """First, middle and last name, as Client.name has them."""
    parts = [NullIf(F(f"{prefix}{name}"), Value("")) for name in ("first_name", "middle_name", "last_name")]
    return Func(Value(" "), *parts, function="concat_ws", output_field=TextField())


def local(name: str) -> Func:
    """A moment in the zone that is active, to the second."""
    there = Func(Value(timezone.get_current_timezone_name()), F(name), function="timezone")
    return Func(there, Value('YYYY-MM-DD"T"HH24:MI:SS'), function="to_char", output_field=TextField())


def labelled(name: str, labels: Mapping[str, Any]) -> Case:
    """A code in words."""
    cases = [When(**{name: code}, then=Value(str(words))) for code, words in labels.items()]
    return Case(*cases, default=F(name), output_field=TextField())


def state(archived: Any, trashed: Any) -> Case:
    """ARCHIVED, TRASHED, or nothing."""
    return Case(
        When(trashed_at__isnull=False, then=Value(str(trashed))),
        When(archived_at__isnull=False, then=Value(str(archived))),
        default=Value(""),
        output_field=TextField(),
    )
