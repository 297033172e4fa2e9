"""What the alert says after an auto message or a flow was archived, trashed or restored: what happened, and Undo (L5, L6)."""

from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from duenotice.actions.lifecycle import StateChange
from duenotice.web.access import PageRequest
from duenotice.web.alerts import Action, alert
from duenotice.web.contacts.told import deleted_words


def moved(request: PageRequest, kind: str, id: UUID, name: str, change: StateChange, words: str | Promise) -> None:
    """`words` name the record by %(name)s and what was deleted by %(deleted)s."""
    if not change.ids:
        return alert(request, "info", _("%(name)s is so already. Nothing was changed.") % {"name": name})
    url = reverse(f"undo_{kind}", args=[request.agency.reference, id, change.undo_id]) if change.undo_id else ""
    filled = str(words) % {"name": name, "deleted": deleted_words(change.deleted)}
    return alert(request, "success", filled, [Action(_("Undo"), url)] if url else [])
