"""A carrier for tests and benchmarks: a real HTTP server on loopback that answers as told and remembers what it took.

By itself: python -m tests.carrier --port 8099 --delay 0.05
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from aiohttp import web

from tests.threaded import serve, threaded


@dataclass(frozen=True)
class Reply:
    """Wait `delay` seconds, take the message or not, then answer, hang, or drop the connection."""

    status: int = 202
    body: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    taken: bool = True
    then: Literal["answer", "hang", "drop"] = "answer"


ACCEPT = Reply()
HANG = Reply(then="hang")
DROP = Reply(then="drop")


def refuse(status: int, **body: Any) -> Reply:
    return Reply(status=status, body=body, taken=False)


def throttle(retry_after: str, *, status: int = 429) -> Reply:
    return Reply(status=status, headers={"Retry-After": retry_after}, taken=False)


Script: TypeAlias = Callable[[dict[str, Any]], Reply]


@dataclass
class Carrier:
    """`script` says how to answer each message, and may be replaced at any time. `taken` are the messages that it has, in order."""

    script: Script = lambda _: ACCEPT
    taken: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    keep: bool = True
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        message = await request.json()
        if self.keep:
            self.requests.append((dict(request.headers), await request.read()))
        reply = self.script(message)
        await asyncio.sleep(reply.delay)
        if reply.taken and self.keep:
            self.taken.append(message)
        if reply.then == "hang":
            await asyncio.sleep(3600)
        if reply.then == "drop" and request.transport is not None:
            request.transport.abort()
        body = {"reference": f"carrier-{message['id']}"} if reply.taken else {}
        return web.json_response(body | reply.body, status=reply.status, headers=reply.headers)

    async def tell(self, request: web.Request) -> web.Response:
        message_id = request.match_info["id"]
        if any(message["id"] == message_id for message in self.taken):
            return web.json_response({"id": message_id, "reference": f"carrier-{message_id}"})
        return web.json_response({"id": message_id, "absent": True}, status=404)

    async def start(self, port: int = 0) -> web.AppRunner:
        routes = [web.post("/messages", self.receive), web.get("/messages/{id}", self.tell)]
        runner, address = await serve(routes, port)
        self.url = f"{address}/messages"
        return runner


@contextlib.contextmanager
def running(script: Script = lambda _: ACCEPT) -> Generator[Carrier]:
    """A carrier in a thread of its own, until the block ends."""
    carrier = Carrier(script)
    with threaded(carrier.start):
        yield carrier


async def _serve_forever(port: int, delay: float) -> None:
    carrier = Carrier(lambda _: Reply(delay=delay), keep=False)
    await carrier.start(port)
    sys.stdout.write(f"{carrier.url}\n")  # whoever started it waits for this line
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Answer every message alike, and keep nothing.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    given = parser.parse_args()
    asyncio.run(_serve_forever(given.port, given.delay))
