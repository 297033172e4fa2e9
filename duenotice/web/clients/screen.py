"""What the client screen shows, gathered."""

from typing import Any

from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.removal import count_waiting
from duenotice.web.access import PageRequest
from duenotice.web.clients.forms import language_choices
from duenotice.web.contacts.forms import CreateContact
from duenotice.web.contacts.labels import badges_of, label_of


def screen(request: PageRequest, client: Client, **forms: Any) -> dict[str, Any]:
    """The template's words; `forms` are those that were filled in with errors, by name."""
    return {
        "client": client,
        "language": dict(language_choices()).get(client.language, client.language),
        "waiting": count_waiting(request.agency.id, by="client_id", ids=[client.id]),
        **contact_list(request, client, **forms),
    }


def contact_list(request: PageRequest, client: Client, **forms: Any) -> dict[str, Any]:
    """The Contacts list at the top right, with its field: a part of the page of its own (C1). Live contacts only."""
    every = Contact.objects.filter(agency_id=request.agency.id, client_id=client.id)
    live = every.filter(LIVE).select_related("address").order_by("id")
    return {
        "client": client,
        "contacts": [(contact, label_of(contact), badges_of(contact)) for contact in live],
        "hidden": every.exclude(LIVE).count(),
        "add_form": CreateContact(),
        **forms,
    }
