"""Addresses at which carriers fetch the files of a message: nobody can make one up, and each works for a short while."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core import signing

from duenotice.messaging.models import File

SALT = "file for a carrier"
# Carriers fetch at once, but may try again.
WORKS_FOR = timedelta(hours=4)


def link(agency_id: UUID, file_id: UUID) -> str:
    """Where this file can be fetched from now on."""
    named = urlsafe_b64encode(agency_id.bytes + file_id.bytes).decode().rstrip("=")
    return f"{settings.PUBLIC_URL}/files/{signing.TimestampSigner(salt=SALT, sep='~').sign(named)}"


def linked(token: str) -> File | None:
    """The file that a link names; None for one that we did not make, or that has run out."""
    try:
        raw = urlsafe_b64decode(signing.TimestampSigner(salt=SALT, sep="~").unsign(token, max_age=WORKS_FOR) + "==")
    except (signing.BadSignature, Error, ValueError):
        return None
    return File.objects.filter(agency_id=UUID(bytes=raw[:16]), id=UUID(bytes=raw[16:])).first() if len(raw) == 32 else None
