"""Addresses at which carriers fetch the files of a message, or a fax: nobody can make one up, and each works for a short while."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from duenotice.messaging.models import File, Message

SALT, FAX_SALT = "file for a carrier", "fax for a carrier"
# Carriers fetch at once, but may try again.
WORKS_FOR = timedelta(hours=4)


def link(agency_id: UUID, file_id: UUID) -> str:
    """Where this file can be fetched from now on."""
    return f"{settings.PUBLIC_URL}/files/{_token(SALT, agency_id, file_id)}"


def fax_link(agency_id: UUID, message_id: UUID) -> str:
    """Where the pages of this message, as a fax, can be fetched from now on."""
    return f"{settings.PUBLIC_URL}/faxes/{_token(FAX_SALT, agency_id, message_id)}"


def linked(token: str) -> File | None:
    """The file that a link names; None for one that we did not make, or that has run out."""
    named = _named(SALT, token)
    return File.objects.filter(agency_id=named[0], id=named[1]).first() if named else None


def linked_fax(token: str) -> Message | None:
    """The message that a link to a fax names, with its agency and address; None as above."""
    named = _named(FAX_SALT, token)
    faxes = Message.objects.filter(agency_id=named[0], id=named[1], channel="fax", attempts__gt=0) if named else Message.objects.none()
    return faxes.select_related("agency", "address", "sender").first()


def _token(salt: str, agency_id: UUID, id: UUID) -> str:
    named = urlsafe_b64encode(agency_id.bytes + id.bytes).decode().rstrip("=")
    return signing.TimestampSigner(salt=salt, sep="~").sign(named)


def _named(salt: str, token: str) -> tuple[UUID, UUID] | None:
    try:
        raw = urlsafe_b64decode(signing.TimestampSigner(salt=salt, sep="~").unsign(token, max_age=WORKS_FOR) + "==")
    except (signing.BadSignature, Error, ValueError):
        return None
    return (UUID(bytes=raw[:16]), UUID(bytes=raw[16:])) if len(raw) == 32 else None
