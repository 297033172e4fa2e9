"""Before a change of what calls for messages is saved: what it does to them, where it does anything (A3)."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import render

from duenotice.actions.syncing import Foretold
from duenotice.web.access import PageRequest
from duenotice.web.syncing.shown import foretold_words

# The buttons of the question.
SAVE, BACK = "save", "back"
NOT_TYPED = ("csrfmiddlewaretoken", "confirmed")


def going_back(request: PageRequest) -> bool:
    """The question was answered by going back to what was typed."""
    return request.POST.get("confirmed") == BACK


def asked(request: PageRequest, name: str, foretell: Callable[[], Foretold]) -> HttpResponse | None:
    """The question whether to save; None where it has been answered, or there is nothing to ask. Raises what `foretell` raises."""
    if request.POST.get("confirmed") == SAVE:
        return None
    foretold = foretell()
    if foretold.counts.nothing and foretold.whole:
        return None
    typed = [(name, value) for name in request.POST if name not in NOT_TYPED for value in request.POST.getlist(name)]
    words = {"name": name, "changes": foretold_words(foretold), "typed": typed}
    return render(request, "web/syncing/asking.html", words)
