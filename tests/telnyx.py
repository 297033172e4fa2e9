"""Telnyx for tests: a real HTTP server that takes texts and faxes as told, and events with real signatures."""

import asyncio
import base64
import contextlib
import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeAlias

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.carrier import Reply
from tests.threaded import serve, threaded

KEY = Ed25519PrivateKey.from_private_bytes(b"a key of thirty-two bytes, really"[:32])
PUBLIC_KEY = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
API_KEY = "KEY0-that-nobody-may-see"
SETTINGS: dict[str, object] = {"api_key": API_KEY, "public_key": PUBLIC_KEY, "fax_application_id": "1494404757140276705"}
ACCEPT = Reply(status=200)
Script: TypeAlias = Callable[[Mapping[str, Any]], Reply]


def refuse(code: int, *, status: int = 400, headers: Mapping[str, str] | None = None) -> Reply:
    """A refusal as Telnyx words it."""
    return Reply(status=status, body={"errors": [{"code": str(code), "title": f"error {code}"}]}, headers=dict(headers or {}), taken=False)


def signed(body: bytes, at: datetime | None = None) -> dict[str, str]:
    """The headers of a call of Telnyx's at this moment."""
    stamp = str(int((at or datetime.now(UTC)).timestamp()))
    signature = base64.b64encode(KEY.sign(f"{stamp}|".encode() + body)).decode()
    return {"telnyx-timestamp": stamp, "telnyx-signature-ed25519": signature}


def event(type: str, payload: Mapping[str, Any], *, id: str = "e1") -> bytes:
    data = {"event_type": type, "id": id, "occurred_at": "2026-11-24T20:00:05.000Z", "record_type": "event", "payload": payload}
    return json.dumps({"data": data, "meta": {"attempt": 1}}).encode()


def became(tag: str, status: str, code: int = 0) -> bytes:
    """What became of a text that carried this tag."""
    errors = [{"code": str(code), "title": "x"}] if code else []
    return event("message.finalized", {"id": "m1", "tags": [tag], "to": [{"status": status}], "errors": errors})


@dataclass
class Telnyx:
    """`taken` are the texts and faxes that it has, in order."""

    script: Script = lambda _: ACCEPT
    taken: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {API_KEY}":
            return web.json_response({"errors": [{"code": "10009", "title": "Authentication failed"}]}, status=401)
        fields = await request.json()
        reply = self.script(fields)
        await asyncio.sleep(reply.delay)
        if reply.taken:
            self.taken.append({**fields, "id": f"m{len(self.taken)}"})
        if reply.then == "hang":
            await asyncio.sleep(3600)
        if reply.then == "drop" and request.transport is not None:
            request.transport.abort()
        body = {"data": {"id": self.taken[-1]["id"]}} if reply.taken else {}
        return web.json_response(body | reply.body, status=reply.status, headers=reply.headers)

    async def tell(self, request: web.Request) -> web.Response:
        rows = [{"uuid": one["id"], "tags": ",".join(one["tags"]), "status": "sent"} for one in self.taken if "tags" in one]
        return web.json_response({"data": rows if request.query["filter[record_type]"] == "messaging" else []})

    async def start(self) -> web.AppRunner:
        routes = [web.post("/v2/messages", self.receive), web.post("/v2/faxes", self.receive), web.get("/v2/detail_records", self.tell)]
        runner, self.url = await serve(routes)
        return runner


@contextlib.contextmanager
def running(script: Script = lambda _: ACCEPT) -> Generator[Telnyx]:
    """In a thread of its own, until the block ends."""
    telnyx = Telnyx(script)
    with threaded(telnyx.start):
        yield telnyx
