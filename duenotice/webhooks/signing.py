"""How what is told is signed: by the Standard Webhooks scheme (standardwebhooks.com), and as eCourtDate's webhooks are."""

import base64
import hashlib
import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"
KEY_BYTES = 32


def new_secret() -> str:
    """A secret, as people copy it."""
    return PREFIX + base64.b64encode(os.urandom(KEY_BYTES)).decode()


def headers(secrets: Sequence[str], id: UUID, body: bytes, now: datetime) -> dict[str, str]:
    """The headers that let a receiver know who sent `body`, and that it is whole.

    `secrets` are all that are good now, the newest first. `webhook-signature` holds one signature for each. `X-ECD-Signature` has room for
    one: the oldest's, so that a receiver which knows one secret alone goes on until the overlap of a rotation ends.
    """
    stamp = str(int(now.timestamp()))
    signed = f"{id}.{stamp}.".encode() + body
    return {
        "webhook-id": str(id),
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{_standard(secret, signed)}" for secret in secrets),
        "X-ECD-Signature": hmac.new(secrets[-1].encode(), body, hashlib.sha256).hexdigest(),
    }


def _standard(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
