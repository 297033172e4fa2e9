"""What an auto message would say to a real client, while it is written (A1)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from duenotice.clients.models import Client
from duenotice.clients.search import meant
from duenotice.events.models import Attendance, Event
from duenotice.messaging.recipients import coming_events
from duenotice.messaging.said_to import said_to
from duenotice.web.access import PageRequest, page
from duenotice.web.languages import NAMES, language_name
from duenotice.web.messages.composer import EVENT_TAGS
from duenotice.words.merge_tags import tags_in

MOST_MEANT = 8


@page("view_clients")
def preview_clients(request: PageRequest) -> HttpResponse:
    """Whom the typed name may mean."""
    text = request.GET.get("q", "").strip()
    found = list(meant(request.agency, text)[:MOST_MEANT]) if text else []
    return render(request, "web/messaging/preview_clients.html", {"clients": found, "text": text})


@page("view_clients")
def preview_words(request: PageRequest) -> HttpResponse:
    """The words as the client chosen would get them, in the language chosen, else in the client's own."""
    client = _chosen(request)
    request.looks_at = client.id if client else None
    return render(request, "web/messaging/preview.html", _shown(request, client) if client else {})


def examples(request: PageRequest) -> list[Client]:
    """Whom the preview begins with: the client of the next event; nobody for those who may not view clients."""
    if "view_clients" not in request.permissions:
        return []
    here = {"agency_id": request.agency.id, "event__agency_id": request.agency.id, "event__starts_at__gt": request.now}
    ahead = Attendance.objects.filter(**here, primary=True, event__cancelled_at=None).order_by("event__starts_at")
    return [one.client for one in ahead.select_related("client")[:1]]


def _chosen(request: PageRequest) -> Client | None:
    try:
        id = UUID(request.POST.get("client", ""))
    except ValueError:
        return None
    return Client.objects.filter(agency_id=request.agency.id, id=id).select_related("agency").first()


def _shown(request: PageRequest, client: Client) -> dict[str, Any]:
    wanted = request.POST.get("preview_language", "")
    wanted = wanted if wanted in NAMES else client.language
    used = wanted if request.POST.get(f"body_{wanted}", "").strip() else "en"
    subject, body = (request.POST.get(f"{part}_{used}", "").replace("\r\n", "\n") for part in ("subject", "body"))
    channels = request.POST.getlist("channels")
    event = _event(request, client)
    channel = "text" if "text" in channels else next(iter(channels), "text")
    subject = subject if "email" in channels else ""
    return {
        "client": client,
        "event": event,
        "shown": said_to(client, event, subject=subject, body=body, language=wanted, channel=channel, now=request.now),
        "language": language_name(wanted),
        "missing": used != wanted,
        "no_event": event is None and bool(EVENT_TAGS & {*tags_in(subject), *tags_in(body)}),
    }


def _event(request: PageRequest, client: Client) -> Event | None:
    """The one that the preview is about: the next one ahead, else the last one."""
    ahead = coming_events(request.agency, client.id, request.now)
    attended = Event.objects.filter(agency_id=request.agency.id, attendances__agency_id=request.agency.id, attendances__client_id=client.id)
    return next(iter(ahead), None) or attended.order_by("-starts_at").first()
