"""Purging: what was trashed goes for good, with everything that hangs on it, wherever it is kept (L4).

What stays: the consent ledger, which knows an address by a keyed hash, so that whoever said stop starts opted out if imported again; the
activity log, which knows records by id; and the counts that this answers.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from duenotice.actions import forgetting  # noqa: F401 - registers what these rooms forget
from duenotice.actions.legal_holds import held
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.db.removing import remove
from duenotice.events.models import Event
from duenotice.lifecycle.forgetting import Gone, registered
from duenotice.lifecycle.states import TRASHED
from duenotice.messaging.models import Message, Status

ROOTS: dict[str, type[Client] | type[Contact] | type[Event]] = {"client": Client, "contact": Contact, "event": Event}


@dataclass(frozen=True)
class Purged:
    """Which of the records asked for went, and how many rows of which table went with them."""

    ids: list[UUID] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def purge(*, agency: Agency, kind: str, ids: Sequence[UUID], actor: Actor, now: datetime) -> Purged:
    """Delete trashed clients, contacts or events for good. Left alone is what is not in the trash, what a legal hold stops, and what a
    message is just being handed off to."""
    addresses = _lock(agency, kind, ids)
    going = _going(agency.id, kind, ids)
    if not going:
        return Purged()
    notes = _Notes(agency.id)
    remove(ROOTS[kind], agency.id, going, before=notes.take, counts=notes.counts)
    orphans = _orphans(agency.id, addresses)
    remove(Address, agency.id, [address.id for address in orphans], before=notes.take, counts=notes.counts)
    gone = notes.gone(orphans)
    for forget, table in registered().items():
        notes.counts[table] += forget(gone)
    Agency.objects.filter(id=agency.id).update(purged_at=now)
    record(agency_id=agency.id, actor=actor, verb="purged", kind=kind, ids=going, now=now)
    return Purged(going, +notes.counts)


class _Notes:
    """What goes, noted before it does."""

    def __init__(self, agency_id: UUID) -> None:
        self.agency_id = agency_id
        self.counts: Counter[str] = Counter()
        self.ids: dict[type[Model], list[UUID]] = {}
        self.files: set[UUID] = set()
        self.words: set[str] = set()

    def take(self, model: type[Model], ids: Sequence[UUID]) -> None:
        self.ids.setdefault(model, []).extend(ids)
        rows: Any = model._default_manager.filter(agency_id=self.agency_id, pk__in=ids)
        if model is Message:
            self.files.update(id for files in rows.exclude(files=[]).values_list("files", flat=True) for id in files)
        elif model is Client:
            self.words.update(client.name for client in rows)
        elif model is Contact:
            self.words.update(word for row in rows.values_list("entered", "name") for word in row)
        elif model is Event:
            self.words.update(event.name for event in rows)

    def gone(self, orphans: Sequence[Address]) -> Gone:
        words = {*self.words, *(address.value for address in orphans)}
        return Gone(
            agency_id=self.agency_id,
            client_ids=self.ids.get(Client, []),
            contact_ids=self.ids.get(Contact, []),
            address_ids=self.ids.get(Address, []),
            event_ids=self.ids.get(Event, []),
            message_ids=self.ids.get(Message, []),
            file_ids=list(self.files),
            words=sorted(word for word in words if word),
        )


def _lock(agency: Agency, kind: str, ids: Sequence[UUID]) -> list[Address]:
    """Locks all that goes, in lock order; answers the addresses, which may be left without a contact."""
    addresses: list[Address] = []
    if kind != "event":
        of = {"client_id__in" if kind == "client" else "id__in": ids}
        contacts = Contact.objects.filter(agency_id=agency.id, **of)
        shared = Address.objects.select_for_update().filter(agency_id=agency.id, id__in=contacts.values("address_id"))
        addresses = list(shared.order_by("id"))
        list(contacts.select_for_update().order_by("id").values_list("id"))
    if kind != "contact":
        list(ROOTS[kind].objects.select_for_update().filter(agency_id=agency.id, id__in=ids).order_by("id").values_list("id"))
    return addresses


def _going(agency_id: UUID, kind: str, ids: Sequence[UUID]) -> list[UUID]:
    """Those in the trash that nothing stops."""
    trashed = set(ROOTS[kind].objects.filter(TRASHED, agency_id=agency_id, id__in=ids).values_list("id", flat=True))
    column = f"{kind}_id"
    leaving = Message.objects.filter(agency_id=agency_id, status=Status.SUBMITTING, **{f"{column}__in": trashed})
    return sorted(trashed - held(agency_id, kind, ids) - set(leaving.values_list(column, flat=True)))


def _orphans(agency_id: UUID, addresses: Sequence[Address]) -> list[Address]:
    """Those that no contact has any more; what strangers wrote from them goes too."""
    used = Contact.objects.filter(agency_id=agency_id, address_id__in=[address.id for address in addresses])
    still = set(used.values_list("address_id", flat=True))
    return [address for address in addresses if address.id not in still]
