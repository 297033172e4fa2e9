"""Send a Message: the page, its live preview, and the press."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from duenotice.web.access import PageRequest, page
from duenotice.web.messages.composer import composer
from duenotice.web.messages.places import place_of
from duenotice.web.messages.sending import press_send, tell


@page("create_messages")
def compose(request: PageRequest, kind: str, id: UUID) -> HttpResponse:
    """The form by itself; on a contact's or a client's screen it stands as a part."""
    open_one = composer(request, kind, id)
    if request.method != "POST":
        return render(request, "web/messages/compose.html", {"composer": open_one})
    message = None if open_one.obstacle else press_send(open_one)
    if message is None:
        part = "web/messages/composer.html" if request.htmx else "web/messages/compose.html"
        return render(request, part, {"composer": open_one}, status=422)
    tell(open_one, message)
    to = place_of(open_one)
    return HttpResponse(headers={"HX-Redirect": to}) if request.htmx else redirect(to)


@page("create_messages")
def compose_fill(request: PageRequest, kind: str, id: UUID) -> HttpResponse:
    """The form again after another contact, event or auto message was chosen; nothing typed is lost."""
    open_one = composer(request, kind, id)
    if request.method == "POST" and open_one.obstacle is None:
        open_one.keep_files()
        open_one.refill()
    return render(request, "web/messages/composer.html" if request.htmx else "web/messages/compose.html", {"composer": open_one})


@page("create_messages")
def compose_preview(request: PageRequest, kind: str, id: UUID) -> HttpResponse:
    """What the person would read, what it costs, and when it would go."""
    open_one = composer(request, kind, id)
    foreseen = open_one.foreseen() if open_one.obstacle is None and open_one.form.is_bound else None
    return render(request, "web/messages/preview.html", {"composer": open_one, "foreseen": foreseen})
