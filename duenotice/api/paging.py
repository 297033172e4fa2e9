"""Lists: bare arrays, page by page. Where the next page begins stands in the Link header, so that the body stays an array."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Model, QuerySet
from pydantic import Field

from duenotice.api.calls import ApiRequest
from duenotice.api.errors import field_error
from duenotice.api.fields import Given, Moment
from duenotice.db.paging import beyond

USUAL, MOST = 50, 1000
Row = TypeVar("Row", bound=Model)


def _moment(text: str) -> datetime:
    """Raises ValueError or OverflowError for one that no row has."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


# The columns that lists are ordered by, and how each is read back from a cursor.
READERS: dict[str, Callable[[str], Any]] = {
    "id": UUID,
    "number": int,
    "updated_at": _moment,
    "changed_at": _moment,
    "send_at": _moment,
    "starts_at": _moment,
    "date": date.fromisoformat,
}


class Paged(Given):
    """What every list takes."""

    limit: Annotated[int, Field(ge=1, description="How many at most; more than 1,000 counts as 1,000.")] = USUAL
    cursor: Annotated[str, Field(max_length=500, description="Where to go on: from the Link header of the page before.")] = ""


class Listing(Paged):
    """What lists of records take besides."""

    slim: Annotated[bool, Field(description="Few fields.")] = False
    updated_since: Annotated[
        Moment | None,
        Field(description="Everything changed since, oldest change first, with what is trashed or purged as `deleted: true`."),
    ] = None


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The rows of one page; `next` is the cursor of the one after it, empty where there is none."""

    rows: list[Row]
    next: str = ""


def page(rows: QuerySet[Row], order: Sequence[str], query: Paged) -> Found[Row]:
    """One page in `order` (a leading minus sorts down), the last of which is unique. Raises Refused for a cursor that is none of ours."""
    names = [name.lstrip("-") for name in order]
    if query.cursor:
        rows = rows.filter(beyond(_read(query.cursor, names), order))  # type: ignore[arg-type]  # only its attributes are read
    size = min(query.limit, MOST)
    found = list(rows.order_by(*order)[: size + 1])
    return Found(found[:size], _write(found[size - 1], names) if len(found) > size else "")


def link(request: ApiRequest, cursor: str) -> dict[str, str]:
    """The Link header that leads to the next page; none at the end."""
    if not cursor:
        return {}
    asked = {name: value for name, value in request.GET.items() if name != "cursor"}
    return {"Link": f'<{settings.PUBLIC_URL}{request.path_info}?{urlencode({**asked, "cursor": cursor})}>; rel="next"'}


def _write(row: Model, names: Sequence[str]) -> str:
    values = [getattr(row, name) for name in names]
    text = json.dumps([value.isoformat() if isinstance(value, date) else str(value) for value in values])
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(cursor: str, names: Sequence[str]) -> SimpleNamespace:
    try:
        values = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        read = {name: READERS[name](value) for name, value in zip(names, values, strict=True)}
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        raise field_error("cursor", "This is no cursor of this list. Begin again without one.") from None
    return SimpleNamespace(**read)
