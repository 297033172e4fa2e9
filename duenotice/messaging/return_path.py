"""Where a mail server returns an email that it cannot bring: an address that names the message, and that nobody else can make up (VERP)."""

import base64
import binascii
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare

from duenotice.gateways.protocol import Outbound

SALT = "return path"
# Of the signature; an address has room for 64 characters before the @. 2^80 guesses by email are not made.
SIGNED = 10


def return_path(message: Outbound, bounces: str) -> str:
    """`bounces` is the agency's mailbox for them, such as bounces@court.example.com."""
    mailbox, _, domain = bounces.rpartition("@")
    named = message.id.bytes + min(message.attempt, 255).to_bytes(1, "big")
    token = base64.b32encode(named + _signature(message.agency_id, named)).decode().rstrip("=").lower()
    return f"{mailbox}+{token}@{domain}"


def meant_by(agency_id: UUID, address: str) -> tuple[UUID, int] | None:
    """The message of this agency and the attempt that a return path names; None for an address that we did not make."""
    token = address.partition("@")[0].rpartition("+")[2].upper()
    try:
        raw = base64.b32decode(token + "=" * (-len(token) % 8))
    except (binascii.Error, ValueError):
        return None
    named, signature = raw[:17], raw[17:]
    if len(raw) != 17 + SIGNED or not constant_time_compare(signature, _signature(agency_id, named)):
        return None
    return UUID(bytes=named[:16]), named[16]


def _signature(agency_id: UUID, named: bytes) -> bytes:
    text = signing.Signer(salt=SALT).signature(f"{agency_id} {named.hex()}")
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:SIGNED]
