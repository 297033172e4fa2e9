"""What the client screen shows, gathered."""

from typing import Any

from django.utils.translation import gettext as _

from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.messaging.recipients import coming_events, recipients
from duenotice.messaging.removal import count_waiting
from duenotice.web.access import PageRequest
from duenotice.web.clients.forms import language_choices
from duenotice.web.contacts.forms import CreateContact
from duenotice.web.contacts.labels import badges_of, label_of
from duenotice.words.dates import in_words


def screen(request: PageRequest, client: Client, **forms: Any) -> dict[str, Any]:
    """The template's words; `forms` are those that were filled in with errors, by name."""
    return {
        "client": client,
        "known": [(term, value) for term, value in _details(client) if value],
        "waiting": count_waiting(request.agency.id, by="client_id", ids=[client.id]),
        **contact_list(request, client, **forms),
    }


def _details(client: Client) -> list[tuple[str, str]]:
    """What is known of the client; what is not is left out, so that a phone's screen comes to the contacts soon."""
    return [
        (_("Reference"), client.reference),
        (_("Type"), client.type),
        (_("Group"), client.group),
        (_("Status"), client.status),
        (_("Date of birth"), in_words(client.date_of_birth, "M j, Y") if client.date_of_birth else ""),
        (_("Language"), dict(language_choices()).get(client.language, client.language)),
        (_("Gender"), client.gender),
        (_("Race"), client.race),
        (_("ZIP code"), client.zip),
        (_("Time zone"), client.time_zone),
    ]


def contact_list(request: PageRequest, client: Client, **forms: Any) -> dict[str, Any]:
    """The Contacts list at the top right, with its field: a part of the page of its own (C1). Live contacts only."""
    every = list(
        Contact.objects.filter(agency_id=request.agency.id, client_id=client.id).select_related("client", "address").order_by("id")
    )
    live = [contact for contact in every if contact.is_live]
    return {
        "client": client,
        "contacts": [(contact, label_of(contact), badges_of(contact)) for contact in live],
        "recipients": recipients(request.agency, live),
        "coming": coming_events(request.agency, client.id, request.now),
        "hidden": len(every) - len(live),
        "add_form": CreateContact(),
        # With its first contact the client can be written to: the part that says so comes along.
        "first": len(live) == 1,
        **forms,
    }
