"""Holding what sync depends on, in lock order, so that two syncs of the same client take turns and nothing they read changes under them.

Every verb that changes what is called for begins with one of these: first the agency's definitions, then addresses, contacts, clients.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection, transaction

from duenotice.contacts.models import Contact
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql
from duenotice.events.models import Attendance


def hold_definitions(agency_id: UUID, *, changing: bool = False) -> None:
    """Flows, auto messages and their steps stay as they are until the transaction ends; `changing` them waits for whoever reads them.

    First of all locks: a lock by name, because no row stands for all definitions of an agency.
    """
    with connection.cursor() as cursor:
        cursor.execute(named_sql("flows", "hold_definitions_changing" if changing else "hold_definitions"), {"agency_id": agency_id})


def hold_clients(agency_id: UUID, client_ids: Iterable[UUID], *, addresses: Iterable[UUID] = ()) -> None:
    """The clients with their contacts and addresses, and `addresses` besides. Nobody syncs these clients until the transaction ends."""
    hold_definitions(agency_id)
    ids = sorted(set(client_ids))
    contacts = list(Contact.objects.filter(agency_id=agency_id, client_id__in=ids).values_list("id", "address_id")) if ids else []
    hold_rows(agency_id, addresses=[*addresses, *(row[1] for row in contacts)], contacts=[row[0] for row in contacts], clients=ids)


def hold_attendees(agency_id: UUID, event_ids: Sequence[UUID], *, besides: Iterable[UUID] = ()) -> None:
    """The clients of the events, and those `besides`; the caller holds the events next.

    Who is there is read before it can be held: where somebody came meanwhile, all are let go and held anew with that one, because holding
    one more afterwards would break the order.
    """
    wanted, missing = set(besides), _attendees(agency_id, event_ids)
    while True:
        wanted |= missing
        with transaction.atomic():
            hold_clients(agency_id, wanted)
            missing = _attendees(agency_id, event_ids) - wanted
            transaction.set_rollback(bool(missing))
        if not missing:
            return


def hold_rows(
    agency_id: UUID,
    *,
    addresses: Iterable[UUID] = (),
    contacts: Iterable[UUID] = (),
    clients: Iterable[UUID] = (),
    events: Iterable[UUID] = (),
    messages: Iterable[UUID] = (),
) -> None:
    """Each in lock order, by id, and at once as strongly as any verb needs it afterwards: asking for more later would break the order."""
    asked = {"addresses": addresses, "contacts": contacts, "clients": clients, "events": events, "messages": messages}
    with connection.cursor() as cursor:
        for name, ids in asked.items():
            if wanted := set(ids):
                cursor.execute(named_sql("flows", f"hold_{name}"), {"agency_id": agency_id, "ids": array(wanted)})


def _attendees(agency_id: UUID, event_ids: Sequence[UUID]) -> set[UUID]:
    rows = Attendance.objects.filter(agency_id=agency_id, event_id__in=event_ids)
    return set(rows.values_list("client_id", flat=True))
