"""Which clients does no message reach, and why? (F4)

`may_message` is asked once for every way in which a contact can stand; SQL only looks who has a contact that stands in one that passes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.channels import CHANNELS
from duenotice.contacts.may_message import facts_of, may_message
from duenotice.contacts.models import Consent, Contact
from duenotice.contacts.search import invalid_on_its_channel
from duenotice.db.paging import SIZE, Cursor, Page, arrange, beyond
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.recipients import Recipient, recipients
from duenotice.senders.choose import by_channel

# Stands for no event ahead, so that those come last.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
ORDER = ["next_event", "last_name", "first_name", "id"]


@dataclass(frozen=True)
class Unreachable:
    """A client, when the next event is, and the contacts with what stands in the way; the live ones, or, without any, the others."""

    client: Client
    next_event: datetime | None
    contacts: list[Recipient]


def unreachable_clients(agency: Agency, now: datetime, cursor: Cursor, *, size: int = SIZE) -> tuple[list[Unreachable], Page[Client]]:
    """One page: those with an event ahead first, the soonest on top; then the others by name."""
    rows = _unreachable(agency, now)
    backward = cursor.before is not None and cursor.after is None
    edge = cursor.before if backward else cursor.after
    # The client may be reachable by now, and still is where the page begins.
    anchor = _timed(Client.objects.filter(agency_id=agency.id, id=edge), now).first() if edge else None
    order = [f"-{name}" for name in ORDER] if backward else ORDER
    if anchor is not None:
        rows = rows.filter(beyond(anchor, order))
    page = arrange(list(rows.order_by(*order)[: size + 1]), backward=backward, from_anchor=anchor is not None, size=size)
    return _with_reasons(agency, page.rows), page


def _unreachable(agency: Agency, now: datetime) -> QuerySet[Client]:
    reached = Contact.objects.filter(LIVE, agency_id=agency.id, client_id=OuterRef("id")).alias(invalid_here=invalid_on_its_channel())
    clients = Client.objects.filter(~Exists(reached.filter(_passing(agency))), LIVE, agency_id=agency.id)
    return _timed(clients, now)


def _passing(agency: Agency) -> Q:
    """The ways in which a live contact of a live client can stand and be reached."""
    senders = by_channel(agency.id, CHANNELS)
    passing = Q(pk=None)
    for consent, channel, invalid in product(Consent.values, CHANNELS, (True, False)):
        sender = next(iter(senders[channel]), None)
        invalid_for = [channel] if invalid else []
        facts = facts_of(agency=agency, sender=sender, channel=channel, consent=consent, invalid_for=invalid_for)
        if may_message(facts) is None:
            passing |= Q(address__consent=consent, channel=channel, invalid_here=invalid)
    return passing


def _timed(clients: QuerySet[Client], now: datetime) -> QuerySet[Client]:
    """With the time of the next event that has not begun and is not called off, NEVER without one."""
    coming = Q(
        attendances__event__starts_at__gt=now,
        attendances__event__cancelled_at=None,
        attendances__event__archived_at=None,
        attendances__event__trashed_at=None,
        attendances__event__agency_id=F("agency_id"),
    )
    return clients.annotate(next_event=Coalesce(Min("attendances__event__starts_at", filter=coming), Value(NEVER)))


def _with_reasons(agency: Agency, clients: Sequence[Client]) -> list[Unreachable]:
    mine = Contact.objects.filter(agency_id=agency.id, client_id__in=[client.id for client in clients])
    by_client: dict[UUID | None, list[Contact]] = {}
    for contact in mine.select_related("client", "address").order_by("id"):
        by_client.setdefault(contact.client_id, []).append(contact)
    found = []
    for client in clients:
        every = by_client.get(client.id, [])
        shown = [contact for contact in every if contact.is_live] or every
        next_event: Any = getattr(client, "next_event", NEVER)
        found.append(Unreachable(client, next_event if next_event != NEVER else None, recipients(agency, shown)))
    return found
