"""Messages, Approval: so many would have gone at once that a person looks at them first, and lets them go or cancels them."""

from datetime import UTC, datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from duenotice.actions.brakes import approve_messages, refuse_messages
from duenotice.messaging.approval import first_unapproved, groups, made_until
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.messages.rows import CHANNELS, rows

SHOWN = 20


@page("view_messages")
def approval(request: PageRequest) -> HttpResponse:
    """How many of which message wait, and the first of them as they would go."""
    seen, waiting = made_until(request.agency), groups(request.agency)
    words = {
        "seen": seen.isoformat() if seen else "",
        "count": sum(one.count for one in waiting),
        "groups": [(one, CHANNELS[one.channel]) for one in waiting],
        "rows": rows(request, first_unapproved(request.agency, SHOWN)),
    }
    return render(request, "web/messages/approval.html", words)


@require_POST
@page("update_auto_messages")
def approve(request: PageRequest) -> HttpResponse:
    count = approve_messages(agency=request.agency, seen=_seen(request), actor=request.actor, now=request.now)
    words = ngettext("%(count)s message is approved and goes when due.", "%(count)s messages are approved and go when due.", count)
    return _told(request, count, words)


@require_POST
@page("update_auto_messages")
def refuse(request: PageRequest) -> HttpResponse:
    count = refuse_messages(agency=request.agency, seen=_seen(request), actor=request.actor, now=request.now)
    words = ngettext("%(count)s message is cancelled and is not sent.", "%(count)s messages are cancelled and are not sent.", count)
    return _told(request, count, words)


def _told(request: PageRequest, count: int, words: str) -> HttpResponse:
    if count:
        alert(request, "success", words % {"count": number_format(count, force_grouping=True)})
    else:
        alert(request, "info", _("Nothing was changed: they no longer waited."))
    return redirect("approval", request.agency.reference)


def _seen(request: PageRequest) -> datetime:
    """Until when those that the page showed were made; nothing, for nonsense."""
    try:
        return datetime.fromisoformat(request.POST.get("seen", "")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.min.replace(tzinfo=UTC)
