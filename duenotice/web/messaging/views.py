"""Admin, Messaging: its beginning, and the auto messages with their editor (A1, L6)."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import BadCalling, BadWords, foretell_auto_message, save_auto_message
from duenotice.flows.by_hand import every_auto_message, one_auto_message
from duenotice.flows.models import AutoMessage
from duenotice.messaging.removal import count_waiting
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.messaging.forms import AutoMessageForm, ListFilter
from duenotice.web.messaging.preview import examples
from duenotice.web.messaging.rows import rows
from duenotice.web.syncing.asking import asked, going_back
from duenotice.words.merge_tags import TAGS


@page("view_auto_messages")
def messaging(request: PageRequest) -> HttpResponse:
    """What stands under Messaging, and what each is for."""
    return render(request, "web/messaging/start.html")


@page("view_auto_messages")
def auto_messages(request: PageRequest) -> HttpResponse:
    """All live ones, by name, with the languages that they lack; its boxes add those archived and trashed."""
    form = ListFilter(request.GET)
    found = every_auto_message(request.agency, **form.boxes)
    return render(request, "web/messaging/list.html", {"form": form, "rows": rows(found), "searched": any(form.boxes.values())})


@page("create_auto_messages")
def new_auto_message(request: PageRequest) -> HttpResponse:
    return _edit(request, None)


@page("update_auto_messages")
def auto_message(request: PageRequest, id: UUID) -> HttpResponse:
    return _edit(request, auto_message_or_404(request, id))


def auto_message_or_404(request: PageRequest, id: UUID) -> AutoMessage:
    """One auto message of this agency, with its words."""
    found = one_auto_message(request.agency, id)
    if found is None:
        raise Http404("no such auto message")
    return found


def _edit(request: PageRequest, edited: AutoMessage | None) -> HttpResponse:
    """The editor; Add only draws it again with another language, and judges nothing."""
    form = AutoMessageForm(request.POST, auto_message=edited, agency=request.agency)
    if form.is_valid() and not going_back(request):
        known: dict[str, Any] = {"agency": request.agency, "auto_message": edited, **form.typed(), "now": request.now}
        try:
            if question := asked(request, form.cleaned_data["name"], lambda: foretell_auto_message(**known)):
                return question
            save_auto_message(**known, actor=request.actor)
        except BadWords as bad:
            form.add_error(f"{bad.field}_{bad.language}", str(bad))
        except BadCalling as bad:
            form.add_error(bad.field, str(bad))
        else:
            alert(request, "success", _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect("auto_messages", request.agency.reference)
    waiting = count_waiting(request.agency.id, by="template_id", ids=[edited.template_id]) if edited else 0
    words = {"form": form, "auto_message": edited, "tags": list(TAGS.items()), "waiting": waiting, "examples": examples(request)}
    return render(request, "web/messaging/form.html", words, status=422 if form.errors else 200)
