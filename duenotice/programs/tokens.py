"""Who calls? API clients and their tokens: making, checking, and forgetting them within a second of being revoked."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.accounts.permissions import ALL, expand
from duenotice.agencies.models import Agency
from duenotice.programs.models import ApiClient, ApiToken

LIFE = timedelta(hours=1)
# Seconds for which a process believes what it last read of a token: whoever is revoked is out within a second.
BELIEVED_FOR = 0.8
MOST_KNOWN = 10_000


class WrongSecret(Exception):
    """No usable API client has this id and secret."""


class UnknownScope(Exception):
    """The scope asked for names what the API client may not do."""


@dataclass(frozen=True)
class Caller:
    """The program behind a token, the agencies that it acts for, the first of which is its own, and what it may do there."""

    id: UUID
    name: str
    agencies: tuple[Agency, ...]
    permissions: frozenset[str]
    test: bool
    expires_at: datetime

    def agency(self, reference: str) -> Agency | None:
        """The one of its agencies that `reference` (or uuid) names; its own where that is empty."""
        if not reference:
            return self.agencies[0]
        return next((one for one in self.agencies if reference in (one.reference, str(one.id))), None)


_known: dict[bytes, tuple[float, Caller]] = {}


def new_secret() -> tuple[str, bytes]:
    """A secret or token, and the hash that is kept of it. With 256 random bits, a fast hash keeps it as well as a slow one."""
    secret = secrets.token_urlsafe(32)
    return secret, hash_of(secret)


def hash_of(secret: str) -> bytes:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).digest()


def issue(*, client_id: UUID | None, secret: str, scope: Iterable[str], now: datetime) -> str:
    """A new token for who knows the secret, for LIFE. `scope` narrows what it allows. Raises WrongSecret, UnknownScope."""
    client = ApiClient.objects.filter(id=client_id).first() if client_id else None
    # Compared also where there is no such client, so that the time taken tells nothing.
    right = hmac.compare_digest(bytes(client.secret_hash) if client else bytes(32), hash_of(secret))
    if client is None or not right or not client.usable(now):
        raise WrongSecret
    allowed, asked = expand(client.permissions), frozenset(scope)
    if not asked <= allowed:
        raise UnknownScope
    ApiToken.objects.filter(api_client=client, expires_at__lt=now).delete()
    token, hash = new_secret()
    ApiToken.objects.create(hash=hash, api_client=client, permissions=sorted(asked or allowed), expires_at=now + LIFE)
    return token


def caller(token: str, now: datetime) -> Caller | None:
    """The program that shows `token`; None where it is unknown, expired or revoked. Read from the database once a second at most."""
    hash = hash_of(token)
    kept = _known.get(hash)
    if kept is None or time.monotonic() - kept[0] > BELIEVED_FOR:
        found = _read(hash, now)
        if found is None:
            _known.pop(hash, None)
            return None
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        kept = _known[hash] = (time.monotonic(), found)
    return kept[1] if kept[1].expires_at > now else None


def forget() -> None:
    """What this process knows of tokens."""
    _known.clear()


def _read(hash: bytes, now: datetime) -> Caller | None:
    token = ApiToken.objects.select_related("api_client").filter(hash=hash, expires_at__gt=now).first()
    if token is None or not token.api_client.usable(now):
        return None
    client = token.api_client
    agencies = Agency.objects.in_bulk(client.agency_ids)
    own = [agencies.pop(client.agency_id), *sorted(agencies.values(), key=lambda one: one.name)]
    allowed = expand(set(token.permissions) & expand(client.permissions) & ALL)
    ends = min(token.expires_at, client.expires_at or token.expires_at)
    return Caller(client.id, client.name, tuple(own), allowed, client.test, ends)
