"""The Inbox: what people wrote, what waits for somebody to look at it, and answering (M7, O3)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from duenotice.messaging.conversations import conversation_with
from duenotice.web.access import PageRequest, page
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
    """All that was said with one address."""
    found = conversation_with(request.agency, address)
    if found is None:
        raise Http404("no such address")
    words = {"conversation": found, "feed": feed_of(request, {**request.GET.dict(), "address": str(address)})}
    if found.latest and "create_messages" in request.permissions:
        words["composer"] = composer(request, "reply", found.latest.id)
    return render(request, "web/messages/conversation.html", words)
