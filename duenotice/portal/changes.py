"""What a person changes of their own: contacts, each new one by code; consent; the language of messages (P4)."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duenotice.actions.clients import save_client
from duenotice.actions.confirming import confirm_contact
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contacts import TwinExists, create_contact
from duenotice.actions.lifecycle import archive, restore
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import Parsed
from duenotice.portal.access import PortalRequest, forget, inside
from duenotice.portal.codes import enter, send_to_add
from duenotice.portal.door import asked_of, how_to_start, seal_asked
from duenotice.portal.forms import AddressForm, CodeForm, LanguageForm
from duenotice.portal.knocking import knock
from duenotice.portal.models import Code
from duenotice.portal.rooms import show_mine
from duenotice.portal.visits import contacts, notice

ADDING = "portal_adding"


@inside
def add(request: PortalRequest) -> HttpResponse:
    """Send a code to a new phone or email; it is a contact once the code comes back."""
    form, client = AddressForm(request.POST or None, region=request.agency_here.region), _client(request)
    if not form.is_valid():
        return show_mine(request, form if form.is_bound else None)
    if knock(request.agency_here, "add", whom=str(client.id), place=request.ip, now=request.now):
        send_to_add(agency=request.agency_here, client=client, asked=form.parsed, ip=request.ip, now=request.now)
    answer = redirect("portal_add_code", request.agency_here.reference)
    seal_asked(request, answer, ADDING, form.parsed)
    return answer


@inside
def add_code(request: PortalRequest) -> HttpResponse:
    """Type the code that came to the new phone or email."""
    asked, form = asked_of(request, ADDING), CodeForm(request.POST or None)
    if asked is None:
        return redirect("portal_mine", request.agency_here.reference)
    if form.is_valid():
        if entered := _entered(request, asked, form.cleaned_data["code"]):
            _say(request, _added(request, entered))
            answer = redirect("portal_mine", request.agency_here.reference)
            forget(request, answer, ADDING)
            return answer
        form.add_error("code", _("This code is wrong, or it is over. Check it, or ask for a new one."))
    words = {"form": form, "adding": True, "start": how_to_start(request.agency_here)}
    return render(request, "portal/code.html", words, status=422 if form.errors else 200)


@inside
def remove(request: PortalRequest, id: UUID) -> HttpResponse:
    """Take a contact away: it is archived, and staff can bring it back."""
    if request.method == "POST":
        contact = _contact(request, id)
        archive(agency=request.agency_here, kind="contact", ids=[contact.id], actor=request.actor, now=request.now)
        _say(request, _("Removed. We will not write there any more. Your court dates have NOT changed."))
    return redirect("portal_mine", request.agency_here.reference)


@inside
def stop(request: PortalRequest, id: UUID) -> HttpResponse:
    """Opt the address out, for every client who has it (O4)."""
    if request.method == "POST":
        ids, agency = [_contact(request, id).address_id], request.agency_here
        change = opt_out(agency=agency, address_ids=ids, cause=Cause("portal"), actor=request.actor, now=request.now)
        deleted = ngettext("%(count)d waiting message was deleted.", "%(count)d waiting messages were deleted.", change.deleted)
        stopped = _("You get no more messages there. Your court dates have NOT changed.")
        _say(request, f"{stopped} {deleted % {'count': change.deleted}}" if change.deleted else stopped)
    return redirect("portal_mine", request.agency_here.reference)


@inside
def start(request: PortalRequest, id: UUID) -> HttpResponse:
    """Opt the address in again: only the one that the person came in by, because it is theirs for certain."""
    contact = _contact(request, id)
    if request.method == "POST" and request.visit and contact.address_id == request.visit.address_id:
        ids = [contact.address_id]
        opt_in(agency=request.agency_here, address_ids=ids, cause=Cause("portal"), actor=request.actor, now=request.now)
        _say(request, _("You get our messages there again."))
    return redirect("portal_mine", request.agency_here.reference)


@inside
def language(request: PortalRequest) -> HttpResponse:
    """The language in which messages come."""
    form = LanguageForm(request.POST or None)
    if form.is_valid():
        client = _client(request)
        save_client(agency=request.agency_here, client=client, fields=form.cleaned_data, actor=request.actor, now=request.now)
        _say(request, _("Saved. Our messages come in this language from now on."))
    return redirect("portal_mine", request.agency_here.reference)


def _client(request: PortalRequest) -> Client:
    """The one person that the visitor is; nobody changes anything before that is known."""
    if request.visit is None or request.visit.client is None:
        raise Http404("nobody said who they are")
    return request.visit.client


def _contact(request: PortalRequest, id: UUID) -> Contact:
    _client(request)
    found = next((one for one in contacts(request.visit) if one.id == id), None) if request.visit else None
    if found is None:
        raise Http404("no such contact")
    return found


def _say(request: PortalRequest, words: str) -> None:
    if request.visit:
        notice(request.visit, words)


def _entered(request: PortalRequest, asked: Parsed, digits: str) -> Code | None:
    client, agency = _client(request), request.agency_here
    if not knock(agency, "try", whom=f"{asked.kind}:{asked.value}", place=request.ip, now=request.now):
        return None
    return enter(agency=agency, kind=asked.kind, value=asked.value, digits=digits, client=client, now=request.now)


def _added(request: PortalRequest, entered: Code) -> str:
    """Make the contact, bring the archived one back, or confirm the one that a lookup found: the code proves whose it is."""
    agency, actor, client = request.agency_here, request.actor, _client(request)
    try:
        create_contact(agency=agency, client=client, entered=entered.entered, actor=actor, now=request.now, source="portal")
    except TwinExists as exists:
        back = not exists.twin.is_live
        if back:
            restore(agency=agency, kind="contact", ids=[exists.twin.id], actor=actor, now=request.now)
        confirmed = confirm_contact(agency=agency, contact=exists.twin, actor=actor, now=request.now)
        if not back and not confirmed:
            return _("You have this one already.")
    return _("Added. Our messages come there too from now on.")
