"""How often may somebody ask for a code, or guess one? (P4; ASVS V2.4.1)"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from duenotice.agencies.models import Agency
from duenotice.portal.models import Knock

WINDOW = timedelta(hours=1)
# Counted for so long, then forgotten.
REMEMBERED = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """So many in an hour for one address, link or client, and for one place; a proxy or a court has very many people behind one."""

    of_one: int
    of_place: int


LIMITS = {"ask": Limit(5, 600), "try": Limit(20, 1200), "birth": Limit(5, 600), "add": Limit(5, 600)}


@transaction.atomic
def knock(agency: Agency, what: str, *, whom: str, place: str | None, now: datetime) -> bool:
    """Count one knock; whether it is still within its limits. `whom` is an address, a link's token or a client's id.

    In a transaction of its own, so that the next one sees it: knocks at one door, or from one place, take turns until it commits.
    """
    limit, hashes = LIMITS[what], [_hash(agency.id, whom), _hash(agency.id, f"place {place}")]
    with connection.cursor() as cursor:
        for one in sorted(hashes):
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(one[:8], signed=True)])
    recent = Knock.objects.filter(agency_id=agency.id, what=what, created_at__gt=now - WINDOW)
    Knock.objects.filter(agency_id=agency.id, created_at__lt=now - REMEMBERED).delete()
    before = [recent.filter(by=one).count() for one in hashes]
    Knock.objects.bulk_create(Knock(agency=agency, what=what, by=one, created_at=now, updated_at=now) for one in hashes)
    return before[0] < limit.of_one and before[1] < limit.of_place


def _hash(agency_id: UUID, text: str) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"knock" + agency_id.bytes + text.encode(), hashlib.sha256)
