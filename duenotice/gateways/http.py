"""Hands messages to a carrier of the agency's own by HTTP. The wire format is in docs/gateways.md."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from uuid import UUID

import aiohttp
from yarl import URL

from duenotice.gateways import http_answers
from duenotice.gateways.http_answers import Reply
from duenotice.gateways.http_settings import HttpSettings
from duenotice.gateways.networks import NotPublic, PublicResolver
from duenotice.gateways.protocol import Answer, Finding, Kind, Outbound, Refused, Unknown
from duenotice.gateways.surroundings import Surroundings

# Seconds to get a connection in, and after which an idle one is not used again.
CONNECT, IDLE = 5.0, 10.0
LONGEST_REPLY = 64 * 1024

_NO_CONNECTION = Refused("no_connection", "The carrier could not be reached. The message is tried again by itself.", Kind.RETRY)
_NOT_PUBLIC = Refused(
    "not_public",
    "The carrier's address is inside a private network, which is not allowed here. Ask your administrator to check it.",
    Kind.CONFIGURATION,
)
_CERTIFICATE = Refused(
    "certificate",
    "The carrier's certificate is not valid, so nothing was sent. Ask your administrator to check the address.",
    Kind.CONFIGURATION,
)
_NO_ANSWER = Unknown("The carrier broke off before it answered, so it may or may not have the message.")


class Http:
    """One URL, one bearer token, one pool of connections."""

    key = "http"
    channels = frozenset({"text", "voice", "email", "fax"})

    def __init__(self, settings: HttpSettings) -> None:
        self.slots = settings.connections
        self._settings = settings
        self._headers = {"Authorization": f"Bearer {settings.token}", "Content-Type": "application/json", "User-Agent": "DueNotice"}
        self._session: aiohttp.ClientSession | None = None

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Http":
        return cls(HttpSettings.read(given, private=surroundings.private_networks))

    async def send(self, message: Outbound) -> Answer:
        reply = await self._call("POST", self._settings.url, message.id, json.dumps(_wire(message)).encode())
        return http_answers.answer(reply, message) if isinstance(reply, Reply) else reply

    async def ask(self, *, agency_id: UUID, message_id: UUID) -> Finding:
        reply = await self._call("GET", self._settings.url / str(message_id), message_id)
        if isinstance(reply, Reply):
            return http_answers.finding(reply, message_id)
        return Unknown("The carrier could not be asked what became of the message.")

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def _call(self, method: str, url: URL, message_id: UUID, body: bytes = b"") -> Reply | Refused | Unknown:
        headers = self._headers | self._signature(str(message_id), body)
        try:
            async with self._open().request(method, url, data=body or None, headers=headers, allow_redirects=False) as response:
                content = bytearray()
                async for chunk in response.content.iter_chunked(LONGEST_REPLY):
                    content += chunk
                    if len(content) > LONGEST_REPLY:
                        break
                return Reply(response.status, response.headers.get("Retry-After"), bytes(content))
        except aiohttp.ClientConnectorCertificateError:
            return _CERTIFICATE
        except aiohttp.ClientConnectorError as error:
            return _NOT_PUBLIC if isinstance(error.os_error, NotPublic) else _NO_CONNECTION
        except aiohttp.ConnectionTimeoutError:  # no connection in time, so nothing was written
            return _NO_CONNECTION
        except (aiohttp.ClientError, TimeoutError, OSError):
            return _NO_ANSWER

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = None if self._settings.private else PublicResolver()
            connector = aiohttp.TCPConnector(limit=self.slots, keepalive_timeout=IDLE, resolver=resolver)
            timeout = aiohttp.ClientTimeout(total=self._settings.timeout, connect=min(CONNECT, self._settings.timeout / 2))
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session

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
