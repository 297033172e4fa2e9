"""The handset: the phones and mailboxes of a demo, with what arrived on each and a box to answer; only where the operator enables it."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from duenotice.actions.inbound import Arrival, receive
from duenotice.lib.identity import uuid7
from duenotice.messaging.handset import Handset, handset, handsets
from duenotice.web.access import PageRequest, page
from duenotice.web.handset.forms import AnswerForm


@page("view_messages")
def phones(request: PageRequest) -> HttpResponse:
    """Every phone and mailbox that got something, the latest first."""
    _enabled()
    return render(request, "web/handset/phones.html", {"handsets": handsets(request.agency)})


@page("view_messages")
def phone(request: PageRequest, to: str) -> HttpResponse:
    """One phone or mailbox."""
    return render(request, "web/handset/phone.html", {"handset": _found(request, to), "form": AnswerForm()})


@page("view_messages", polled=True)
def phone_part(request: PageRequest, to: str) -> HttpResponse:
    """Its lines again; nothing at all while there is nothing new."""
    found = _found(request, to)
    if found.fingerprint == request.GET.get("seen"):
        return HttpResponse(status=204)
    return render(request, "web/handset/lines.html", {"handset": found})


@require_POST
@page("view_messages")
def answer(request: PageRequest, to: str) -> HttpResponse:
    """Its person answers: the same as when a carrier brings a message."""
    found, form = _found(request, to), AnswerForm(request.POST)
    if not form.is_valid() or found.sender is None:
        return render(request, "web/handset/phone.html", {"handset": found, "form": form}, status=422)
    arrival = Arrival(
        sender=found.sender,
        channel=found.channel,
        came_from=to,
        body=form.cleaned_data["body"],
        reference=f"handset-{uuid7()}",
        subject=f"Re: {found.lines[-1].subject}"[:200] if found.mailbox else "",
    )
    receive(agency=request.agency, arrival=arrival, now=request.now)
    return redirect("handset_phone", request.agency.reference, to)


def _found(request: PageRequest, to: str) -> Handset:
    _enabled()
    found = handset(request.agency, to)
    if found is None:
        raise Http404("nothing arrived there")
    return found


def _enabled() -> None:
    if not settings.HANDSET:
        raise Http404("the handset is switched off")
