"""Coming in: asking for a code, typing it, or a link and the date of birth; and going out (P4)."""

import time

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.parse import Parsed
from duenotice.messaging.portal_link import client_meant_by
from duenotice.portal.access import VISIT, PortalRequest, forget, inside, keep, open_page
from duenotice.portal.codes import enter, send_to_come_in
from duenotice.portal.forms import AddressForm, BirthForm, CodeForm
from duenotice.portal.knocking import knock
from duenotice.portal.visits import leave, let_in
from duenotice.senders import credentials
from duenotice.senders.choose import primary_sender

ASKED, ASKED_SECONDS = "portal_asked", 15 * 60


@open_page
def door(request: PortalRequest) -> HttpResponse:
    """Ask for a code. Whatever was typed, the answer and its time are the same."""
    if request.visit is not None:
        return redirect("portal_events", request.agency_here.reference)
    form = AddressForm(request.POST or None, region=request.agency_here.region)
    if not form.is_valid():
        return render(request, "portal/door.html", {"form": form}, status=422 if form.errors else 200)
    _ask(request, form.parsed)
    answer = redirect("portal_code", request.agency_here.reference)
    seal_asked(request, answer, ASKED, form.parsed)
    return answer


@open_page
def code(request: PortalRequest) -> HttpResponse:
    """Type the code."""
    asked = asked_of(request, ASKED)
    if asked is None:
        return redirect("portal", request.agency_here.reference)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        token = _enter(request, asked, form.cleaned_data["code"])
        if token:
            return _welcome(request, token)
        form.add_error("code", _("This code is wrong, or it is over. Check it, or ask for a new one."))
    words = {"form": form, "start": how_to_start(request.agency_here)}
    return render(request, "portal/code.html", words, status=422 if form.errors else 200)


@open_page
def link(request: PortalRequest, token: str) -> HttpResponse:
    """A link from a message opens nothing without the date of birth."""
    form = BirthForm(request.POST or None)
    if form.is_valid():
        client = _client_of_link(request, token)
        if client is not None and client.date_of_birth == form.cleaned_data["born"]:
            return _welcome(request, let_in(agency=request.agency_here, address=None, client=client, ip=request.ip, now=request.now))
        form.add_error("born", _("That does not fit this link, or the link is over. Check the date, or come in with a code."))
    return render(request, "portal/link.html", {"form": form}, status=422 if form.errors else 200)


@inside
def go(request: PortalRequest) -> HttpResponse:
    """Sign out."""
    answer = redirect("portal", request.agency_here.reference)
    if request.method == "POST" and request.visit:
        leave(request.visit, request.now)
        forget(request, answer, VISIT)
    return answer


def asked_of(request: PortalRequest, name: str) -> Parsed | None:
    """The address that this browser asked a code for, lately."""
    try:
        kept = credentials.open(request.COOKIES.get(name, "").encode())
    except credentials.CannotOpen:
        return None
    if kept.get("agency") != str(request.agency_here.id):
        return None
    return Parsed("email" if kept["kind"] == "email" else "phone", str(kept["value"]), str(kept["entered"]))


def seal_asked(request: PortalRequest, answer: HttpResponse, name: str, asked: Parsed) -> None:
    """Remember in the browser, where nobody can read or change it, for whom a code was asked."""
    kept = {"agency": str(request.agency_here.id), "kind": asked.kind, "value": asked.value, "entered": asked.entered}
    keep(request, answer, name, credentials.seal(kept).decode(), ASKED_SECONDS)


def how_to_start(agency: Agency) -> str:
    """Where START goes to: the number that texts come from."""
    sender = primary_sender(agency.id, "text")
    return sender.value if sender else agency.help_phone


def _ask(request: PortalRequest, asked: Parsed) -> None:
    began = time.monotonic()
    if knock(request.agency_here, "ask", whom=f"{asked.kind}:{asked.value}", place=request.ip, now=request.now):
        send_to_come_in(agency=request.agency_here, asked=asked, language=request.language, ip=request.ip, now=request.now)
    # Longer than the slowest case takes: the time of the answer must not tell whether somebody is known here.
    time.sleep(max(0.0, began + settings.PORTAL_ANSWER_SECONDS - time.monotonic()))


def _enter(request: PortalRequest, asked: Parsed, digits: str) -> str:
    """A new visit's token; empty where the code is not right."""
    agency = request.agency_here
    if not knock(agency, "try", whom=f"{asked.kind}:{asked.value}", place=request.ip, now=request.now):
        return ""
    entered = enter(agency=agency, kind=asked.kind, value=asked.value, digits=digits, client=None, now=request.now)
    return let_in(agency=agency, address=entered.address, client=None, ip=request.ip, now=request.now) if entered else ""


def _welcome(request: PortalRequest, token: str) -> HttpResponse:
    answer = redirect("portal_events", request.agency_here.reference)
    keep(request, answer, VISIT, token)
    forget(request, answer, ASKED)
    return answer


def _client_of_link(request: PortalRequest, token: str) -> Client | None:
    """The client that the link is for, while guesses are few; who has no date of birth on file comes in by code alone."""
    # Counted by client, not by token: one link can be written in many ways, and every message brings another.
    wanted = client_meant_by(request.agency_here.id, token, request.now)
    if not knock(request.agency_here, "birth", whom=str(wanted or token), place=request.ip, now=request.now) or wanted is None:
        return None
    return Client.objects.filter(agency_id=request.agency_here.id, id=wanted, portal_off=False, archived_at=None, trashed_at=None).first()
