"""The dashboard, the message feed, one message, and what can be done with it while it waits."""

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duenotice.actions.composing import Duplicate, cancel_message, send_message_now
from duenotice.messaging.feed import figures, one_message, problems
from duenotice.messaging.life import life_of
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import Action, alert
from duenotice.web.messages.feed import NARROWING, feed_of
from duenotice.web.messages.forms import FeedFilter
from duenotice.web.messages.rows import rows

# How far back the dashboard looks for what went wrong.
RECENT = timedelta(days=7)


@page("view_messages")
def dashboard(request: PageRequest) -> HttpResponse:
    """Small figures, what staff should look at, and the messages until tonight: what is scheduled for later would stand before them."""
    midnight = timezone.localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0)
    recent = request.now - RECENT
    words = {
        "figures": figures(request.agency, day_ends=midnight + timedelta(days=1), recent=recent),
        "problems": rows(request, problems(request.agency, recent=recent)),
        "feed": feed_of(request, {"until": midnight.date().isoformat()}),
        "recent": recent.date().isoformat(),
        "today": midnight.date().isoformat(),
    }
    return render(request, "web/messages/dashboard.html", words)


@page("view_messages")
def messages(request: PageRequest) -> HttpResponse:
    """The feed by itself, with filters: until tonight, unless something narrows it or all is asked for."""
    asked = request.GET.dict()
    midnight = timezone.localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0)
    tonight = midnight.date().isoformat()
    near = asked.get("show") != "all" and not any(asked.get(name) for name in NARROWING)
    feed = feed_of(request, asked | {"until": tonight} if near else asked)
    words = {
        "feed": feed,
        "search": urlencode(feed.narrowed),
        "filter": FeedFilter(asked or None),
        "near": near,
        "tomorrow": (midnight.date() + timedelta(days=1)).isoformat(),
    }
    return render(request, "web/messages/messages.html", words)


@page("view_messages", polled=True)
def feed_part(request: PageRequest) -> HttpResponse:
    """The feed again; nothing at all while nothing in it changed."""
    feed = feed_of(request, request.GET.dict())
    if feed.page.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "web/messages/feed_part.html", {"feed": feed})


@page("view_messages")
def message(request: PageRequest, id: UUID) -> HttpResponse:
    """One message with its attempts, its receipts and its life."""
    found = one_message(request.agency, id)
    if found is None:
        raise Http404("no such message")
    words = {"row": rows(request, [found])[0], "life": life_of(request.agency, found)}
    return render(request, "web/messages/message.html", words)


@require_POST
@page("update_messages")
def message_cancel(request: PageRequest, id: UUID) -> HttpResponse:
    _exists(request, id)
    if cancel_message(agency=request.agency, message_id=id, actor=request.actor, now=request.now):
        alert(request, "success", _("Cancelled. The message will not be sent."))
    else:
        alert(request, "warning", _("It was too late to cancel: the message is no longer waiting."))
    return _back(request, id)


@require_POST
@page("create_messages")
def message_now(request: PageRequest, id: UUID) -> HttpResponse:
    _exists(request, id)
    anyway = "anyway" in request.GET
    try:
        if send_message_now(agency=request.agency, message_id=id, actor=request.actor, now=request.now, repeat_anyway=anyway):
            alert(request, "success", _("The message is on its way."))
        else:
            alert(request, "warning", _("Nothing to hurry: the message is no longer waiting, or it is due already."))
    except Duplicate as error:
        words = _("The same message to this contact was sent or scheduled within %(minutes)d minutes, so this one still waits.")
        alert(request, "warning", words % {"minutes": error.minutes}, [Action(_("Send anyway"), f"{request.path}?anyway")])
    return _back(request, id)


def _exists(request: PageRequest, id: UUID) -> None:
    if one_message(request.agency, id) is None:
        raise Http404("no such message")


def _back(request: PageRequest, id: UUID) -> HttpResponseRedirect:
    """The page where the button stood."""
    came_from = request.META.get("HTTP_REFERER", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        return redirect(came_from)
    return redirect(reverse("message", args=[request.agency.reference, id]))
