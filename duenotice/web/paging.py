"""Lists page by page: the cursor in the address, and the addresses of the neighbouring pages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from duenotice.db.paging import Cursor, Page


def cursor_of(request: HttpRequest) -> Cursor:
    """The cursor that the address carries; one that makes no sense means the first page."""
    return Cursor(after=_uuid(request.GET.get("after")), before=_uuid(request.GET.get("before")))


def neighbours(request: HttpRequest, page: Page[Any]) -> dict[str, str]:
    """The addresses of the page before and the page after, with the same search; empty where there is none."""
    return {"before": _address(request, "before", page.before), "after": _address(request, "after", page.after)}


def without_cursor(request: HttpRequest) -> str:
    """The search in the address, from its first page on."""
    query = request.GET.copy()
    for name in ("after", "before"):
        query.pop(name, None)
    return query.urlencode()


def _address(request: HttpRequest, name: str, cursor: UUID | None) -> str:
    search = without_cursor(request)
    return f"?{search}{'&' if search else ''}{name}={cursor}" if cursor else ""


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
