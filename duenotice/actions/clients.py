"""Making and changing clients (P3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.db.violations import refused_by

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
    with transaction.atomic():
        _store(client, new=True)
        record(agency_id=agency.id, actor=actor, verb="created", kind="client", ids=[client.id], now=now)
    return client


def save_client(*, agency: Agency, client: Client, fields: Mapping[str, Any], actor: Actor, now: datetime) -> list[str]:
    """Change those of a client's fields that differ; answers their names. Raises ReferenceTaken."""
    with transaction.atomic():
        stored = Client.objects.select_for_update().get(agency_id=agency.id, id=client.id)
        changed = sorted(name for name, value in _known(fields).items() if getattr(stored, name) != value)
        for name in changed:
            setattr(stored, name, fields[name])
        stored.updated_at = now
        _store(stored, new=False)
        if changed:
            record(agency_id=agency.id, actor=actor, verb="updated", kind="client", ids=[client.id], now=now, detail={"fields": changed})
    return changed


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name in FIELDS}


def _store(client: Client, *, new: bool) -> None:
    twins = Client.objects.filter(agency_id=client.agency_id, reference__iexact=client.reference)
    with refused_by("client_reference_is_unique", to=lambda: ReferenceTaken(twins.get())):
        client.save(force_insert=new)
