"""What administrators do with webhooks: make an endpoint, change it, pause it, give it another secret, remove it. A secret is told once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.senders import credentials
from duenotice.webhooks.models import Delivery, Endpoint, PausedBy
from duenotice.webhooks.signing import new_secret
from duenotice.webhooks.targets import check
from duenotice.webhooks.types import known, remember_kinds

# So long the secret before also signs.
OVERLAP = timedelta(hours=24)
MOST_ENDPOINTS = 50


class NoTypes(Exception):
    """An endpoint has to be told of something."""


class TooMany(Exception):
    """The agency has as many endpoints as it may."""


@dataclass(frozen=True)
class Wanted:
    """What an endpoint shall be. `types` that nobody knows are left out."""

    name: str
    url: str
    types: Sequence[str]


@dataclass(frozen=True)
class Made:
    """An endpoint with its new secret, which is shown nowhere again."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def create_endpoint(*, agency: Agency, wanted: Wanted, actor: Actor, now: datetime) -> Made:
    """Tell this URL of changes from now on. Raises BadTarget, NoTypes, TooMany."""
    _hold(agency)
    if Endpoint.objects.filter(agency_id=agency.id).count() >= MOST_ENDPOINTS:
        raise TooMany(_("An agency can have %(most)s webhooks. Remove one that is not needed.") % {"most": MOST_ENDPOINTS})
    secret = new_secret()
    endpoint = Endpoint(agency=agency, secret=_seal(secret), secret_at=now, made_by=actor.id, created_at=now, updated_at=now)
    _fill(endpoint, wanted)
    endpoint.save(force_insert=True)
    remember_kinds(agency.id)
    _write_down("created", endpoint, actor, now)
    return Made(endpoint, secret)


@transaction.atomic
def save_endpoint(*, endpoint: Endpoint, wanted: Wanted, actor: Actor, now: datetime) -> bool:
    """Change it; False where nothing differs. What waits goes to the new URL, at once. Raises BadTarget, NoTypes."""
    _hold(endpoint.agency)
    held = hold(endpoint)
    before = held.name, held.url, held.types
    _fill(held, wanted)
    if before == (held.name, held.url, held.types):
        return False
    if held.url != before[1]:
        held.failing_since, held.failures, held.retry_at = None, 0, None
    held.updated_at = now
    held.save(update_fields=["name", "url", "types", "failing_since", "failures", "retry_at", "updated_at"])
    remember_kinds(held.agency_id)
    _write_down("updated", held, actor, now)
    return True


@transaction.atomic
def rotate_endpoint_secret(*, endpoint: Endpoint, actor: Actor, now: datetime) -> Made:
    """Another secret; the one before also signs for OVERLAP."""
    held, secret = hold(endpoint), new_secret()
    held.old_secret, held.old_until = held.secret, now + OVERLAP
    held.secret, held.secret_at, held.updated_at = _seal(secret), now, now
    held.save(update_fields=["old_secret", "old_until", "secret", "secret_at", "updated_at"])
    _write_down("secret_rotated", held, actor, now)
    return Made(held, secret)


@transaction.atomic
def end_overlap(*, endpoint: Endpoint, actor: Actor, now: datetime) -> bool:
    """The secret before signs no more; False where it did not."""
    held = hold(endpoint)
    if not overlaps(held, now):
        return False
    held.old_secret, held.old_until, held.updated_at = b"", None, now
    held.save(update_fields=["old_secret", "old_until", "updated_at"])
    _write_down("old_secret_ended", held, actor, now)
    return True


@transaction.atomic
def pause_endpoint(*, endpoint: Endpoint, actor: Actor, now: datetime) -> bool:
    """Tell it nothing until it is resumed; what happens meanwhile waits. False where it is paused already."""
    held = hold(endpoint)
    if held.paused_at is not None:
        return False
    held.paused_at, held.paused_by, held.updated_at = now, PausedBy.PERSON, now
    held.save(update_fields=["paused_at", "paused_by", "updated_at"])
    _write_down("paused", held, actor, now)
    return True


@transaction.atomic
def resume_endpoint(*, endpoint: Endpoint, actor: Actor, now: datetime) -> bool:
    """Tell it what waits, in order, and what comes. False where it is not paused."""
    held = hold(endpoint)
    if held.paused_at is None:
        return False
    held.paused_at, held.paused_by, held.told_at = None, "", None
    held.failing_since, held.failures, held.retry_at, held.updated_at = None, 0, None, now
    held.save(update_fields=["paused_at", "paused_by", "told_at", "failing_since", "failures", "retry_at", "updated_at"])
    Delivery.objects.filter(agency_id=held.agency_id, endpoint_id=held.id, state="waiting").update(next_at=now, first_at=None)
    _write_down("resumed", held, actor, now)
    return True


@transaction.atomic
def remove_endpoint(*, endpoint: Endpoint, actor: Actor, now: datetime) -> None:
    """For good, with its log. What waits is not told."""
    _hold(endpoint.agency)
    held = hold(endpoint)
    _write_down("removed", held, actor, now)
    Delivery.objects.filter(agency_id=held.agency_id, endpoint_id=held.id).delete()
    Endpoint.objects.filter(agency_id=held.agency_id, id=held.id).delete()
    remember_kinds(held.agency_id)


def find_endpoint(agency: Agency, id: UUID) -> Endpoint | None:
    """One of the agency's endpoints."""
    return Endpoint.objects.select_related("agency").filter(agency_id=agency.id, id=id).first()


def hold(endpoint: Endpoint) -> Endpoint:
    """The endpoint as it is now, held. Raises Endpoint.DoesNotExist."""
    return Endpoint.objects.select_for_update(no_key=True).get(agency_id=endpoint.agency_id, id=endpoint.id)


def overlaps(endpoint: Endpoint, now: datetime) -> bool:
    """Does the secret before the present one also sign?"""
    return endpoint.old_until is not None and endpoint.old_until > now


def secrets_of(endpoint: Endpoint, now: datetime) -> list[str]:
    """Those that sign now, the newest first. Raises CannotOpen."""
    sealed = [endpoint.secret, *([endpoint.old_secret] if overlaps(endpoint, now) else [])]
    return [str(credentials.open(one)["secret"]) for one in sealed]


def _seal(secret: str) -> bytes:
    return credentials.seal({"secret": secret})


def _hold(agency: Agency) -> None:
    """Two who change what the agency's endpoints are told of take turns."""
    Agency.objects.select_for_update(no_key=True).get(id=agency.id)


def _fill(endpoint: Endpoint, wanted: Wanted) -> None:
    types = known(wanted.types)
    if not types:
        raise NoTypes(_("Choose at least one type of change."))
    endpoint.name, endpoint.types = wanted.name, types
    if endpoint.url != wanted.url:
        endpoint.url = str(check(wanted.url))


def _write_down(verb: str, endpoint: Endpoint, actor: Actor, now: datetime) -> None:
    record(agency_id=endpoint.agency_id, actor=actor, verb=verb, kind="webhook", ids=[endpoint.id], now=now)
