"""The lists that can be exported (F2, F4): which rows, which columns, batch by batch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import CHANNELS, TYPES
from duenotice.contacts.models import Consent, Contact
from duenotice.contacts.search import ClientSearch, ContactSearch, clients_wanted, contact_ids, contacts_wanted, invalid_on_its_channel
from duenotice.db.paging import Cursor
from duenotice.events.models import Event
from duenotice.events.search import EventSearch, events_wanted
from duenotice.lib.csv_lines import csv_lines
from duenotice.messaging.feed import Wanted, messages_wanted
from duenotice.messaging.models import Kind, Status
from duenotice.messaging.reachability import unreachable_clients
from duenotice.messaging.reasons import reason_of
from duenotice.reports.columns import Column, full_name, labelled, local, state
from duenotice.reports.copying import copied

AT_A_TIME = 10_000
# Lines of contacts and clients are short: so many times as many, because PostgreSQL may start processes to share a batch among.
SHORT = 4
# Reasons take Python, so fewer at a time.
REASONED_AT_A_TIME = 500


@dataclass(frozen=True)
class Batch:
    """Lines of CSV, how many rows they are, and the place after them; `ended` with the last."""

    lines: bytes
    count: int
    place: Any
    ended: bool


Read = Callable[[Agency, Any, Any, datetime], Batch]


@dataclass(frozen=True)
class Listing:
    """`permission` is what seeing the list takes; `search` the dataclass that narrows it, if any."""

    title: str | Promise
    permission: str
    headings: Callable[[], Sequence[str | Promise]]
    read: Read
    search: type | None = None


def _copied(rows: QuerySet[Any], columns: Sequence[Column], place: str | None, times: int = 1) -> Batch:
    """The next rows older than `place`, the newest first: `times` as many as usual."""
    older = rows.filter(id__lt=UUID(place)) if place else rows
    return _of(older.order_by("-id"), columns, AT_A_TIME * times)


def _of(rows: QuerySet[Any], columns: Sequence[Column], size: int) -> Batch:
    """The first of the ordered rows; their id is the last column, and so the end of the last line."""
    values = rows.values_list(*(column.value for column in columns))[:size]
    lines, count = copied(values, typed=[column.typed for column in columns])
    place = lines[-37:].decode().strip() if count else None
    return Batch(lines, count, place, count < size)


def _contact_columns() -> list[Column]:
    validity = Case(When(invalid_here=True, then=Value(_("Invalid"))), default=Value(_("Valid")), output_field=TextField())
    return [
        Column(_("Client"), full_name("client__")),
        Column(_("Client reference"), F("client__reference")),
        Column(_("Phone number or email address"), F("address__value")),
        Column(_("Extension"), F("extension")),
        Column(_("As typed"), F("entered")),
        Column(_("Contact Name"), F("name")),
        Column(_("Contact Type"), labelled("type", TYPES), typed=False),
        Column(_("Contact Channel"), labelled("channel", CHANNELS), typed=False),
        Column(_("Consent"), labelled("address__consent", dict(Consent.choices)), typed=False),
        Column(_("Valid or Invalid"), validity, typed=False),
        Column(_("State"), state(_("ARCHIVED"), _("TRASHED")), typed=False),
        Column(_("Created"), local("created_at"), typed=False),
        Column(_("Id"), F("id"), typed=False),
    ]


def _contacts(agency: Agency, search: ContactSearch, place: str | None, now: datetime) -> Batch:
    if not search.text.strip():
        return _copied(contacts_wanted(agency, search).alias(invalid_here=invalid_on_its_channel()), _contact_columns(), place, SHORT)
    ids = contact_ids(agency, search, edge=UUID(place) if place else None, limit=AT_A_TIME)
    rows = Contact.objects.filter(agency_id=agency.id, id__in=ids).alias(invalid_here=invalid_on_its_channel())
    return _of(rows.order_by("-id"), _contact_columns(), AT_A_TIME)


def _client_columns() -> list[Column]:
    own = [
        (_("Reference"), "reference"),
        (_("First name"), "first_name"),
        (_("Middle name"), "middle_name"),
        (_("Last name"), "last_name"),
        (_("Date of birth"), "date_of_birth"),
        (_("Language"), "language"),
        (_("Type"), "type"),
        (_("Group"), "group"),
        (_("Status"), "status"),
        (_("Gender"), "gender"),
        (_("Race"), "race"),
        (_("ZIP code"), "zip"),
        (_("Time zone"), "time_zone"),
    ]
    return [
        *(Column(heading, Cast(F(name), TextField())) for heading, name in own),
        Column(_("State"), state(_("ARCHIVED"), _("TRASHED")), typed=False),
        Column(_("Created"), local("created_at"), typed=False),
        Column(_("Id"), F("id"), typed=False),
    ]


def _clients(agency: Agency, search: ClientSearch, place: str | None, now: datetime) -> Batch:
    return _copied(clients_wanted(agency, search), _client_columns(), place, SHORT)


def _event_columns() -> list[Column]:
    return [
        Column(_("Reference"), F("reference")),
        Column(_("Type"), F("type")),
        Column(_("Status"), F("status_name")),
        Column(_("Description"), F("description")),
        Column(_("Date"), F("date"), typed=False),
        Column(_("Time"), F("time"), typed=False),
        Column(_("Time zone"), F("time_zone"), typed=False),
        Column(_("Location"), F("location_name")),
        Column(_("Address"), F("location_address")),
        Column(_("Judge"), F("judge")),
        Column(_("Case number"), F("case_number")),
        Column(_("State"), state(_("ARCHIVED"), _("TRASHED")), typed=False),
        Column(_("Cancelled"), local("cancelled_at"), typed=False),
        Column(_("Id"), F("id"), typed=False),
    ]


def _events(agency: Agency, search: EventSearch, place: str | None, now: datetime) -> Batch:
    found = Event.objects.filter(agency_id=agency.id, id__in=events_wanted(agency, search).values("id"))
    return _copied(found, _event_columns(), place)


def _message_columns() -> list[Column]:
    return [
        Column(_("When"), local("send_at"), typed=False),
        Column(_("Status"), labelled("status", dict(Status.choices)), typed=False),
        Column(_("Kind"), labelled("kind", dict(Kind.choices)), typed=False),
        Column(_("Channel"), labelled("channel", CHANNELS), typed=False),
        Column(_("Client"), full_name("client__")),
        Column(_("Client reference"), F("client__reference")),
        Column(_("Phone number or email address"), F("address__value")),
        Column(_("Sender"), F("sender__value")),
        Column(_("Subject"), Case(When(sent_subject="", then=F("subject")), default=F("sent_subject"), output_field=TextField())),
        Column(_("Message"), Case(When(sent_body="", then=F("body")), default=F("sent_body"), output_field=TextField())),
        Column(_("Reason"), F("reason")),
        Column(_("Id"), F("id"), typed=False),
    ]


def _messages(agency: Agency, search: Wanted, place: str | None, now: datetime) -> Batch:
    return _copied(messages_wanted(agency, search), _message_columns(), place)


def _unreachable_headings() -> list[str]:
    return [_("Client"), _("Client reference"), _("Next event"), _("Why no message reaches them"), _("What to do"), _("Id")]


def _unreachable(agency: Agency, search: None, place: str | None, now: datetime) -> Batch:
    found, page = unreachable_clients(agency, now, Cursor(after=UUID(place) if place else None), size=REASONED_AT_A_TIME)
    rows = [
        [one.client.name, one.client.reference, one.next_event.isoformat() if one.next_event else "", *reason_of(one), str(one.client.id)]
        for one in found
    ]
    lines = "".join(list(csv_lines([], rows))[1:]).encode()
    return Batch(lines, len(rows), str(page.after) if page.after else None, page.after is None)


def _of_columns(columns: Callable[[], list[Column]]) -> Callable[[], list[str | Promise]]:
    return lambda: [column.heading for column in columns()]


LISTINGS: dict[str, Listing] = {
    "contacts": Listing(gettext_lazy("Contacts"), "view_contacts", _of_columns(_contact_columns), _contacts, ContactSearch),
    "clients": Listing(gettext_lazy("Clients"), "view_clients", _of_columns(_client_columns), _clients, ClientSearch),
    "events": Listing(gettext_lazy("Events"), "view_events", _of_columns(_event_columns), _events, EventSearch),
    "messages": Listing(gettext_lazy("Messages"), "view_messages", _of_columns(_message_columns), _messages, Wanted),
    "reachability": Listing(gettext_lazy("Reachability"), "view_clients", _unreachable_headings, _unreachable),
}
