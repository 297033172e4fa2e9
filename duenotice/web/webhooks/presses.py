"""The buttons on a webhook's page."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.press import press
from duenotice.web.shown_once import show_once
from duenotice.web.webhooks.views import webhook_or_404
from duenotice.webhooks import managing
from duenotice.webhooks.again import tell_again, tell_test


@press("api", back="webhook")
def test(request: PageRequest, id: UUID) -> None:
    tell_test(endpoint=webhook_or_404(request, id), actor=request.actor, now=request.now)
    alert(request, "info", _("A test is on its way. What the program answers stands in the log below in a moment."))


@press("api", back="webhook")
def rotate(request: PageRequest, id: UUID) -> None:
    made = managing.rotate_endpoint_secret(endpoint=webhook_or_404(request, id), actor=request.actor, now=request.now)
    show_once(request, id, made.secret)
    alert(request, "success", _("There is a new secret. For 24 hours the old one signs, too."))


@press("api", back="webhook")
def end_old_secret(request: PageRequest, id: UUID) -> None:
    if managing.end_overlap(endpoint=webhook_or_404(request, id), actor=request.actor, now=request.now):
        alert(request, "success", _("The old secret signs no more."))


@press("api", back="webhook")
def pause(request: PageRequest, id: UUID) -> None:
    if managing.pause_endpoint(endpoint=webhook_or_404(request, id), actor=request.actor, now=request.now):
        alert(request, "success", _("The webhook is paused. What happens meanwhile waits for 30 days."))


@press("api", back="webhook")
def resume(request: PageRequest, id: UUID) -> None:
    if managing.resume_endpoint(endpoint=webhook_or_404(request, id), actor=request.actor, now=request.now):
        alert(request, "success", _("The webhook is resumed. What waited is sent now, in order."))


@press("api", back="webhook")
def replay(request: PageRequest, id: UUID, delivery: UUID) -> None:
    _told_again(request, tell_again(endpoint=webhook_or_404(request, id), ids=[delivery], actor=request.actor, now=request.now))


@press("api", back="webhook")
def replay_failed(request: PageRequest, id: UUID) -> None:
    _told_again(request, tell_again(endpoint=webhook_or_404(request, id), ids=None, actor=request.actor, now=request.now))


@page("api")
def remove(request: PageRequest, id: UUID) -> HttpResponse:
    endpoint = webhook_or_404(request, id)
    if request.method == "POST":
        managing.remove_endpoint(endpoint=endpoint, actor=request.actor, now=request.now)
        alert(request, "success", _("%(name)s is removed, with its log.") % {"name": endpoint.name})
    return redirect("webhooks", request.agency.reference)


def _told_again(request: PageRequest, count: int) -> None:
    if count:
        words = ngettext("%(count)s change is sent again.", "%(count)s changes are sent again.", count)
        alert(request, "success", words % {"count": count})
    else:
        alert(request, "info", _("There is nothing to send again."))
