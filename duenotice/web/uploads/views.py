"""Admin, Uploads (U1): hand in a file, say what its columns hold, and see what would become, or has become, of its rows."""

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.db.paging import page_by_cursor
from duenotice.uploads.models import Stage, Upload
from duenotice.uploads.table import CannotRead
from duenotice.uploads.taking import (
    CHECK,
    NotNow,
    TemplateNameTaken,
    begin,
    find_upload,
    job_of,
    look_again,
    may_map,
    save_mapping,
    save_shape,
    save_template,
    take_file,
)
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.uploads.example import example
from duenotice.web.uploads.forms import ColumnsForm, ShapeForm, UploadForm
from duenotice.web.uploads.rejects import reject_lines
from duenotice.web.uploads.shown import ShownUpload


def upload_or_404(request: PageRequest, id: UUID) -> Upload:
    found = find_upload(request.agency, id)
    if found is None:
        raise Http404("no such upload")
    return found


@page("uploads")
def uploads(request: PageRequest) -> HttpResponse:
    """The agency's uploads, the newest first, and the form for another."""
    form = UploadForm(request.agency, request.POST or None, request.FILES or None, request=request)
    if request.method == "POST" and form.is_valid():
        taken = _take(request, form)
        if taken is not None:
            return redirect("upload_columns", request.agency.reference, taken.id)
    rows = Upload.objects.filter(agency_id=request.agency.id).select_related("user", "api_client")
    found = page_by_cursor(rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request))
    words = {"form": form, "uploads": found.rows, "neighbours": neighbours(request, found)}
    return render(request, "web/uploads/list.html", words, status=422 if form.errors else 200)


def _take(request: PageRequest, form: UploadForm) -> Upload | None:
    file, template = form.cleaned_data["file"], form.cleaned_data["template"]
    try:
        return take_file(
            agency=request.agency,
            name=file.name,
            size=file.size,
            pieces=file.chunks(1 << 20),
            template=template,
            actor=request.actor,
            now=request.now,
        )
    except CannotRead as refused:
        form.add_error("file", str(refused))
    return None


@page("uploads")
def upload(request: PageRequest, id: UUID) -> HttpResponse:
    """One upload: how far it is, what became of its rows, and what can be done next."""
    found = upload_or_404(request, id)
    if found.stage == Stage.COLUMNS and found.emptied_at is None:
        return redirect("upload_columns", request.agency.reference, id)
    return render(request, "web/uploads/upload.html", {"shown": ShownUpload(request, found)})


@page("uploads", polled=True)
def watch(request: PageRequest, id: UUID) -> HttpResponse:
    """Asked again and again while a job works on it: once that has ended, the page is shown anew."""
    job = job_of(upload_or_404(request, id))
    answer = HttpResponse(status=204)
    if job is None or job.ended:
        answer["HX-Refresh"] = "true"
    return answer


@page("uploads")
def columns(request: PageRequest, id: UUID) -> HttpResponse:
    """What the columns hold, with the first of what stands in them; then the dry run."""
    found = upload_or_404(request, id)
    if not may_map(found):
        return redirect("upload", request.agency.reference, id)
    look = look_again(found)
    form = ColumnsForm(found, look, request.POST or None)
    if request.method == "POST" and form.is_valid() and _begin_check(request, found, form):
        return redirect("upload", request.agency.reference, id)
    words = {"upload": found, "form": form, "shape_form": ShapeForm(look), "look": look}
    return render(request, "web/uploads/columns.html", words, status=422 if form.errors else 200)


def _begin_check(request: PageRequest, found: Upload, form: ColumnsForm) -> bool:
    said = form.cleaned_data
    try:
        save_mapping(upload=found, fields=form.chosen(), order=said["date_order"], flow=said["flow"], now=request.now)
        if said["save_as"]:
            save_template(upload=found, name=said["save_as"], actor=request.actor, now=request.now)
        begin(upload=found, what=CHECK, actor=request.actor, now=request.now)
    except TemplateNameTaken as taken:
        form.add_error("save_as", str(taken))
        return False
    except NotNow as refused:
        alert(request, "info", str(refused))
    return True


@page("uploads")
def shape(request: PageRequest, id: UUID) -> HttpResponse:
    """Read the file in another way; only a POST does."""
    found = upload_or_404(request, id)
    if not may_map(found):
        return redirect("upload", request.agency.reference, id)
    form = ShapeForm(look_again(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            save_shape(upload=found, shape=form.wanted(), template=found.template, now=request.now)
            alert(request, "success", _("The file was read again. Look whether its columns are right now."))
        except (CannotRead, NotNow) as refused:
            alert(request, "error", str(refused))
    return redirect("upload_columns", request.agency.reference, id)


@page("uploads")
def rejects(request: PageRequest, id: UUID) -> HttpResponseBase:
    """The rows that were not taken, or only in part, as they were, with the reason in the last column."""
    answer = StreamingHttpResponse(reject_lines(upload_or_404(request, id)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rejects.csv"'
    return answer


@page("uploads")
def sample(request: PageRequest) -> HttpResponseBase:
    """A small file to try an upload with: invented people, whose numbers nobody has."""
    answer = StreamingHttpResponse(example(request.now), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sample-upload.csv"'
    return answer
