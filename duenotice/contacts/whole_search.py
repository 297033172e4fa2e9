"""A selection of records, or a whole search, as bulk actions and exports keep it in a job and walk it batch by batch."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Contact
from duenotice.contacts.search import ClientSearch, ContactSearch, clients_wanted, contact_ids, contacts_wanted
from duenotice.lib.plain_values import back, plain

What = Literal["contact", "client"]


@dataclass(frozen=True)
class Records:
    """Which records: those with `ids`, or all that `search` finds."""

    what: What
    ids: tuple[UUID, ...] = ()
    search: ContactSearch | ClientSearch | None = None

    def as_json(self) -> dict[str, Any]:
        return {"what": self.what, "ids": [str(id) for id in self.ids], "search": plain(self.search) if self.search else None}

    def batch(self, agency: Agency, place: Any, size: int) -> tuple[list[UUID], Any]:
        """The next ids, and the place after them; no ids where all were had. Newest first, so that what is made meanwhile is not met."""
        if self.search is None:
            begin = int(place or 0)
            return list(self.ids[begin : begin + size]), begin + size
        edge = UUID(place) if place else None
        if isinstance(self.search, ContactSearch):
            ids = contact_ids(agency, self.search, edge=edge, limit=size)
        else:
            rows = clients_wanted(agency, self.search)
            older = rows.filter(id__lt=edge) if edge else rows
            ids = list(older.order_by("-id").values_list("id", flat=True)[:size])
        return ids, str(ids[-1]) if ids else place

    def contacts(self, agency: Agency) -> QuerySet[Contact]:
        """To be counted; empty where they are clients."""
        if isinstance(self.search, ContactSearch):
            return contacts_wanted(agency, self.search)
        return Contact.objects.filter(agency_id=agency.id, id__in=self.ids)

    def clients(self, agency: Agency) -> QuerySet[Client]:
        if isinstance(self.search, ClientSearch):
            return clients_wanted(agency, self.search)
        return Client.objects.filter(agency_id=agency.id, id__in=self.ids)


def records_of(kept: Mapping[str, Any]) -> Records:
    """What `as_json` kept."""
    what: What = "contact" if kept["what"] == "contact" else "client"
    kind: type[ContactSearch] | type[ClientSearch] = ContactSearch if what == "contact" else ClientSearch
    search = back(kind, kept["search"]) if kept["search"] else None
    return Records(what, tuple(UUID(id) for id in kept.get("ids", [])), search)
