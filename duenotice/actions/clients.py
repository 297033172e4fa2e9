"""Making and changing clients (P3)."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.db.copying import insert_values
from duenotice.db.violations import refused_by
from duenotice.flows.firing import fire
from duenotice.flows.hold import hold_clients
from duenotice.flows.models import Trigger
from duenotice.flows.sync import Scope, sync

FIELDS = (
    "reference",
    "first_name",
    "middle_name",
    "last_name",
    "date_of_birth",
    "language",
    "type",
    "group",
    "status",
    "gender",
    "race",
    "zip",
    "time_zone",
)


class ReferenceTaken(Exception):
    """Another client of the agency has this reference; `client` is that one."""

    def __init__(self, client: Client) -> None:
        super().__init__(_("Another client has this reference."))
        self.client = client


def create_client(*, agency: Agency, fields: Mapping[str, Any], actor: Actor, now: datetime) -> Client:
    """Add a client; `fields` are some of FIELDS. Raises ReferenceTaken."""
    client = Client(agency=agency, created_at=now, updated_at=now, **_known(fields))
    with _unless_taken(agency, client.reference):
        client.save(force_insert=True)
        record(agency_id=agency.id, actor=actor, verb="created", kind="client", ids=[client.id], now=now)
    return client


@transaction.atomic
def create_clients(*, agency: Agency, clients: Mapping[UUID, Mapping[str, Any]], actor: Actor, now: datetime) -> None:
    """Add many clients at once, by the ids that they are to have. Raises IntegrityError where a reference is taken: none is made then."""
    if clients:
        rows = ({"id": id, **_known(fields)} for id, fields in clients.items())
        insert_values(Client, rows, same={"agency_id": agency.id, "created_at": now, "updated_at": now})
        record(agency_id=agency.id, actor=actor, verb="created", kind="client", ids=clients, now=now)


def save_client(*, agency: Agency, client: Client, fields: Mapping[str, Any], actor: Actor, now: datetime) -> list[str]:
    """Change those of a client's fields that differ; answers their names. Raises ReferenceTaken."""
    with _unless_taken(agency, str(fields.get("reference", ""))):
        return save_clients(agency=agency, changes={client.id: fields}, actor=actor, now=now)[client.id]


@transaction.atomic
def save_clients(*, agency: Agency, changes: Mapping[UUID, Mapping[str, Any]], actor: Actor, now: datetime) -> dict[UUID, list[str]]:
    """Change those of many clients' fields that differ; answers their names by client. Raises IntegrityError where a reference is taken."""
    hold_clients(agency.id, changes)
    rows = list(Client.objects.select_for_update(no_key=True).filter(agency_id=agency.id, id__in=changes).order_by("id"))
    changed = {row.id: _change(row, changes[row.id], now) for row in rows}
    names = sorted({name for one in changed.values() for name in one})
    if names:
        Client.objects.filter(agency_id=agency.id).bulk_update(rows, [*names, "updated_at"], batch_size=500)
    for fields in {tuple(one) for one in changed.values() if one}:
        ids = [id for id, one in changed.items() if tuple(one) == fields]
        record(agency_id=agency.id, actor=actor, verb="updated", kind="client", ids=ids, now=now, detail={"fields": list(fields)})
    if names:
        scope = Scope(clients=[id for id, one in changed.items() if one])
        fire(agency, Trigger.CLIENT_UPDATED, scope, now)
        sync(agency, scope, now)
    return changed


def _change(client: Client, fields: Mapping[str, Any], now: datetime) -> list[str]:
    changed = sorted(name for name, value in _known(fields).items() if getattr(client, name) != value)
    for name in changed:
        setattr(client, name, fields[name])
    client.updated_at = now
    return changed


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}


def _unless_taken(agency: Agency, reference: str) -> AbstractContextManager[None]:
    """Raises ReferenceTaken where the block meets another client of this reference."""
    twins = Client.objects.filter(agency_id=agency.id, reference__iexact=reference)
    return refused_by("client_reference_is_unique", to=lambda: ReferenceTaken(twins.get()))


@transaction.atomic
def switch_portal(*, agency: Agency, client: Client, off: bool, actor: Actor, now: datetime) -> None:
    """Switch the client portal off or on for one client; who is in is out at once (P4)."""
    changed = Client.objects.filter(agency_id=agency.id, id=client.id).exclude(portal_off=off).update(portal_off=off, updated_at=now)
    if changed:
        verb = "portal_disabled" if off else "portal_enabled"
        record(agency_id=agency.id, actor=actor, verb=verb, kind="client", ids=[client.id], now=now)
