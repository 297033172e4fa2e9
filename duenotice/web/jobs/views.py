"""Background jobs: the agency's list, one with its progress, its files, and what a person can ask of it."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.jobs import cancel_job, pause_job, resume_job
from duenotice.db.paging import page_by_cursor
from duenotice.jobs.files import read
from duenotice.jobs.models import Job
from duenotice.web.access import MEMBER, PageRequest, page, write_look
from duenotice.web.alerts import alert
from duenotice.web.jobs.shown import Shown, job_or_404
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.press import press

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@page(MEMBER)
def jobs(request: PageRequest) -> HttpResponse:
    """The jobs that the role may look at, the newest first."""
    rows = Job.objects.filter(agency_id=request.agency.id, permission__in=request.permissions)
    found = page_by_cursor(rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request))
    words = {"page": found, "rows": [Shown(request, job) for job in found.rows], "neighbours": neighbours(request, found)}
    return render(request, "web/jobs/list.html", words)


@page(MEMBER)
def job(request: PageRequest, id: UUID) -> HttpResponse:
    """One job; one that has an address of its own is shown there."""
    shown = Shown(request, job_or_404(request, id))
    return redirect(shown.url) if shown.kind.page else render(request, "web/jobs/job.html", {"shown": shown})


@page(MEMBER, polled=True)
def job_part(request: PageRequest, id: UUID) -> HttpResponse:
    """Its progress again; nothing at all while nothing changed."""
    shown = Shown(request, job_or_404(request, id))
    if shown.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "web/jobs/progress.html", {"shown": shown})


@page(MEMBER)
def job_file(request: PageRequest, id: UUID, file: str) -> HttpResponseBase:
    """One of its files, sent while it is read."""
    found = job_or_404(request, id)
    stem, _dot, ending = file.rpartition(".")
    answer = StreamingHttpResponse(read(request.agency.id, found.id, file), content_type=TYPES.get(ending, "application/octet-stream"))
    day = f"{found.created_at:%Y-%m-%d}"
    answer["Content-Disposition"] = f'attachment; filename="{stem}-{request.agency.reference}-{day}.{ending}"'
    write_look(request, answer, part=False)
    return answer


@press(MEMBER, back="job")
def pause(request: PageRequest, id: UUID) -> None:
    done = pause_job(job=job_or_404(request, id), actor=request.actor, now=request.now)
    _tell(request, _("It pauses after what it is doing now.") if done else "")


@press(MEMBER, back="job")
def resume(request: PageRequest, id: UUID) -> None:
    done = resume_job(job=job_or_404(request, id), actor=request.actor, now=request.now)
    _tell(request, _("It goes on where it stopped.") if done else "")


@press(MEMBER, back="job")
def cancel(request: PageRequest, id: UUID) -> None:
    done = cancel_job(job=job_or_404(request, id), actor=request.actor, now=request.now)
    _tell(request, _("It ends after what it is doing now.") if done else "")


def _tell(request: PageRequest, done: str) -> None:
    alert(request, "success" if done else "info", done or _("Nothing was changed: look how far it is."))
