"""The buttons of an upload: dry run again, run, undo."""

from uuid import UUID

from duenotice.uploads.taking import CHECK, RUN, UNDO, NotNow, begin
from duenotice.web.access import PageRequest
from duenotice.web.alerts import alert
from duenotice.web.press import press
from duenotice.web.uploads.views import upload_or_404


@press("uploads", back="upload")
def check(request: PageRequest, id: UUID) -> None:
    _begin(request, id, CHECK)


@press("uploads", back="upload")
def run(request: PageRequest, id: UUID) -> None:
    _begin(request, id, RUN)


@press("uploads", back="upload")
def undo(request: PageRequest, id: UUID) -> None:
    _begin(request, id, UNDO)


def _begin(request: PageRequest, id: UUID, what: str) -> None:
    try:
        begin(upload=upload_or_404(request, id), what=what, actor=request.actor, now=request.now)
    except NotNow as refused:
        alert(request, "info", str(refused))
