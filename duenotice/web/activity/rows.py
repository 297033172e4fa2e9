"""The rows of the activity log as people read them: names for ids, and links to the records that are still there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.accounts.models import Membership, Role, User
from duenotice.agencies.models import Activity, Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.events.models import Event
from duenotice.messaging.models import Message
from duenotice.programs.models import ApiClient
from duenotice.tickets.models import Ticket
from duenotice.web.activity.sentences import ACTORS, details, sentence

# Which records have a screen: its address's name, the permission it takes, what the link says.
SCREENS: list[tuple[type[Model], str, str, str | Promise]] = [
    (Client, "client", "view_clients", _("Client")),
    (Contact, "contact", "view_contacts", _("Contact")),
    (Address, "conversation", "view_messages", _("Conversation")),
    (Message, "message", "view_messages", _("Message")),
    (Event, "event", "view_events", _("Event")),
    (Membership, "user", "users", _("User")),
    (Role, "role", "roles", _("Role")),
    (Ticket, "one_ticket", "settings", _("Ticket")),
]


@dataclass(frozen=True)
class Row:
    """One line. `link` leads to the record, and is empty where that is gone, has no screen, or is not for the reader."""

    activity: Activity
    who: str
    what: str
    details: str
    link: str = ""
    link_words: str | Promise = ""


def rows(agency: Agency, found: list[Activity], permissions: frozenset[str]) -> list[Row]:
    """A page's rows, with links to what the reader may open."""
    links = _links(agency, {row.record_id for row in found}, permissions)
    return [Row(told.activity, told.who, told.what, told.details, *links.get(told.activity.record_id, ("", ""))) for told in named(found)]


def named(found: Iterable[Activity]) -> Iterator[Row]:
    """The rows with the names of who did it, without links."""
    found = list(found)
    ids = {row.actor_id for row in found if row.actor_id}
    names = dict(User.objects.filter(id__in=ids).values_list("id", "name"))
    if programs := ids - names.keys():
        names |= dict(ApiClient.objects.filter(id__in=programs).values_list("id", "name"))
    for row in found:
        who = names.get(row.actor_id, "") if row.actor_id else ""
        yield Row(row, who or str(ACTORS.get(row.actor_kind, row.actor_kind)), sentence(row), details(row))


def _links(agency: Agency, ids: set[UUID], permissions: frozenset[str]) -> dict[UUID, tuple[str, str | Promise]]:
    links: dict[UUID, tuple[str, str | Promise]] = {}
    for model, name, permission, words in SCREENS:
        if permission in permissions and ids - links.keys():
            there = model._default_manager.filter(agency_id=agency.id, id__in=ids - links.keys()).values_list("id", flat=True)
            links |= {id: (reverse(name, args=[agency.reference, id]), words) for id in there}
    return links
