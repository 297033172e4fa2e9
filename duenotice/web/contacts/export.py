"""Contacts as CSV that a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from duenotice.contacts.models import Consent, Contact
from duenotice.lifecycle.states import State

# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Echo:
    """A file that gives back what is written to it, so that csv can write to a stream."""

    def write(self, text: str, /) -> str:
        return text


def rows(contacts: Iterable[Contact]) -> Iterator[str]:
    """The lines of the file, its heading first. A byte order mark makes spreadsheets read it as UTF-8."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_heading())
    for contact in contacts:
        yield writer.writerow([defused(cell) for cell in _cells(contact)])


def defused(text: str) -> str:
    """`text` with an apostrophe before what a spreadsheet would calculate. A phone number in E.164 is only a number, and stays intact."""
    if not text.startswith(FORMULA):
        return text
    return text if text[0] == "+" and text[1:].isascii() and text[1:].isdecimal() else f"'{text}"


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
