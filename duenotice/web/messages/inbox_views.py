"""The Inbox: what people wrote, what waits for somebody to look at it, and answering (M7, O3)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from duenotice.actions.inbound import mark_read
from duenotice.actions.reviewing import opt_out_by_review, reviewed
from duenotice.messaging.conversations import conversation_with
from duenotice.messaging.feed import one_message
from duenotice.messaging.models import Message
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.contacts import told
from duenotice.web.contacts.presses import contact_or_404
from duenotice.web.messages.composer import composer
from duenotice.web.messages.feed import feed_of
from duenotice.web.messages.inbox import inbox_of


@page("view_messages")
def inbox(request: PageRequest) -> HttpResponse:
    """Received messages, newest first: all, the unread ones, or those to review."""
    return render(request, "web/messages/inbox.html", {"inbox": inbox_of(request, request.GET.dict())})


@page("view_messages", polled=True)
def inbox_part(request: PageRequest) -> HttpResponse:
    """The list again; nothing at all while nothing in it changed."""
    found = inbox_of(request, request.GET.dict())
    if found.page.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "web/messages/inbox_part.html", {"inbox": found})


@page("view_messages")
def conversation(request: PageRequest, address: UUID) -> HttpResponse:
    """All that was said with one address; opening it marks what was received as read."""
    found = conversation_with(request.agency, address)
    if found is None:
        raise Http404("no such address")
    if found.unread:
        mark_read(agency=request.agency, message_ids=found.unread, now=request.now)
    words = {"conversation": found, "feed": feed_of(request, {**request.GET.dict(), "address": str(address)})}
    if found.latest and "create_messages" in request.permissions:
        words["composer"] = composer(request, "reply", found.latest.id)
    return render(request, "web/messages/conversation.html", words)


@require_POST
@page("update_messages")
def nothing_to_do(request: PageRequest, id: UUID) -> HttpResponse:
    """Staff read it: it was no wish to stop."""
    _received(request, id)
    reviewed(agency=request.agency, message_id=id, actor=request.actor, now=request.now)
    alert(request, "success", _("Noted. Nothing was changed."))
    return redirect("inbox", request.agency.reference)


@require_POST
@page("update_contacts")
def opt_out_sender(request: PageRequest, id: UUID) -> HttpResponse:
    """Staff read it: it was a wish to stop."""
    received = _received(request, id)
    change = opt_out_by_review(agency=request.agency, received=received, actor=request.actor, now=request.now)
    if received.contact_id:
        told.opted_out(request, contact_or_404(request, received.contact_id), change)
    else:
        alert(request, "success", _("%(address)s is opted out.") % {"address": received.address.value})
    return redirect("inbox", request.agency.reference)


def _received(request: PageRequest, id: UUID) -> Message:
    found = one_message(request.agency, id)
    if found is None or not found.inbound:
        raise Http404("no such received message")
    return found
