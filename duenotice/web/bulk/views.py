"""Bulk actions: choose and preview, start, look at the result, undo (F3)."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.bulk import begin, begin_undo, can_undo, preview
from duenotice.contacts.whole_search import What
from duenotice.web.access import PageRequest, page, write_denial
from duenotice.web.alerts import alert
from duenotice.web.bulk.forms import BulkForm
from duenotice.web.bulk.words import previewed
from duenotice.web.jobs.shown import Shown, job_or_404

# What the form itself sends; a list sends only ids.
PRESSED = {"action", "preview", "start"}


@page("bulk_actions")
def bulk_contacts(request: PageRequest) -> HttpResponse:
    return _bulk(request, "contact")


@page("bulk_actions")
def bulk_clients(request: PageRequest) -> HttpResponse:
    return _bulk(request, "client")


@page("bulk_actions")
def bulk_job(request: PageRequest, id: UUID) -> HttpResponse:
    """How far it is, what came of it, and Undo."""
    return render(request, "web/jobs/job.html", {"shown": Shown(request, job_or_404(request, id))})


@page("bulk_actions")
def undo_bulk(request: PageRequest, id: UUID) -> HttpResponse:
    """Take a bulk action back, in the background."""
    job = job_or_404(request, id)
    if request.method != "POST":
        return redirect("bulk_job", request.agency.reference, id)
    if not can_undo(job, request.user.id, request.now):
        alert(request, "info", _("This can no longer be undone: its day is over, it was undone already, or it is somebody else's."))
        return redirect("bulk_job", request.agency.reference, id)
    return redirect(Shown(request, begin_undo(job=job, actor=request.actor, now=request.now)).url)


def _bulk(request: PageRequest, what: What) -> HttpResponse:
    """From a list: choose. Then look at the counts. Then start it."""
    if refused := _refused(request, what):
        return refused
    data = request.POST if request.method == "POST" else _from_address(request)
    form = BulkForm(what, data, chosen=not data.keys().isdisjoint(PRESSED))
    if form.is_bound and form.is_valid():
        if "start" in data:
            job = begin(agency=request.agency, bulk=form.bulk(), actor=request.actor, now=request.now)
            return redirect(Shown(request, job).url)
        counted = previewed(request.agency, form.bulk(), preview(request.agency, form.bulk()))
    else:
        counted = None
    words = {"form": form, "what": what, "counted": counted, "back": "clients" if what == "client" else "contacts"}
    return render(request, "web/bulk/choose.html", words, status=422 if form.errors else 200)


def _refused(request: PageRequest, what: What) -> HttpResponse | None:
    """Somebody who may run bulk actions, but not change such records; written down like every page refused."""
    permission = f"update_{what}s"
    if permission in request.permissions:
        return None
    write_denial(request, permission)
    alert(request, "error", _("Your role does not allow to change these records."))
    return redirect("jobs", request.agency.reference)


def _from_address(request: PageRequest) -> QueryDict:
    """A list's own address leads here as it is: it is the search."""
    data = QueryDict(mutable=True)
    data["search"] = request.META.get("QUERY_STRING", "")
    return data
