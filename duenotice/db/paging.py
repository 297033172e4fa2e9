"""Pages of a list by cursor: the cursor is the id of the row that a page begins after, or ends before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

SIZE = 50
# A list counts no further; beyond that it says "more than".
MOST_COUNTED = 10_000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Cursor:
    """Where a page begins or ends; with neither, it is the first."""

    after: UUID | None = None
    before: UUID | None = None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and the cursors of its neighbours; None where there is no such page."""

    rows: list[Row]
    before: UUID | None = None
    after: UUID | None = None


def page_by_cursor(rows: QuerySet[Row], *, agency_id: UUID, order: Sequence[str], cursor: Cursor, size: int = SIZE) -> Page[Row]:
    """One page of `rows`, ordered by the fields in `order` (a leading minus sorts down), the last of which is unique.

    A cursor whose row no longer exists means the first page.
    """
    backward = cursor.before is not None and cursor.after is None
    anchor = _anchor(rows, agency_id, cursor.before if backward else cursor.after)
    order = [_turned(name) for name in order] if backward else list(order)
    if anchor is not None:
        rows = rows.filter(beyond(anchor, order))
    found = list(rows.order_by(*order)[: size + 1])
    return arrange(found, backward=backward and anchor is not None, from_anchor=anchor is not None, size=size)


def arrange(found: list[Row], *, backward: bool, from_anchor: bool, size: int) -> Page[Row]:
    """A page from up to `size` + 1 rows, as they were read; the one too many tells that there is another page."""
    more = len(found) > size
    shown = found[:size]
    if backward:
        shown.reverse()
    if not shown:
        return Page([])
    has_before, has_after = (more, from_anchor) if backward else (from_anchor, more)
    return Page(shown, before=shown[0].pk if has_before else None, after=shown[-1].pk if has_after else None)


def beyond(anchor: Model, order: Sequence[str]) -> Q:
    """The rows that come after `anchor` in `order`; its first condition alone lets an index find where to begin."""
    wanted, equal = Q(), Q()
    for sign in order:
        name = sign.lstrip("-")
        value = getattr(anchor, name)
        wanted |= equal & Q(**{f"{name}__{'lt' if sign.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    first = order[0].lstrip("-")
    return Q(**{f"{first}__{'lte' if order[0].startswith('-') else 'gte'}": getattr(anchor, first)}) & wanted


def _anchor(rows: QuerySet[Row], agency_id: UUID, id: UUID | None) -> Row | None:
    return rows.model._default_manager.filter(agency_id=agency_id, pk=id).first() if id else None


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"
