"""Quick search (F1): a page of its own, and the list alone for the box in the top bar."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from duenotice.events.quick_search import quick_search
from duenotice.web.access import PageRequest, page
from duenotice.web.search.forms import QuickSearch


@page("view_clients")
def quick_search_page(request: PageRequest) -> HttpResponse:
    """`?q=` is what was typed. Contacts and events are shown to those who may view them.

    While one types, what is near is shown at once, and the list itself then asks for what is further (`?everywhere=`).
    """
    form = QuickSearch(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    seen = {"contacts": "view_contacts" in request.permissions, "events": "view_events" in request.permissions}
    found = quick_search(request.agency, text, **seen, everywhere=not request.htmx or "everywhere" in request.GET)
    words = {
        "form": form,
        "text": text,
        "found": found,
        "further_url": f"{request.path}?{urlencode({'q': text, 'everywhere': 'on'})}",
        "contacts_url": _everywhere(request, "contacts", search=text),
        "clients_url": _everywhere(request, "clients", **{found.hidden_clients or "name": text}),
    }
    return render(request, "web/search/results.html" if request.htmx else "web/search/page.html", words)


def _everywhere(request: PageRequest, page_name: str, **asked: str) -> str:
    """The list called `page_name` with its search filled in and both its boxes ticked."""
    return f"{reverse(page_name, args=[request.agency.reference])}?{urlencode({**asked, 'archived': 'on', 'trashed': 'on'})}"
