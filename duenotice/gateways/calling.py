"""Calls to a carrier over HTTP: one pool of connections, a reply kept small, and what it means when none comes."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

from duenotice.gateways.networks import NotPublic, PublicResolver
from duenotice.gateways.protocol import Kind, Refused, Unknown
from duenotice.lib.marking import gettext_noop as _

# Seconds to get a connection in, and after which an idle one is not used again.
CONNECT, IDLE = 5.0, 10.0
LONGEST_REPLY = 64 * 1024
LONGEST_WAIT = 24 * 3600.0

_NO_CONNECTION = Refused("no_connection", _("The carrier could not be reached. The message is tried again by itself."), Kind.RETRY)
_NOT_PUBLIC = Refused(
    "not_public",
    _("The carrier's address is inside a private network, which is not allowed here. Ask your administrator to check it."),
    Kind.CONFIGURATION,
)
_CERTIFICATE = Refused(
    "certificate",
    _("The carrier's certificate is not valid, so nothing was sent. Ask your administrator to check the address."),
    Kind.CONFIGURATION,
)
_NO_ANSWER = Unknown(_("The carrier broke off before it answered, so it may or may not have the message."))


@dataclass(frozen=True, slots=True)
class Reply:
    """`body` is at most its first 64 KiB, a chunk more where it is cut."""

    status: int
    retry_after: str | None
    body: bytes


class Carrier:
    """The connections to one carrier, with one sender's settings. `timeout` is in seconds for a whole call."""

    def __init__(self, *, slots: int, timeout: float, private: bool, longest: int = LONGEST_REPLY) -> None:
        self._slots, self._timeout, self._private, self._longest = slots, timeout, private, longest
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, url: URL, *, headers: Mapping[str, str], data: bytes | None = None) -> Reply | Refused | Unknown:
        """Raises nothing. Refused where the request was certainly not written; Unknown where it may have been."""
        try:
            async with self._open().request(method, url, data=data, headers=headers, allow_redirects=False) as response:
                content = bytearray()
                async for chunk in response.content.iter_chunked(LONGEST_REPLY):
                    content += chunk
                    if len(content) > self._longest:
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

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = None if self._private else PublicResolver()
            connector = aiohttp.TCPConnector(limit=self._slots, keepalive_timeout=IDLE, resolver=resolver)
            timeout = aiohttp.ClientTimeout(total=self._timeout, connect=min(CONNECT, self._timeout / 2))
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar())
        return self._session


def seconds(retry_after: str | None) -> float | None:
    """Retry-After, which is in seconds or a date (RFC 9110, 10.2.3), as seconds from now, a day at most."""
    if retry_after is None:
        return None
    try:
        wait = float(retry_after)
    except ValueError:
        try:
            wait = parsedate_to_datetime(retry_after).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return min(max(wait, 0.0), LONGEST_WAIT) if math.isfinite(wait) else None
