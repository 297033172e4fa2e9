"""The pages about contacts: the list with its search, the screen, saving, replacing, social profiles."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.actions.contacts import ChannelCannotCarry, ContactChanges, TwinExists, replace_contact, save_contact
from duenotice.actions.social_profiles import save_profile
from duenotice.contacts.models import Contact
from duenotice.contacts.networks import NotALink
from duenotice.contacts.parse import NotAnAddress
from duenotice.contacts.search import contact_ids, every_contact, find_contacts, would_match
from duenotice.db.paging import MOST_COUNTED, Page
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.contacts import told
from duenotice.web.contacts.export import rows
from duenotice.web.contacts.forms import CreateContact, SaveContact, SearchContacts, SocialProfileForm
from duenotice.web.contacts.labels import label_of
from duenotice.web.contacts.presses import contact_or_404
from duenotice.web.contacts.screen import screen
from duenotice.web.paging import cursor_of, neighbours, without_cursor


@page("view_contacts")
def contacts(request: PageRequest) -> HttpResponse:
    """Search Contacts, and what it finds."""
    form = SearchContacts(request.GET)
    wanted = form.wanted()
    found = find_contacts(request.agency, wanted, cursor_of(request)) if wanted else Page([])
    words = {
        "form": form,
        "page": found,
        "neighbours": neighbours(request, found),
        "search": without_cursor(request),
        "hidden": wanted is not None and not found.rows and would_match(request.agency, wanted),
    }
    return render(request, "web/contacts/list.html", words, status=200 if wanted else 422)


@page("view_contacts")
def contacts_count(request: PageRequest) -> HttpResponse:
    """How many the search finds: a part that the page asks for once it stands, because counting may take longer than finding."""
    wanted = SearchContacts(request.GET).wanted()
    found = len(contact_ids(request.agency, wanted, edge=None, limit=MOST_COUNTED + 1)) if wanted else 0
    return render(request, "web/parts/count.html", {"found": found, "most": MOST_COUNTED})


@page("view_contacts")
def contacts_csv(request: PageRequest) -> HttpResponseBase:
    """All that the search finds, as CSV, sent while it is read."""
    wanted = SearchContacts(request.GET).wanted()
    if wanted is None:
        return contacts(request, request.agency.reference)
    lines: Iterator[str] = rows(every_contact(request.agency, wanted))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    day: date = timezone.localdate(request.now)
    answer["Content-Disposition"] = f'attachment; filename="contacts-{request.agency.reference}-{day.isoformat()}.csv"'
    return answer


@page("view_contacts")
def contact(request: PageRequest, id: UUID) -> HttpResponse:
    """One contact's screen."""
    return _screen(request, id)


@page("update_contacts")
def save(request: PageRequest, id: UUID) -> HttpResponse:
    """Save name, type and channel (C4)."""
    form = SaveContact(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _screen(request, id, save_form=form) if form.is_bound else redirect("contact", request.agency.reference, id)
    shown = contact_or_404(request, id)
    try:
        deleted = save_contact(
            agency=request.agency, contact=shown, changes=ContactChanges(**form.cleaned_data), actor=request.actor, now=request.now
        )
    except ChannelCannotCarry as refused:
        form.add_error("channel", str(refused))
        return _screen(request, id, save_form=form)
    told.saved(request, deleted)
    return redirect("contact", request.agency.reference, id)


@page("update_contacts")
def replace(request: PageRequest, id: UUID) -> HttpResponse:
    """Put another address in the place of this one (C5)."""
    old, form, twin = contact_or_404(request, id), CreateContact(request.POST or None), None
    if form.is_valid():
        try:
            done = replace_contact(
                agency=request.agency, contact=old, entered=form.cleaned_data["address"], actor=request.actor, now=request.now
            )
        except (NotAnAddress, TwinExists) as refused:
            twin = refuse(form, refused)
        else:
            told.replaced(request, old, done.contact, done.deleted)
            return redirect("contact", request.agency.reference, done.contact.id)
    words = {"contact": old, "label": label_of(old), "form": form, "twin": twin}
    return render(request, "web/contacts/replace.html", words, status=422 if form.errors else 200)


@page("update_contacts")
def social_profile(request: PageRequest, id: UUID) -> HttpResponse:
    """Keep a link to a social profile (K1)."""
    form = SocialProfileForm(request.POST or None)
    if form.is_valid():
        try:
            shown = contact_or_404(request, id)
            save_profile(agency=request.agency, contact=shown, entered=form.cleaned_data["link"], actor=request.actor, now=request.now)
        except NotALink as refused:
            form.add_error("link", str(refused))
        else:
            alert(request, "success", _("The link was saved."))
    if form.errors:
        return _screen(request, id, profile_form=form)
    return redirect("contact", request.agency.reference, id)


def refuse(form: CreateContact, refused: NotAnAddress | TwinExists) -> Contact | None:
    """Put the words beside the field; answers the twin, to link to, where there is one (C6)."""
    form.add_error("address", str(refused))
    return refused.twin if isinstance(refused, TwinExists) else None


def _screen(request: PageRequest, id: UUID, **forms: Form) -> HttpResponse:
    words = screen(request, contact_or_404(request, id), **forms)
    return render(request, "web/contacts/screen.html", words, status=422 if any(form.errors for form in forms.values()) else 200)
