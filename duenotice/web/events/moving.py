"""Before a change of an event is saved: what it does to messages, and whether those already reminded get a correction (A5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from duenotice.actions.correcting import Foreseen, foresee_saving, send_corrections
from duenotice.actions.events import save_event
from duenotice.events.models import Event
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.contacts.told import deleted_words
from duenotice.web.events import told
from duenotice.web.events.forms import EventForm
from duenotice.web.events.told import followed_words
from duenotice.web.syncing.shown import count_words

# The buttons of the question; without one of them it is asked.
CORRECT, PLAIN = "correct", "plain"
NOT_TYPED = ("csrfmiddlewaretoken", "confirmed")


def save(request: PageRequest, event: Event, form: EventForm) -> HttpResponse:
    """Save, where nothing has to be asked or the answer is there; else ask. Raises what save_event raises."""
    known: dict[str, Any] = {
        "agency": request.agency,
        "event": event,
        "fields": form.cleaned_data,
        "actor": request.actor,
        "now": request.now,
    }
    answer = request.POST.get("confirmed", "")
    if answer not in (CORRECT, PLAIN):
        foreseen = foresee_saving(**known)
        if foreseen.asks:
            return _ask(request, event, foreseen)
    told.saved(request, save_event(**known))
    if answer == CORRECT:
        count = send_corrections(agency=request.agency, event=event, actor=request.actor, now=request.now)
        words = ngettext("%(count)d correction is scheduled.", "%(count)d corrections are scheduled.", count) % {"count": count}
        alert(request, "success" if count else "warning", words)
    return redirect("event", request.agency.reference, event.id)


def _ask(request: PageRequest, event: Event, foreseen: Foreseen) -> HttpResponse:
    saved = foreseen.saved
    changes = [*count_words(saved.synced), *followed_words(saved.followed)]
    if saved.deleted:
        changes.append(deleted_words(saved.deleted))
    if foreseen.told:
        words = ngettext(
            "%(count)d contact was sent the old date already. Send a correction?",
            "%(count)d contacts were sent the old date already. Send a correction?",
            foreseen.told,
        )
        changes.append(words % {"count": foreseen.told})
    typed = [(name, value) for name in request.POST if name not in NOT_TYPED for value in request.POST.getlist(name)]
    return render(request, "web/events/moving.html", {"event": event, "changes": changes, "told": foreseen.told, "typed": typed})
