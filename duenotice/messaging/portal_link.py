"""The link to the client portal in a message: unguessable, for one client, and over after some days (P4, M8).

It is made from the installation's secret key and kept nowhere: what was sent yesterday says the same today, and nothing can be stolen. It
opens nothing by itself: the portal asks for the date of birth.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client

_FIRST = date(2020, 1, 1)
# 128 bits: nobody guesses one.
_MAC = 16


def portal_link(agency: Agency, client: Client | None, now: datetime) -> str:
    """The link; empty where the portal is off for the agency or the client, so that its tag vanishes."""
    if client is None or client.portal_off or not agency.portal_on:
        return ""
    last = now.date() + timedelta(days=agency.portal_link_days)
    meant = client.id.bytes + (last - _FIRST).days.to_bytes(2)
    token = urlsafe_b64encode(meant + _mac(agency.id, meant)).decode().rstrip("=")
    return f"{settings.PUBLIC_URL}/portal/{agency.reference}/in/{token}"


def client_meant_by(agency_id: UUID, token: str, now: datetime) -> UUID | None:
    """The client that a link's token names; None for one that is over, of another agency, or not ours."""
    try:
        raw = urlsafe_b64decode(token + "==")
    except (Error, ValueError):
        return None
    meant, mac = raw[:18], raw[18:]
    if len(raw) != 18 + _MAC or not hmac.compare_digest(mac, _mac(agency_id, meant)):
        return None
    over = _FIRST + timedelta(days=int.from_bytes(meant[16:]))
    return UUID(bytes=meant[:16]) if now.date() <= over else None


def _mac(agency_id: UUID, meant: bytes) -> bytes:
    return hmac.digest(settings.SECRET_KEY.encode(), b"portal link" + agency_id.bytes + meant, hashlib.sha256)[:_MAC]
