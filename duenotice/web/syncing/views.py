"""Sync Messages: what it would do, and doing it; for a client, a contact, an event, and the whole agency (A4, O2, L3)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.syncing import foretell, sync_messages, sync_whole_agency
from duenotice.flows.sync import Scope, preview
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.clients.presses import client_or_404
from duenotice.web.contacts.labels import label_of
from duenotice.web.contacts.presses import contact_or_404
from duenotice.web.events.presses import event_or_404
from duenotice.web.syncing.shown import count_words, foretold_words, lines, more


@page("create_messages")
def sync_client(request: PageRequest, id: UUID) -> HttpResponse:
    """Those of one client."""
    return _sync(request, Scope(clients=[id]), "client", id, client_or_404(request, id).name)


@page("create_messages")
def sync_contact(request: PageRequest, id: UUID) -> HttpResponse:
    """Those of one contact: what opting in and restoring offer."""
    return _sync(request, Scope(contacts=[id]), "contact", id, label_of(contact_or_404(request, id)))


@page("create_messages")
def sync_event(request: PageRequest, id: UUID) -> HttpResponse:
    """Those about one event."""
    return _sync(request, Scope(events=[id]), "event", id, event_or_404(request, id).name)


@page("update_auto_messages")
def sync_agency(request: PageRequest) -> HttpResponse:
    """Those of the whole agency, in the background."""
    if request.method == "POST":
        job = sync_whole_agency(agency=request.agency, actor=request.actor, now=request.now)
        return redirect("job", request.agency.reference, job.id)
    foretold = foretell(request.agency, request.now)
    return render(request, "web/syncing/agency.html", {"changes": foretold_words(foretold)})


def _sync(request: PageRequest, scope: Scope, back: str, id: UUID, name: str) -> HttpResponse:
    if request.method == "POST":
        done = sync_messages(agency=request.agency, scope=scope, actor=request.actor, now=request.now)
        told = count_words(done, done=True) or [_("Nothing had to be changed: what is scheduled is what is called for.")]
        alert(request, "success", " ".join([_("Synced."), *told]))
        return redirect(back, request.agency.reference, id)
    found = preview(request.agency, scope, request.now)
    words = {"name": name, "back": back, "id": id, "counts": count_words(found.counts), "lines": lines(request.agency, found.messages)}
    return render(request, "web/syncing/preview.html", {**words, "more": more(found)})
