"""The buttons on the auto message's page (L6)."""

from uuid import UUID

from django.utils.translation import gettext_lazy

from duenotice.actions.lifecycle import StateChange, archive, restore, trash
from duenotice.web.access import PageRequest
from duenotice.web.messaging.told import moved
from duenotice.web.messaging.views import auto_message_or_404
from duenotice.web.press import press
from duenotice.web.undoing import undo

DONE = {
    "archived": gettext_lazy("%(name)s is archived. %(deleted)s It is not offered or sent any more."),
    "trashed": gettext_lazy("%(name)s is in the trash. %(deleted)s It is not offered or sent any more."),
    "restored": gettext_lazy("%(name)s is restored. Nothing old is sent again."),
}


@press("update_auto_messages", back="auto_message")
def archive_auto_message(request: PageRequest, id: UUID) -> None:
    change = archive(agency=request.agency, kind="auto_message", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "archived")


@press("update_auto_messages", back="auto_message")
def trash_auto_message(request: PageRequest, id: UUID) -> None:
    change = trash(agency=request.agency, kind="auto_message", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "trashed")


@press("update_auto_messages", back="auto_message")
def restore_auto_message(request: PageRequest, id: UUID) -> None:
    change = restore(agency=request.agency, kind="auto_message", ids=[id], actor=request.actor, now=request.now)
    _tell(request, id, change, "restored")


@press("update_auto_messages", back="auto_message")
def undo_auto_message(request: PageRequest, id: UUID, undo_id: UUID) -> None:
    auto_message_or_404(request, id)
    undo(request, undo_id)


def _tell(request: PageRequest, id: UUID, change: StateChange, verb: str) -> None:
    moved(request, "auto_message", id, auto_message_or_404(request, id).template.name, change, DONE[verb])
