"""Admin, Activity: every change and every look at a person's data (P6)."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from duenotice.agencies.activity_search import every_activity, find_activity
from duenotice.db.paging import Page
from duenotice.web.access import PageRequest, page
from duenotice.web.activity.export import lines
from duenotice.web.activity.forms import ActivityFilter
from duenotice.web.activity.rows import rows
from duenotice.web.paging import cursor_of, neighbours, without_cursor


@page("activity")
def activity(request: PageRequest) -> HttpResponse:
    """What happened, the newest first."""
    form = ActivityFilter(request.GET, request.agency)
    wanted = form.wanted()
    found = find_activity(request.agency.id, wanted, cursor_of(request)) if wanted else Page([])
    words = {
        "form": form,
        "rows": rows(request.agency, found.rows, request.permissions),
        "neighbours": neighbours(request, found),
        "search": without_cursor(request),
    }
    return render(request, "web/activity/list.html", words, status=200 if wanted else 422)


@page("activity")
def activity_csv(request: PageRequest) -> HttpResponseBase:
    """All that the filters find, as CSV, sent while it is read."""
    wanted = ActivityFilter(request.GET, request.agency).wanted()
    if wanted is None:
        return activity(request, request.agency.reference)
    answer = StreamingHttpResponse(lines(every_activity(request.agency.id, wanted)), content_type="text/csv; charset=utf-8")
    day = timezone.localdate(request.now).isoformat()
    answer["Content-Disposition"] = f'attachment; filename="activity-{request.agency.reference}-{day}.csv"'
    return answer
