"""One question over HTTP, and every way in which it can fail told apart. Nothing of a failed answer is kept."""

import json
import logging
from collections.abc import Mapping

import aiohttp
from django.conf import settings
from yarl import URL

from duenotice.gateways.networks import NotPublic, PublicResolver
from duenotice.lookups.protocol import Call, Provider, Result, Subject

LONGEST = 1024 * 1024
# What providers mean by a status; others of 400 and above are "refused", of 500 and above "down".
CODES = {400: "refused", 401: "credentials", 402: "credit", 403: "credentials", 429: "too_many"}


log = logging.getLogger(__name__)


class Failed(Exception):
    """No answer that can be read; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def ask(provider: Provider, subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Result:
    """What the provider says. A failure is a result of its own: error, with its code; never an exception."""
    try:
        status, body = await _get(provider, provider.call(subject, options, told))
        if status in provider.missing:
            return Result("miss")
        if status != 200:
            raise Failed(CODES.get(status) or ("down" if status >= 500 else "refused"))
        return _read(provider, _json(body), subject)
    except Failed as failed:
        return Result("error", code=failed.code)


def _read(provider: Provider, answer: Mapping[str, object], subject: Subject) -> Result:
    try:
        return provider.read(answer, subject)
    except Exception:  # our reading of somebody else's shape: one odd answer must not keep the others back
        log.exception("cannot read the answer of %s", provider.key)
        raise Failed("odd") from None


async def _get(provider: Provider, call: Call) -> tuple[int, bytes]:
    own = settings.LOOKUP_ADDRESSES.get(provider.key)
    connector = aiohttp.TCPConnector(resolver=None if own else PublicResolver())
    timeout = aiohttp.ClientTimeout(total=settings.LOOKUP_PATIENCE, connect=settings.LOOKUP_PATIENCE / 2)
    url = URL(own or provider.address).with_path(call.path).with_query(dict(call.query))
    headers = {"Accept": "application/json", "User-Agent": "DueNotice", **call.headers}
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as session,
            session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            return response.status, await _body(response)
    except TimeoutError:
        raise Failed("time_out") from None
    except aiohttp.ClientConnectorError as error:
        raise Failed("not_public" if isinstance(error.os_error, NotPublic) else "no_connection") from None
    except (aiohttp.ClientError, OSError, ValueError):
        raise Failed("broken_off") from None


async def _body(response: aiohttp.ClientResponse) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        content += chunk
        if len(content) > LONGEST:
            raise Failed("too_long")
    return bytes(content)


def _json(body: bytes) -> Mapping[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        raise Failed("not_json") from None
    if not isinstance(answer, Mapping):
        raise Failed("odd")
    return answer
