"""Hands messages to a carrier of the agency's own by HTTP. The wire format is in docs/gateways.md."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from uuid import UUID

from yarl import URL

from duenotice.gateways import http_answers
from duenotice.gateways.calling import Carrier, Reply
from duenotice.gateways.http_settings import HttpSettings
from duenotice.gateways.protocol import Answer, Finding, Outbound, Question, Refused, Unknown
from duenotice.gateways.surroundings import Surroundings
from duenotice.lib.marking import gettext_noop as _


class Http:
    """One URL, one bearer token, one pool of connections."""

    key = "http"
    channels = frozenset({"text", "voice", "email", "fax"})

    def __init__(self, settings: HttpSettings) -> None:
        self.slots = settings.connections
        self._settings = settings
        self._headers = {"Authorization": f"Bearer {settings.token}", "Content-Type": "application/json", "User-Agent": "DueNotice"}
        self._carrier = Carrier(slots=settings.connections, timeout=settings.timeout, private=settings.private)

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Http":
        return cls(HttpSettings.read(given, private=surroundings.private_networks))

    async def send(self, message: Outbound) -> Answer:
        reply = await self._call("POST", self._settings.url, message.id, json.dumps(_wire(message)).encode())
        return http_answers.answer(reply, message) if isinstance(reply, Reply) else reply

    async def ask(self, question: Question) -> Finding:
        reply = await self._call("GET", self._settings.url / str(question.message_id), question.message_id)
        if isinstance(reply, Reply):
            return http_answers.finding(reply, question.message_id)
        return Unknown(_("The carrier could not be asked what became of the message."))

    async def close(self) -> None:
        await self._carrier.close()

    async def _call(self, method: str, url: URL, message_id: UUID, body: bytes = b"") -> Reply | Refused | Unknown:
        return await self._carrier.call(method, url, headers=self._headers | self._signature(str(message_id), body), data=body or None)

    def _signature(self, message_id: str, body: bytes) -> dict[str, str]:
        """Headers as Standard Webhooks has them (standardwebhooks.com), so that carriers can check calls with a library they find."""
        stamp = str(int(time.time()))
        if not self._settings.secret:
            return {"webhook-id": message_id, "webhook-timestamp": stamp}
        digest = hmac.digest(self._settings.secret, f"{message_id}.{stamp}.".encode() + body, hashlib.sha256)
        signature = f"v1,{base64.b64encode(digest).decode()}"
        return {"webhook-id": message_id, "webhook-timestamp": stamp, "webhook-signature": signature}


def _wire(message: Outbound) -> dict[str, object]:
    return {
        "id": str(message.id),
        "agency": str(message.agency_id),
        "attempt": message.attempt,
        "channel": message.channel,
        "from": message.sender,
        "from_name": message.sender_name,
        "to": message.to,
        "subject": message.subject,
        "body": message.body,
        "language": message.language,
        "headers": dict(message.headers),
        "files": [{"name": file.name, "type": file.type, "content": base64.b64encode(file.content).decode()} for file in message.files],
    }
