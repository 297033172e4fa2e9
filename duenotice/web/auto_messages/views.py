"""Admin, Messaging, Auto messages (A1): those that staff send by hand."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import BadWords, save_auto_message
from duenotice.flows.by_hand import every_auto_message, one_auto_message
from duenotice.flows.models import AutoMessage
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.auto_messages.forms import AutoMessageForm
from duenotice.words.merge_tags import TAGS


@page("view_auto_messages")
def auto_messages(request: PageRequest) -> HttpResponse:
    """All of them, by name, with the languages they have words in."""
    return render(request, "web/auto_messages/list.html", {"auto_messages": every_auto_message(request.agency)})


@page("create_auto_messages")
def new_auto_message(request: PageRequest) -> HttpResponse:
    return _edit(request, None)


@page("update_auto_messages")
def auto_message(request: PageRequest, id: UUID) -> HttpResponse:
    found = one_auto_message(request.agency, id)
    if found is None:
        raise Http404("no such auto message")
    return _edit(request, found)


def _edit(request: PageRequest, edited: AutoMessage | None) -> HttpResponse:
    form = AutoMessageForm(request.POST or None, auto_message=edited, agency=request.agency)
    if request.method == "POST" and form.is_valid():
        try:
            save_auto_message(agency=request.agency, auto_message=edited, **form.typed(), actor=request.actor, now=request.now)
        except BadWords as bad:
            form.add_error(f"{bad.field}_{bad.language}", str(bad))
        else:
            alert(request, "success", _("%(name)s is saved.") % {"name": form.cleaned_data["name"]})
            return redirect("auto_messages", request.agency.reference)
    words = {"form": form, "auto_message": edited, "tags": list(TAGS.items())}
    return render(request, "web/auto_messages/form.html", words, status=422 if form.errors else 200)
