"""What our own deliveries tell of an address: the best evidence there is, and it costs nothing."""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.lookups.protocol import Fact
from duenotice.messaging.models import Kind, Message, Status

HEARD = Q(kind=Kind.INBOUND)


def facts_of(agency: Agency, address_id: UUID) -> list[Fact]:
    """When something last arrived there, last failed, and last came from there; times are UTC in ISO 8601, or "unknown"."""
    of_address = Message.objects.filter(agency_id=agency.id, address_id=address_id)
    last = of_address.aggregate(
        delivered=Max("status_at", filter=Q(status=Status.DELIVERED)),
        failed=Max("status_at", filter=Q(status=Status.FAILED)),
        heard=Max("send_at", filter=HEARD),
    )
    return [
        Fact("last_delivered", last["delivered"].isoformat() if last["delivered"] else "unknown"),
        *([Fact("last_failed", last["failed"].isoformat())] if last["failed"] else []),
        Fact("last_heard", last["heard"].isoformat() if last["heard"] else "unknown"),
    ]


def known_since(agency: Agency, address_id: UUID) -> date | None:
    """The last day on which we knew whose the address is: when its person last wrote, else when it was given to us."""
    heard = Message.objects.filter(HEARD, agency_id=agency.id, address_id=address_id).aggregate(at=Max("send_at"))["at"]
    given = Contact.objects.filter(agency_id=agency.id, address_id=address_id).aggregate(at=Max("created_at"))["at"]
    moments = [moment for moment in (heard, given) if moment]
    return max(moments).astimezone(ZoneInfo(agency.time_zone)).date() if moments else None
