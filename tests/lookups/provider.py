"""A stand-in for lookup providers: a real HTTP server that answers as their documentation says, or misbehaves as told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from django.test import override_settings


@dataclass
class StandIn:
    """Answers every question with `status` and `body`, after `delay` seconds; `asked` are the questions, path with query, and headers."""

    status: int = 200
    body: bytes = b"{}"
    delay: float = 0
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    address: str = ""
    late: threading.Event = field(default_factory=threading.Event)

    def says(self, status: int = 200, **body: Any) -> "StandIn":
        self.status, self.body = status, json.dumps(body).encode()
        return self


@contextmanager
def standing_in(*providers: str, patience: float = 5) -> Iterator[StandIn]:
    """All of `providers` are asked there."""
    script = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            script.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            if script.delay:
                script.late.wait(script.delay)
            try:
                self.send_response(script.status)
                self.send_header("Content-Length", str(len(script.body)))
                self.end_headers()
                self.wfile.write(script.body)
            except OSError:
                return

        def log_message(self, *_words: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    script.address = f"http://127.0.0.1:{server.server_port}"
    with override_settings(LOOKUP_ADDRESSES=dict.fromkeys(providers, script.address), LOOKUP_PATIENCE=patience):
        yield script
    script.late.set()
    server.shutdown()
    server.server_close()
