"""Who is in the portal, for how long, and whose events and contacts they may see (P4)."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address, Contact
from duenotice.events.models import Attendance
from duenotice.lifecycle.states import LIVE
from duenotice.portal.codes import contacts_of
from duenotice.portal.models import Visit

# A visit ends after so long without a request, and after so long anyway: people come from shared phones and computers.
IDLE, WHOLE = timedelta(minutes=20), timedelta(hours=2)

# Visits that are long over are forgotten when somebody else comes in.
REMEMBERED = timedelta(days=1)


@transaction.atomic
def let_in(*, agency: Agency, address: Address | None, client: Client | None, ip: str | None, now: datetime) -> str:
    """A new visit; answers its token, which is kept nowhere. With one client alone of an address, the person is that one."""
    clients = [client] if client else clients_of_address(agency, address)
    visitor = clients[0] if len(clients) == 1 else None
    Visit.objects.filter(agency_id=agency.id, created_at__lt=now - REMEMBERED).delete()
    token = secrets.token_urlsafe(32)
    Visit.objects.create(
        agency=agency, token_hash=_hash(token), address=address, client=visitor, seen_at=now, created_at=now, updated_at=now
    )
    ids = [one.id for one in clients]
    actor = Actor("portal", visitor.id if visitor else None, ip)
    record(agency_id=agency.id, actor=actor, verb="portal_entered", kind="client", ids=ids, now=now)
    return token


def visit_of(agency: Agency, token: str, now: datetime) -> Visit | None:
    """The visit that a token stands for, while it lasts, the portal is on, and the person is still someone's contact."""
    visit = Visit.objects.filter(agency_id=agency.id, token_hash=_hash(token), ended_at=None).select_related("client", "address").first()
    if visit is not None:
        visit.agency = agency
    if visit is None or now - visit.seen_at > IDLE or now - visit.created_at > WHOLE:
        return None
    if visit.client and not _welcome(visit.client):
        return None
    if not visit.client and not clients_of_address(agency, visit.address):
        return None
    Visit.objects.filter(agency_id=agency.id, id=visit.id).update(seen_at=now)
    return visit


def leave(visit: Visit, now: datetime) -> None:
    Visit.objects.filter(agency_id=visit.agency_id, id=visit.id).update(ended_at=now)


def notice(visit: Visit, words: str) -> None:
    """Say on the next page what a press came to."""
    Visit.objects.filter(agency_id=visit.agency_id, id=visit.id).update(notice=words)


def take_notice(visit: Visit) -> str:
    """What the last press came to, once."""
    if visit.notice:
        Visit.objects.filter(agency_id=visit.agency_id, id=visit.id).update(notice="")
    return visit.notice


def become(visit: Visit, client_id: UUID, born: date) -> bool:
    """Of several clients who share an address, the person says which they are, and proves it by the date of birth."""
    mine = next((one for one in clients(visit) if one.id == client_id), None)
    if mine is None or mine.date_of_birth is None or mine.date_of_birth != born:
        return False
    Visit.objects.filter(agency_id=visit.agency_id, id=visit.id).update(client=mine)
    return True


def clients(visit: Visit) -> list[Client]:
    """Whose events the visit shows: the person's own, else those of everybody whose address it is."""
    return [visit.client] if visit.client else clients_of_address(visit.agency, visit.address)


def clients_of_address(agency: Agency, address: Address | None) -> list[Client]:
    """The clients who have this address and may use the portal."""
    found = contacts_of(agency, address.id) if address else []
    return list({contact.client_id: contact.client for contact in found if contact.client}.values())


def coming(visit: Visit, now: datetime) -> list[Attendance]:
    """Their coming events, soonest first; those called off too, until their time, because people would come."""
    rows = Attendance.objects.filter(
        agency_id=visit.agency_id,
        client_id__in=[client.id for client in clients(visit)],
        event__agency_id=visit.agency_id,
        event__starts_at__gt=now,
        event__archived_at=None,
        event__trashed_at=None,
    )
    return list(rows.select_related("event", "client").order_by("event__starts_at", "id")[:100])


def contacts(visit: Visit) -> Sequence[Contact]:
    """The person's own live contacts; none while nobody knows which of several they are.

    Nor the unconfirmed: the court does not write to them, and what a lookup found may be somebody else's.
    """
    if visit.client is None:
        return []
    mine = Contact.objects.filter(LIVE, agency_id=visit.agency_id, client=visit.client, unconfirmed_at=None)
    return list(mine.select_related("address").order_by("id"))


def _welcome(client: Client) -> bool:
    return client.is_live and not client.portal_off


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
