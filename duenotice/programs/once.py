"""Was this asked before? A POST with an Idempotency-Key does its work once, however often it is sent (kept for a day)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import run_prepared
from duenotice.lib.identity import uuid7

KEPT_FOR = timedelta(hours=24)


class InFlight(Exception):
    """The same key is being worked on at this moment."""


class OtherRequest(Exception):
    """The key came with another request before."""


@dataclass(frozen=True)
class Kept:
    """An answer as it was given."""

    status: int
    body: bytes


def fingerprint(*parts: bytes) -> bytes:
    """A hash of what was asked."""
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).digest()


def before(api_client_id: UUID, key: str, asked: bytes, now: datetime) -> Kept | None:
    """The answer given before, None where it is new. Inside the transaction that does the work: it holds the key until that ends.

    So a crash leaves neither the work nor the key. Raises InFlight, OtherRequest.
    """
    lock = int.from_bytes(fingerprint(api_client_id.bytes, key.encode())[:8], "big", signed=True)
    wanted = {"lock": lock, "api_client": api_client_id, "key": key, "since": now - KEPT_FOR}
    held, request_hash, status, body = run_prepared(named_sql("programs", "hold_key"), wanted).fetchone() or (False, None, 0, b"")
    if not held:
        raise InFlight
    if request_hash is None:
        return None
    if bytes(request_hash) != asked:
        raise OtherRequest
    return Kept(status, bytes(body))


def keep(api_client_id: UUID, agency_id: UUID, key: str, asked: bytes, answer: Kept, now: datetime) -> None:
    """Keep the answer beside the work, in its transaction. Raises InFlight where somebody was faster: this work has to be undone then."""
    whose: dict[str, Any] = {"id": uuid7(), "api_client": api_client_id, "agency_id": agency_id, "key": key, "now": now}
    told = {**whose, "asked": asked, "status": answer.status, "body": answer.body, "since": now - KEPT_FOR}
    if not run_prepared(named_sql("programs", "keep_answer"), told).rowcount:
        raise InFlight
