"""Contacts as CSV."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.contacts.models import Consent, Contact
from duenotice.lib.csv_lines import csv_lines
from duenotice.lifecycle.states import State


def rows(contacts: Iterable[Contact]) -> Iterator[str]:
    """The lines of the file, its heading first."""
    return csv_lines(_heading(), map(_cells, contacts))


def _heading() -> list[str]:
    return [
        _("Client"),
        _("Client reference"),
        _("Phone number or email address"),
        _("Extension"),
        _("As typed"),
        _("Contact Name"),
        _("Contact Type"),
        _("Contact Channel"),
        _("Consent"),
        _("Valid or Invalid"),
        _("State"),
        _("Created"),
        _("Id"),
    ]


def _cells(contact: Contact) -> list[str]:
    client = contact.client
    state = {State.LIVE: "", State.ARCHIVED: _("ARCHIVED"), State.TRASHED: _("TRASHED")}[contact.state]
    return [
        client.name if client else "",
        client.reference if client else "",
        contact.address.value,
        contact.extension,
        contact.entered,
        contact.name,
        contact.type,
        contact.channel,
        str(Consent(contact.address.consent).label),
        _("Invalid") if contact.address.invalid_on(contact.channel) else _("Valid"),
        state,
        timezone.localtime(contact.created_at).isoformat(timespec="seconds"),
        str(contact.id),
    ]
