"""API clients: making them, another secret, what they may do, and ending them. A secret is told once, to who made it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.accounts.granting import Refused, refuse_more_than_own
from duenotice.accounts.models import User, permissions_of
from duenotice.accounts.permissions import expand
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.programs.models import ApiClient, ApiToken
from duenotice.programs.tokens import new_secret


class NotYours(Refused):
    """Another agency manages this API client."""

    def __init__(self) -> None:
        super().__init__(_("Another agency manages this API client. Ask there, or end its access to your agency."))


class NotThere(Refused):
    """The API client shall act for an agency in which the person may not manage API clients."""

    def __init__(self) -> None:
        super().__init__(_("You cannot manage API clients in one of these agencies. Untick it, or ask somebody there."))


class Ended(Refused):
    """The API client is revoked, which is for good."""

    def __init__(self) -> None:
        super().__init__(_("This API client is revoked. Create another one."))


@dataclass(frozen=True)
class Secret:
    """An API client with its new secret, which is kept nowhere."""

    client: ApiClient
    secret: str


@dataclass(frozen=True)
class Wanted:
    """What the form asks for. `agency_ids` are agencies to act for beside the one that manages it."""

    name: str
    permissions: Iterable[str]
    agency_ids: Iterable[UUID] = ()
    test: bool = False
    expires_at: datetime | None = None


@transaction.atomic
def create_api_client(*, agency: Agency, wanted: Wanted, by: User | None, actor: Actor, now: datetime) -> Secret:
    """Add an API client of `agency`. `by` may hand out what they may do themselves, in each agency; None hands out anything.

    Raises MoreThanYourOwn, NotThere.
    """
    secret, hash = new_secret()
    client = ApiClient(agency=agency, secret_hash=hash, secret_at=now, made_by=actor.id, created_at=now, updated_at=now)
    _fill(client, wanted)
    _check(client, by)
    client.save(force_insert=True)
    _write_down("created", client, actor, now)
    return Secret(client, secret)


@transaction.atomic
def save_api_client(*, agency: Agency, client_id: UUID, wanted: Wanted, by: User, actor: Actor, now: datetime) -> bool:
    """Change what it may do; False where nothing differs. Raises NotYours, Ended, MoreThanYourOwn, NotThere."""
    client = _own(agency, client_id, by)
    before = _said(client)
    _fill(client, wanted)
    _check(client, by)
    if before == _said(client):
        return False
    client.updated_at = now
    client.save(update_fields=["name", "permissions", "agency_ids", "test", "expires_at", "updated_at"])
    _write_down("updated", client, actor, now)
    return True


@transaction.atomic
def rotate_secret(*, agency: Agency, client_id: UUID, by: User, actor: Actor, now: datetime) -> Secret:
    """Another secret; the old one and every token end. Raises NotYours, Ended, MoreThanYourOwn."""
    client = _own(agency, client_id, by)
    secret, client.secret_hash = new_secret()
    client.secret_at = client.updated_at = now
    client.save(update_fields=["secret_hash", "secret_at", "updated_at"])
    ApiToken.objects.filter(api_client=client).delete()
    _write_down("secret_rotated", client, actor, now)
    return Secret(client, secret)


@transaction.atomic
def revoke_api_client(*, agency: Agency, client_id: UUID, by: User, actor: Actor, now: datetime) -> ApiClient:
    """End it for good, in every agency; its tokens stop working within a second. Raises NotYours, Ended, MoreThanYourOwn."""
    client = _own(agency, client_id, by)
    client.revoked_at = client.updated_at = now
    client.save(update_fields=["revoked_at", "updated_at"])
    ApiToken.objects.filter(api_client=client).delete()
    _write_down("revoked", client, actor, now)
    return client


@transaction.atomic
def end_access(*, agency: Agency, client_id: UUID, actor: Actor, now: datetime) -> bool:
    """Another agency's API client no longer acts for `agency`; False where it did not."""
    others = ApiClient.objects.select_for_update().exclude(agency_id=agency.id)
    client = others.filter(id=client_id, agency_ids__contains=[agency.id]).first()
    if client is None:
        return False
    _write_down("access_ended", client, actor, now)
    client.agency_ids = [one for one in client.agency_ids if one != agency.id]
    client.updated_at = now
    client.save(update_fields=["agency_ids", "updated_at"])
    return True


def _own(agency: Agency, client_id: UUID, by: User) -> ApiClient:
    client = ApiClient.objects.select_for_update().get(id=client_id, agency_ids__contains=[agency.id])
    if client.agency_id != agency.id:
        raise NotYours
    if client.revoked_at is not None:
        raise Ended
    _check(client, by)
    return client


def _fill(client: ApiClient, wanted: Wanted) -> None:
    client.name, client.test, client.expires_at = wanted.name, wanted.test, wanted.expires_at
    client.permissions = sorted(expand(wanted.permissions))
    client.agency_ids = [client.agency_id, *sorted(set(wanted.agency_ids) - {client.agency_id})]


def _check(client: ApiClient, by: User | None) -> None:
    """Nobody hands out, or gets hold of, more than they may do themselves, in any of the agencies."""
    for agency_id in client.agency_ids if by else ():
        assert by is not None
        mine = permissions_of(by, agency_id)
        if mine is None or "api" not in mine:
            raise NotThere
        refuse_more_than_own(client.permissions, mine)


def _said(client: ApiClient) -> tuple[object, ...]:
    return client.name, client.permissions, client.agency_ids, client.test, client.expires_at


def _write_down(verb: str, client: ApiClient, actor: Actor, now: datetime) -> None:
    detail = {"permissions": client.permissions, "test": client.test}
    for agency_id in client.agency_ids:
        record(agency_id=agency_id, actor=actor, verb=verb, kind="api_client", ids=[client.id], now=now, detail=detail)
