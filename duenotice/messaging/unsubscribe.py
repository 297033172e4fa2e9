"""One-click unsubscribing from emails (O7, RFC 8058): the headers an email carries, and what the address in them means."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

from django.conf import settings
from django.core import signing

from duenotice.messaging.models import Message

SALT = "one-click unsubscribe"


def headers(message: Message) -> dict[str, str]:
    """The two headers of RFC 8058 for an email; none for what is no email."""
    if message.channel != "email":
        return {}
    url = f"{settings.PUBLIC_URL}/unsubscribe/{token(message.agency_id, message.address_id)}"
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def token(agency_id: UUID, address_id: UUID) -> str:
    """Names one address of one agency; nobody without the installation's secret can make one up. Old emails still count."""
    return signing.Signer(salt=SALT, sep="~").sign(urlsafe_b64encode(agency_id.bytes + address_id.bytes).decode().rstrip("="))


def meant_by(text: str) -> tuple[UUID, UUID] | None:
    """The agency and the address that a token names; None for one that we did not make."""
    try:
        raw = urlsafe_b64decode(signing.Signer(salt=SALT, sep="~").unsign(text) + "==")
    except (signing.BadSignature, Error, ValueError):
        return None
    return (UUID(bytes=raw[:16]), UUID(bytes=raw[16:])) if len(raw) == 32 else None
