"""Pressing Undo on any record's screen, and saying what came of it (L5)."""

from uuid import UUID

from duenotice.actions.take_back import CannotUndo, take_back
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.contacts.told import taken_back


def undo(request: PageRequest, undo_id: UUID) -> None:
    """Take one's own action back, or say why that is no longer possible."""
    try:
        result = take_back(agency=request.agency, undo_id=undo_id, actor=request.actor, now=request.now)
    except CannotUndo as refused:
        alert(request, "warning", str(refused))
    else:
        taken_back(request, result)
