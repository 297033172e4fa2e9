"""Dashboard, Lookups: asking about an address, what was found, and saving it to a contact (K2 to K4)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from duenotice.accounts.models import User
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.db.paging import page_by_cursor
from duenotice.lookups.asking import look_up
from duenotice.lookups.models import Answer, Lookup
from duenotice.lookups.saving import CannotSave, Saved, holders, save_fact
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import Action, alert
from duenotice.web.lookups.forms import CreateLookup, SaveFound
from duenotice.web.lookups.words import is_awaited, option_names, told
from duenotice.web.paging import cursor_of, neighbours
from duenotice.web.press import press


@page("lookups")
def lookups(request: PageRequest) -> HttpResponse:
    """Create Lookup, and every lookup that was made."""
    form = CreateLookup(request.POST or None, initial=_filled_in(request))
    if form.is_valid():
        try:
            question = form.question(_contact(request, form.cleaned_data["contact"]))
            made = look_up(agency=request.agency, question=question, actor=request.actor, now=request.now)
        except NotAnAddress as refused:
            form.add_error("address", str(refused))
        else:
            return redirect("lookup", request.agency.reference, made.id)
    return render(request, "web/lookups/list.html", {"form": form, **_history(request)}, status=422 if form.errors else 200)


@page("lookups")
def lookup(request: PageRequest, id: UUID) -> HttpResponse:
    """What each provider found."""
    return render(request, "web/lookups/lookup.html", _found(request, lookup_or_404(request, id)))


@page("lookups", polled=True)
def lookup_part(request: PageRequest, id: UUID) -> HttpResponse:
    """The answers again, while some are still awaited; nothing where none has come since."""
    found = _found(request, lookup_or_404(request, id))
    if request.GET.get("seen") == str(found["waiting"]):
        return HttpResponse(status=204)
    return render(request, "web/lookups/answers.html", found)


@press("lookups", back="lookup")
def save_found(request: PageRequest, id: UUID) -> None:
    """Save to contact."""
    found, form = lookup_or_404(request, id), SaveFound(request.POST)
    if "update_contacts" not in request.permissions or not form.is_valid():
        alert(request, "warning", _("This can no longer be saved. Look it up again."))
        return
    chosen = {"answer_id": form.cleaned_data["answer"], "place": form.cleaned_data["place"], "contact_id": form.cleaned_data["contact"]}
    try:
        saved = save_fact(agency=request.agency, lookup=found, actor=request.actor, now=request.now, **chosen)
    except CannotSave as refused:
        alert(request, "warning", str(refused))
    else:
        _tell(request, saved)


def lookup_or_404(request: PageRequest, id: UUID) -> Lookup:
    """One lookup of this agency."""
    return get_object_or_404(Lookup.objects.select_related("address", "contact__client"), agency_id=request.agency.id, id=id)


def _tell(request: PageRequest, saved: Saved) -> None:
    there = [Action(_("View Contact"), _contact_url(request, saved.contact), "get")] if "view_contacts" in request.permissions else []
    words = {
        "profile": _("The profile is saved with the contact."),
        "contact": _("The contact is added. Nothing is sent to it until somebody presses Confirm on its screen."),
        "channel": _("The contact's channel is voice now, and its number is Invalid for text."),
    }
    alert(request, "success", words[saved.what], there)


def _contact_url(request: PageRequest, contact: Contact) -> str:
    return str(redirect("contact", request.agency.reference, contact.id)["Location"])


def _filled_in(request: PageRequest) -> dict[str, Any]:
    """From a contact's Tools, the form knows whom it is about."""
    contact = _contact(request, request.GET.get("contact"))
    return {"address": contact.address.value, "contact": contact.id} if contact else {}


def _contact(request: PageRequest, id: object) -> Contact | None:
    try:
        wanted = UUID(str(id))
    except ValueError:
        return None
    return Contact.objects.select_related("address").filter(agency_id=request.agency.id, id=wanted).first()


def _history(request: PageRequest) -> dict[str, Any]:
    rows = Lookup.objects.filter(agency_id=request.agency.id).select_related("address", "contact__client")
    found = page_by_cursor(rows, agency_id=request.agency.id, order=["-id"], cursor=cursor_of(request))
    names = dict(User.objects.filter(id__in=[row.made_by for row in found.rows if row.made_by]).values_list("id", "name"))
    rows_told = [(row, names.get(row.made_by, "") if row.made_by else "") for row in found.rows]
    return {"rows": rows_told, "neighbours": neighbours(request, found)}


def _found(request: PageRequest, lookup: Lookup) -> dict[str, Any]:
    answers = list(Answer.objects.filter(agency_id=request.agency.id, lookup_id=lookup.id).order_by("id"))
    known = holders(request.agency, lookup)
    return {
        "lookup": lookup,
        "answers": [told(answer, request.now) for answer in answers],
        "waiting": sum(is_awaited(answer, request.now) for answer in answers),
        "holders": known,
        "by": _name(lookup.made_by),
        "options": option_names(lookup.options),
        "names": _names(answers, known),
    }


def _name(user_id: UUID | None) -> str:
    """The user's name; nothing where a program asked."""
    return (User.objects.filter(id=user_id).values_list("name", flat=True).first() or "") if user_id else ""


def _names(answers: list[Answer], known: list[Contact]) -> list[str]:
    """The names that were found and those of the clients who have the address, where they differ: side by side, never merged."""
    found = [fact["value"] for answer in answers for fact in answer.facts if fact["name"] == "name" and fact["value"] != "unknown"]
    ours = [contact.client.name for contact in known if contact.client] if found else []
    names = {" ".join(name.casefold().split()): name for name in [*found, *ours]}
    return sorted(names.values()) if len(names) > 1 else []
