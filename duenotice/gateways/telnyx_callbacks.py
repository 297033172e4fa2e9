"""What Telnyx tells by itself: what became of texts and faxes, and texts that come in. Events may come twice, late and out of order."""

import base64
import binascii
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature

from duenotice.gateways import telnyx_errors
from duenotice.gateways.http_answers import plain, read
from duenotice.gateways.news import Called, News, Received, Reply, Told
from duenotice.gateways.protocol import Kind, Refused
from duenotice.gateways.surroundings import Surroundings
from duenotice.gateways.telnyx_settings import TelnyxSettings
from duenotice.lib.marking import gettext_noop as _

# Seconds that a signed call may be old, or ahead (developers.telnyx.com, webhooks).
TOLERANCE = 300
STATUSES = {"delivered": "delivered", "read": "delivered", "sent": "sent", "delivery_unconfirmed": "sent"}
FAILED = frozenset({"sending_failed", "delivery_failed", "expired", "failed"})
FAXES = {"fax.delivered": "delivered", "fax.sending.started": "sent", "fax.failed": "failed"}
_EXPIRED = Refused("telnyx_40005", _("The message could not be brought in time. It is tried once more by itself."), Kind.RETRY)


class TelnyxListener:
    """Hears one account. `read` takes only what `verify` has passed."""

    def __init__(self, settings: TelnyxSettings) -> None:
        self._settings = settings

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "TelnyxListener":
        return cls(TelnyxSettings.read(given, private=surroundings.private_networks))

    def verify(self, called: Called) -> bool:
        """Ed25519 over the time and the raw body; an old call is one that somebody plays again."""
        stamp = called.headers.get("telnyx-timestamp", "")
        if not stamp.isdecimal() or len(stamp) > 12 or abs(called.now.timestamp() - int(stamp)) > TOLERANCE:
            return False
        try:
            signature = base64.b64decode(called.headers.get("telnyx-signature-ed25519", ""), validate=True)
            self._settings.public_key.verify(signature, f"{stamp}|".encode() + called.body)
        except (binascii.Error, ValueError, InvalidSignature):
            return False
        return True

    def read(self, called: Called) -> list[News]:
        data = read(called.body).get("data")
        payload = data.get("payload") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(payload, dict):
            return []
        event = str(data.get("event_type", ""))
        if event == "message.received":
            return _text(payload)
        if event in ("message.sent", "message.finalized"):
            return _status(data, payload)
        return _fax(data, payload, FAXES[event]) if event in FAXES else []

    def reply(self, called: Called) -> Reply:
        return Reply()


def _status(data: Mapping[str, Any], payload: Mapping[str, Any]) -> list[News]:
    tags, to = payload.get("tags"), payload.get("to")
    first = to[0] if isinstance(to, list) and to and isinstance(to[0], dict) else {}
    said = str(first.get("status", ""))
    status = STATUSES.get(said, "failed" if said in FAILED else "")
    ours = _ours(str(tags[0])) if isinstance(tags, list) and tags else None
    refusal = _failure(said, payload.get("errors")) if status == "failed" else None
    return [_told(data, ours, status, payload.get("id"), refusal)] if status else []


def _failure(said: str, errors: object) -> Refused:
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    code = str(first.get("code", ""))
    if said == "expired" and not code.isdecimal():
        return _EXPIRED
    return telnyx_errors.refused(int(code) if code.isdecimal() else 40008)


def _fax(data: Mapping[str, Any], payload: Mapping[str, Any], status: str) -> list[News]:
    try:
        ours = _ours(base64.b64decode(str(payload.get("client_state", ""))).decode())
    except (binascii.Error, UnicodeDecodeError):
        ours = None
    refusal = telnyx_errors.fax_failed(plain(payload.get("failure_reason"), 60)) if status == "failed" else None
    return [_told(data, ours, status, payload.get("fax_id"), refusal)]


def _told(data: Mapping[str, Any], ours: tuple[UUID, int] | None, status: str, reference: object, refusal: Refused | None) -> Told:
    message_id, attempt = ours or (None, 0)
    try:
        at = datetime.fromisoformat(str(data.get("occurred_at")))
    except ValueError:
        at = None
    key = plain(data.get("id"), 60) or f"{plain(reference, 60)}:{status}"
    return Told(key, message_id, status, plain(reference, 60), attempt, refusal, at=at if at and at.tzinfo else None)


def _ours(tag: str) -> tuple[UUID, int] | None:
    message_id, _, attempt = tag.partition("/")
    try:
        return UUID(message_id), int(attempt)
    except ValueError:
        return None


def _text(payload: Mapping[str, Any]) -> list[News]:
    reference, sender, media = plain(payload.get("id"), 60), payload.get("from"), payload.get("media")
    came_from = str(sender.get("phone_number", "")) if isinstance(sender, dict) else ""
    files = tuple(str(one.get("url", "")) for one in media if isinstance(one, dict)) if isinstance(media, list) else ()
    to = payload.get("to")
    numbers = tuple(str(one.get("phone_number", "")) for one in to if isinstance(one, dict)) if isinstance(to, list) else ()
    body = str(payload.get("text") or "")
    return [Received(reference, "text", came_from, body, files=files, to=numbers)] if reference and came_from else []
