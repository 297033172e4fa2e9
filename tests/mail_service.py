"""A mail service for tests: a real HTTP server that takes emails at whatever address its kind of service has, and answers as told."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from aiohttp import web

from tests.carrier import Reply
from tests.threaded import serve, threaded

# What each service answers when it took an email.
TAKEN: dict[str, dict[str, Any]] = {
    "postmark": {"ErrorCode": 0, "Message": "OK", "MessageID": "m1", "To": "rosa@example.org"},
    "mailgun": {"id": "<m1@example.com>", "message": "Queued. Thank you."},
    "brevo": {"messageId": "<m1@example.com>"},
    "resend": {"id": "m1"},
}
SETTINGS: dict[str, dict[str, object]] = {
    "postmark": {"api_key": "k3y"},
    "mailgun": {"api_key": "k3y", "domain": "mg.example.com", "signing_key": "s1gn"},
    "brevo": {"api_key": "k3y"},
    "resend": {"api_key": "k3y", "signing_key": "whsec_c2VjcmV0"},
}
Script: TypeAlias = Callable[[], Reply]


@dataclass
class MailService:
    """`taken` are the bodies of the requests that it took, as text."""

    kind: str
    script: Script = lambda: Reply(status=200)
    taken: list[str] = field(default_factory=list)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        body = (await request.read()).decode()
        reply = self.script()
        if reply.taken:
            self.taken.append(body)
        if reply.then == "drop" and request.transport is not None:
            request.transport.abort()
        await asyncio.sleep(reply.delay)
        answer = TAKEN[self.kind] if reply.taken else {}
        # Postmark answers with a list where it was handed a list.
        shaped: Any = [answer] if body.startswith("[") else answer | reply.body
        return web.Response(text=json.dumps(shaped), status=reply.status, headers=reply.headers, content_type="application/json")

    async def start(self) -> web.AppRunner:
        runner, self.url = await serve([web.post("/{path:.*}", self.receive)])
        return runner


@contextlib.contextmanager
def running(kind: str) -> Generator[MailService]:
    """In a thread of its own, until the block ends."""
    service = MailService(kind)
    with threaded(service.start):
        yield service
