"""Codes: asked for, sent, and entered. Whoever asks learns nothing of whether an address is known (P4)."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from duenotice.actions.portal_codes import LIFE, CodeMessage, send_code
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.addresses import ensure
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.parse import Parsed
from duenotice.lifecycle.states import LIVE
from duenotice.portal.models import Code

MOST_TRIES = 5
# A code that is long over is forgotten with the next one.
REMEMBERED = timedelta(days=1)


def contacts_of(agency: Agency, address_id: UUID) -> list[Contact]:
    """The live contacts of the address whose clients are live and may use the portal, the oldest first."""
    found = Contact.objects.filter(LIVE, agency_id=agency.id, address_id=address_id, client__agency_id=agency.id, unconfirmed_at=None)
    mine = found.filter(client__portal_off=False, client__archived_at=None, client__trashed_at=None)
    return list(mine.select_related("client", "address").order_by("id"))


@transaction.atomic
def send_to_come_in(*, agency: Agency, asked: Parsed, language: str, ip: str | None, now: datetime) -> None:
    """Send a code to the address, if it is one of a client's and not opted out; tells nobody whether it did."""
    address = Address.objects.filter(agency_id=agency.id, kind=asked.kind, value=asked.value).first()
    contacts = contacts_of(agency, address.id) if address else []
    if address and contacts:
        _send(agency, address, contacts, language, Actor("portal", None, ip), now)


@transaction.atomic
def send_to_add(*, agency: Agency, client: Client, asked: Parsed, ip: str | None, now: datetime) -> None:
    """Send a code to an address that a client wants to add; nothing is added before it comes back."""
    address = ensure(agency, [asked], now=now)[asked.kind, asked.value]
    _send(agency, address, [], client.language, Actor("portal", client.id, ip), now, client=client, entered=asked.entered)


@transaction.atomic
def enter(*, agency: Agency, kind: str, value: str, digits: str, client: Client | None, now: datetime) -> Code | None:
    """The code that these digits are, used up; None for wrong, old or guessed too often. Every guess counts, also the right one."""
    address = Address.objects.filter(agency_id=agency.id, kind=kind, value=value).first()
    if address is None:
        return None
    newest = Code.objects.select_for_update().filter(agency_id=agency.id, address_id=address.id, client=client).order_by("-id").first()
    if newest is None or newest.ended_at or newest.expires_at <= now or newest.tries >= MOST_TRIES:
        return None
    mine = Code.objects.filter(agency_id=agency.id, id=newest.id)
    mine.update(tries=F("tries") + 1, updated_at=now)
    if not hmac.compare_digest(bytes(newest.digits_hash), _hash(newest.id, digits)):
        return None
    mine.update(ended_at=now)
    newest.address = address
    return newest


def _send(
    agency: Agency,
    address: Address,
    contacts: Sequence[Contact],
    language: str,
    actor: Actor,
    now: datetime,
    client: Client | None = None,
    entered: str = "",
) -> None:
    digits = f"{secrets.randbelow(1_000_000):06}"
    tried: list[Contact | None] = list(contacts) or [None]
    for contact in tried:
        if send_code(agency=agency, wanted=CodeMessage(address, digits, language, contact), actor=actor, now=now):
            break
    else:
        return
    earlier = Code.objects.filter(agency_id=agency.id, address_id=address.id, client=client)
    earlier.filter(expires_at__lt=now - REMEMBERED).delete()
    earlier.filter(ended_at=None).update(ended_at=now, updated_at=now)
    made = Code(agency=agency, address=address, client=client, entered=entered, expires_at=now + LIFE, created_at=now, updated_at=now)
    made.digits_hash = _hash(made.id, digits)
    made.save(force_insert=True)


def _hash(code_id: UUID, digits: str) -> bytes:
    """Keyed, because a million digits are soon tried."""
    return hmac.digest(settings.SECRET_KEY.encode(), b"portal code" + code_id.bytes + digits.encode(), hashlib.sha256)
