"""Buttons: a press does one thing to one record, says what came of it, and comes back to the record's screen."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import redirect

from duenotice.web.access import PageRequest, page

Press = Callable[..., None]


def press(permission: str, *, back: str) -> Callable[[Press], Callable[..., HttpResponseBase]]:
    """Decorates `verb(request, id, …)`. Anything but POST only goes back: so does who had to sign in before the press could count."""

    def decorate(verb: Press) -> Callable[..., HttpResponseBase]:
        @page(permission)
        def pressed(request: PageRequest, /, id: UUID, **rest: UUID) -> HttpResponseBase:
            if request.method == "POST":
                verb(request, id, **rest)
            return redirect(back, request.agency.reference, id)

        pressed.__name__ = verb.__name__
        return pressed

    return decorate
