"""Switching providers on and off for an agency, with what they have to be told (K3)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.lookups.models import Switch
from duenotice.lookups.registry import PROVIDERS
from duenotice.senders import credentials


class NotTold(Exception):
    """A provider cannot be switched on before it is told this."""


def told_of(switch: Switch | None) -> dict[str, object]:
    """What a provider was told; nothing where it can no longer be read."""
    try:
        return credentials.open(switch.told) if switch else {}
    except credentials.CannotOpen:
        return {}


@transaction.atomic
def set_switch(*, agency: Agency, provider: str, on: bool, typed: Mapping[str, str], actor: Actor, now: datetime) -> Switch:
    """Keep what was typed, a secret left empty as it was, and switch the provider on or off. Raises NotTold."""
    before = Switch.objects.select_for_update().filter(agency_id=agency.id, provider=provider).first()
    told = {**told_of(before), **{name: value for name, value in typed.items() if value}}
    known = PROVIDERS.get(provider)
    if on and known and any(secret.name not in told for secret in known.secrets if not secret.optional):
        raise NotTold(_("Type in what %(provider)s needs before you switch it on.") % {"provider": known.name})
    kept: dict[str, Any] = {"on": on, "told": credentials.seal(told) if told else b"", "updated_at": now}
    if before is None or before.on != on or any(typed.values()):
        # Other credentials, or a person who thinks that it is well again: it is tried at once.
        kept |= {"failures": 0, "fault": "", "rests_until": None}
    switch, _new = Switch.objects.update_or_create(
        agency_id=agency.id,
        provider=provider,
        defaults=kept,
        create_defaults={**kept, "created_at": now},
    )
    if before is None or before.on != on or any(typed.values()):
        verb = "enabled" if on else "disabled"
        record(agency_id=agency.id, actor=actor, verb=verb, kind="lookup_provider", ids=[switch.id], now=now, detail={"provider": provider})
    return switch
