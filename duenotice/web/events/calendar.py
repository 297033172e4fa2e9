"""The calendar by month and week, and calendar files: one event's, and the feed that calendar programs read."""

from calendar import Calendar
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.actions.calendar_feeds import make_calendar_feed, remove_calendar_feed
from duenotice.agencies.models import Agency
from duenotice.events.calendar_feed import feed_events
from duenotice.events.calendar_file import calendar_file
from duenotice.events.models import CalendarFeed
from duenotice.events.search import days
from duenotice.web.access import PageRequest, page, public
from duenotice.web.alerts import alert
from duenotice.web.events.presses import event_or_404

# Weeks begin on Sunday, as on calendars in the United States.
WEEKS = Calendar(firstweekday=6)
MOST_IN_A_MONTHS_DAY, MOST_IN_A_WEEKS_DAY = 4, 50
FIRST, LAST = date(1900, 2, 1), date(2999, 11, 30)


@page("view_events")
def month(request: PageRequest) -> HttpResponse:
    """The month that `?day=` is in, or this one, in whole weeks."""
    day = _day(request)
    weeks = WEEKS.monthdatescalendar(day.year, day.month)
    every = days(request.agency, weeks[0][0], weeks[-1][-1], most=MOST_IN_A_MONTHS_DAY)
    first = day.replace(day=1)
    words = {
        "weeks": [every[start : start + 7] for start in range(0, len(every), 7)],
        "month": first,
        "previous": first - timedelta(days=1),
        "next": first + timedelta(days=32),
    }
    return render(request, "web/events/calendar.html", {**_frame(request, day), **words})


@page("view_events")
def week(request: PageRequest) -> HttpResponse:
    """The week that `?day=` is in, or this one."""
    day = _day(request)
    sunday = day - timedelta(days=day.isoweekday() % 7)
    every = days(request.agency, sunday, sunday + timedelta(days=6), most=MOST_IN_A_WEEKS_DAY)
    words = {"weeks": [every], "first": sunday, "previous": sunday - timedelta(days=7), "next": sunday + timedelta(days=7)}
    return render(request, "web/events/calendar.html", {**_frame(request, day), **words})


@page("view_events")
def event_file(request: PageRequest, id: UUID) -> HttpResponse:
    """One event as an iCalendar file."""
    event = event_or_404(request, id)
    return _file(calendar_file(request.agency, [event]), f"event-{event.date:%Y-%m-%d}.ics")


@page("view_events")
def calendar_link(request: PageRequest) -> HttpResponse:
    """The user's link for calendar programs: made by a press, and shown this once."""
    link = ""
    if request.method == "POST":
        token = make_calendar_feed(agency=request.agency, user=request.user, actor=request.actor, now=request.now)
        link = settings.PUBLIC_URL + reverse("calendar_feed", args=[request.agency.reference, token])
    feed = CalendarFeed.objects.filter(agency_id=request.agency.id, user_id=request.user.id).first()
    return render(request, "web/events/calendar_link.html", {"link": link, "feed": feed})


@page("view_events")
def remove_calendar_link(request: PageRequest) -> HttpResponse:
    """End the link."""
    if request.method == "POST" and remove_calendar_feed(agency=request.agency, user=request.user, actor=request.actor, now=request.now):
        alert(request, "success", _("The link was removed. Calendars that used it are not kept up to date any more."))
    return redirect("calendar_link", request.agency.reference)


@public
def calendar_feed(request: HttpRequest, agency: str, token: str) -> HttpResponse:
    """The agency's events for the calendar program that knows the token. It shows them to nobody else, and no client to anybody."""
    found = get_object_or_404(Agency, reference=agency)
    events = feed_events(found, token, now=timezone.now())
    if events is None:
        raise Http404("no such feed")
    return _file(calendar_file(found, events), f"{found.reference}.ics")


def _day(request: PageRequest) -> date:
    """The day in the address; nonsense means today, and what is out of reach the nearest within."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        day = timezone.localdate(request.now)
    return min(max(day, FIRST), LAST)


def _frame(request: PageRequest, day: date) -> dict[str, object]:
    return {"day": day, "today": timezone.localdate(request.now)}


def _file(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
