"""The pages about clients: the list with its search, the screen, the form, and creating a contact there."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from duenotice.actions.clients import ReferenceTaken, create_client, save_client
from duenotice.actions.contacts import TwinExists, create_contact
from duenotice.clients.models import Client
from duenotice.clients.similar import similar_clients
from duenotice.contacts.models import Contact
from duenotice.contacts.parse import NotAnAddress
from duenotice.contacts.search import clients_wanted, find_clients
from duenotice.db.paging import MOST_COUNTED, Page
from duenotice.web.access import PageRequest, page
from duenotice.web.alerts import alert
from duenotice.web.clients.forms import ClientForm, SearchClients, initial
from duenotice.web.clients.presses import client_or_404
from duenotice.web.clients.screen import contact_list, screen
from duenotice.web.contacts import told
from duenotice.web.contacts.forms import CreateContact
from duenotice.web.contacts.views import refuse
from duenotice.web.paging import cursor_of, neighbours, without_cursor


@page("view_clients")
def clients(request: PageRequest) -> HttpResponse:
    """Search Clients, and what it finds."""
    form = SearchClients(request.GET)
    wanted = form.wanted()
    found = find_clients(request.agency, wanted, cursor_of(request)) if wanted else Page([])
    searched = any(value for name, value in request.GET.items() if name in form.fields)
    words = {"form": form, "page": found, "neighbours": neighbours(request, found), "searched": searched, "search": without_cursor(request)}
    words["similar"] = similar_clients(request.agency, form["name"].value() or "") if searched and not found.rows else []
    return render(request, "web/clients/list.html", words, status=200 if wanted else 422)


@page("view_clients")
def clients_count(request: PageRequest) -> HttpResponse:
    """How many the search finds, once the page stands."""
    wanted = SearchClients(request.GET).wanted()
    found = clients_wanted(request.agency, wanted).order_by()[: MOST_COUNTED + 1].count() if wanted else 0
    return render(request, "web/parts/count.html", {"found": found, "most": MOST_COUNTED})


@page("create_clients")
def new_client(request: PageRequest) -> HttpResponse:
    """New Client."""
    form = ClientForm(request.POST or None, initial={"language": request.agency.language})
    if form.is_valid():
        try:
            made = create_client(agency=request.agency, fields=form.cleaned_data, actor=request.actor, now=request.now)
        except ReferenceTaken as refused:
            return _form(request, form, taken=refused)
        alert(request, "success", _("%(client)s was added. Now add a phone number or an email address.") % {"client": made.name})
        return redirect("client", request.agency.reference, made.id)
    return _form(request, form)


@page("update_clients")
def edit_client(request: PageRequest, id: UUID) -> HttpResponse:
    """Edit a client."""
    client = client_or_404(request, id)
    form = ClientForm(request.POST or None, initial=initial(client))
    if form.is_valid():
        try:
            save_client(agency=request.agency, client=client, fields=form.cleaned_data, actor=request.actor, now=request.now)
        except ReferenceTaken as refused:
            return _form(request, form, client=client, taken=refused)
        alert(request, "success", _("Saved."))
        return redirect("client", request.agency.reference, id)
    return _form(request, form, client=client)


@page("view_clients")
def client(request: PageRequest, id: UUID) -> HttpResponse:
    """One client's screen."""
    return render(request, "web/clients/screen.html", screen(request, client_or_404(request, id)))


@page("create_contacts")
def create(request: PageRequest, id: UUID) -> HttpResponse:
    """Create Contact, on the client's screen: it appears in the list at once (C1)."""
    owner, form, twin = client_or_404(request, id), CreateContact(request.POST or None), None
    if form.is_valid():
        try:
            entered = form.cleaned_data["address"]
            made = create_contact(agency=request.agency, client=owner, entered=entered, actor=request.actor, now=request.now)
        except (NotAnAddress, TwinExists) as refused:
            twin = refuse(form, refused)
        else:
            told.added(request, made)
            form = CreateContact()
    return _after_creating(request, owner, form, twin)


def _after_creating(request: PageRequest, owner: Client, form: CreateContact, twin: Contact | None) -> HttpResponse:
    """The list alone where htmx asks for it; else the screen, with what was typed and is wrong."""
    status = 422 if form.errors else 200
    if request.htmx:
        return render(
            request, "web/clients/contacts.html", contact_list(request, owner, add_form=form, twin=twin, part=True), status=status
        )
    if not form.errors:
        return redirect("client", request.agency.reference, owner.id)
    return render(request, "web/clients/screen.html", screen(request, owner, add_form=form, twin=twin), status=status)


def _form(request: PageRequest, form: ClientForm, *, client: Client | None = None, taken: ReferenceTaken | None = None) -> HttpResponse:
    if taken:
        form.add_error("reference", str(taken))
    words = {"form": form, "client": client, "taken": taken.client if taken else None}
    return render(request, "web/clients/form.html", words, status=422 if form.errors else 200)
