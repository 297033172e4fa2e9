"""A receiver of webhooks: a real HTTP server on loopback that checks both signatures as docs/api has it, answers as told, and remembers."""

import contextlib
import json
import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.threaded import serve, threaded

DOCS = Path(__file__).parents[2] / "docs" / "api" / "webhooks.md"


def from_the_docs() -> dict[str, Callable[..., bool]]:
    """The code that docs/api shows for checking signatures, run as it stands there."""
    found: dict[str, Any] = {}
    for code in re.findall(r"```python\n(.*?)```", DOCS.read_text(), re.DOTALL):
        exec(code, found)
    return found


@dataclass
class Receiver:
    """`script` says with which status each change is answered; `took` are those answered with 200, `tries` the webhook-ids of all."""

    script: Callable[[dict[str, Any]], int] = lambda _: 200
    took: list[dict[str, Any]] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    signed: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    url: str = ""

    async def receive(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.signed.append(({name.lower(): value for name, value in request.headers.items()}, body))
        self.tries.append(request.headers["webhook-id"])
        status = self.script(json.loads(body))
        if status == 200:
            self.took.append(json.loads(body))
        return web.Response(status=status, text="x" * 100_000, headers=self.headers)

    def types(self) -> list[str]:
        return [one["type"] for one in self.took]

    async def start(self) -> web.AppRunner:
        runner, address = await serve([web.post("/hooks", self.receive)])
        self.url = f"{address}/hooks"
        return runner


@contextlib.contextmanager
def receiving() -> Generator[Receiver]:
    receiver = Receiver()
    with threaded(receiver.start):
        yield receiver
