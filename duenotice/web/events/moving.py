"""Before a change of an event is saved: what it does to messages, and whether those already reminded get a correction (A5)."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from duenotice.actions.events import EventSaved, foresee_save, save_event
from duenotice.events.models import Event
from duenotice.web.access import PageRequest
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
    known: dict[str, Any] = {"agency": request.agency, "event": event, "actor": request.actor, "now": request.now}
    known["fields"] = form.cleaned_data
    answer = request.POST.get("confirmed", "")
    if answer not in (CORRECT, PLAIN):
        foreseen = foresee_save(**known)
        # Only where there is something to decide: people go by the old date, or will hear of the new one too late.
        if foreseen.reminded or foreseen.followed.expired or foreseen.synced.expired:
            return _ask(request, event, foreseen)
    told.saved(request, save_event(**known, correct=answer == CORRECT))
    return redirect("event", request.agency.reference, event.id)


def _ask(request: PageRequest, event: Event, foreseen: EventSaved) -> HttpResponse:
    changes = [*count_words(foreseen.synced), *followed_words(foreseen.followed)]
    if foreseen.deleted:
        changes.append(deleted_words(foreseen.deleted))
    if foreseen.reminded:
        words = ngettext(
            "%(count)d contact was sent the old date already. Send a correction?",
            "%(count)d contacts were sent the old date already. Send a correction?",
            foreseen.reminded,
        )
        changes.append(words % {"count": foreseen.reminded})
    typed = [(name, value) for name in request.POST if name not in NOT_TYPED for value in request.POST.getlist(name)]
    return render(request, "web/events/moving.html", {"event": event, "changes": changes, "told": foreseen.reminded, "typed": typed})
