"""The consent ledger: what is written there of an address, and what it remembers after everything else is gone (O5)."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Consent, ConsentEvent
from duenotice.db.arrays import array
from duenotice.db.named_sql import named_sql


def address_hash(agency: Agency, kind: str, value: str) -> bytes:
    """HMAC-SHA256 of the address under a key of this installation and agency: enough to know it again, useless to anyone else."""
    return hmac.digest(_key(settings.SECRET_KEY, agency.hash_key), f"{kind}:{value}".encode(), "sha256")


@lru_cache
def _key(secret: str, hash_key: UUID) -> bytes:
    return hashlib.sha256(secret.encode() + hash_key.bytes).digest()


def remembered(agency: Agency, hashes: Sequence[bytes]) -> Mapping[bytes, str]:
    """The last known consent by address hash; an address that was purged and comes back still starts opted out."""
    asked: dict[str, Any] = {"agency_id": agency.id, "hashes": array(hashes), "changes": list(Consent.values)}
    with connection.cursor() as cursor:
        cursor.execute(named_sql("contacts", "remembered"), asked)
        return {bytes(known): change for known, change in cursor.fetchall()}


def last_changes(agency_id: UUID, address_ids: Sequence[UUID]) -> Mapping[UUID, UUID]:
    """The ledger row with the last word about each address; unclear wishes are none."""
    rows = (
        ConsentEvent.objects.filter(agency_id=agency_id, address_id__in=address_ids, change__in=Consent.values)
        .order_by("address_id", "-id")
        .distinct("address_id")
    )
    return dict(rows.values_list("address_id", "id"))


def history(agency_id: UUID, address_id: UUID) -> list[ConsentEvent]:
    """Every change of one address's consent, newest first."""
    return list(ConsentEvent.objects.filter(agency_id=agency_id, address_id=address_id).select_related("words").order_by("-id"))
