"""Changing an agency's settings, its senders among them (P2)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.syncing import Spread, sync_definitions
from duenotice.actions.time_zones import follow_time_zone
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import CHANNELS
from duenotice.db.violations import refused_by
from duenotice.flows.hold import hold_definitions
from duenotice.flows.sync import Synced
from duenotice.messaging.another_sender import from_another
from duenotice.senders.choose import by_channel
from duenotice.senders.models import Sender

# What staff set of a sender; its tokens belong to the worker.
KEPT_BY_STAFF = [
    "value",
    "name",
    "channels",
    "primary_channels",
    "gateway",
    "gateway_settings",
    "registration",
    "speed",
    "daily_limit",
    "call_answer",
    "calls_go_to",
    "disabled_at",
    "stand_in",
    "updated_at",
]


class SenderTaken(Exception):
    """The agency has this number or email already."""


def save_settings(*, agency: Agency, fields: Mapping[str, Any], actor: Actor, now: datetime) -> list[str]:
    """Change those of the agency's settings that differ; answers their names. Another time zone moves its events, their local times stay.

    Raises NoSuchTime where an event's local time does not exist in the new zone.
    """
    with transaction.atomic():
        # NO KEY: every row that anybody makes in the agency holds its key, and would keep a FOR UPDATE waiting for as long as work goes on.
        stored = Agency.objects.select_for_update(no_key=True).get(id=agency.id)
        changed = sorted(name for name, value in fields.items() if getattr(stored, name) != value)
        for name in changed:
            setattr(stored, name, fields[name])
        if changed:
            stored.save(update_fields=changed)
            if "time_zone" in changed:
                follow_time_zone(stored, actor=actor, now=now)
            record(agency_id=agency.id, actor=actor, verb="updated", kind="agency", ids=[agency.id], now=now, detail={"fields": changed})
    return changed


def save_sender(*, agency: Agency, sender: Sender, actor: Actor, now: datetime) -> Spread:
    """Add or change an agency phone or email. Primary on a channel, it takes that place from the sender that had it. Raises SenderTaken.

    Where the agency can send on a channel for the first time, what waited for that is scheduled; what this one cannot carry any more goes
    from another (A5). Answers what became of messages.
    """
    spread, moves = _saved(agency, sender, actor, now)
    if moves:
        moved = from_another(agency.id, by_channel(agency.id, CHANNELS), now)
        return replace(spread, synced=spread.synced + Synced(moved=moved))
    return spread


def _saved(agency: Agency, sender: Sender, actor: Actor, now: datetime) -> tuple[Spread, bool]:
    """What became of automated messages, and whether there may be others that have to go from another sender."""
    new = sender._state.adding
    with transaction.atomic():
        hold_definitions(agency.id)
        before = by_channel(agency.id, CHANNELS)
        Agency.objects.select_for_update(no_key=True).get(id=agency.id)
        _take_primaries(agency.id, sender, now)
        sender.updated_at = now
        with refused_by("sender_value_is_unique", to=lambda: SenderTaken(_("Your agency has this one already."))):
            sender.save(force_insert=new, update_fields=None if new else KEPT_BY_STAFF)
        # Whom it stands in for is built anew by workers, with its settings.
        Sender.objects.filter(agency_id=agency.id, stand_in_id=sender.id).update(updated_at=now)
        verb = "created" if new else "updated"
        record(agency_id=agency.id, actor=actor, verb=verb, kind="sender", ids=[sender.id], now=now)
        if not _calls_for_sync(before, by_channel(agency.id, CHANNELS)):
            return Spread(), False
        return sync_definitions(agency=agency, actor=actor, now=now), True


def _calls_for_sync(before: Mapping[str, list[Sender]], after: Mapping[str, list[Sender]]) -> bool:
    """Whether a channel has its first sender, or a sender has left one."""
    ids = [{channel: {one.id for one in senders} for channel, senders in by.items()} for by in (before, after)]
    was, is_now = ids
    return any((is_now[channel] and not was[channel]) or was[channel] - is_now[channel] for channel in CHANNELS)


def _take_primaries(agency_id: UUID, sender: Sender, now: datetime) -> None:
    others = Sender.objects.filter(agency_id=agency_id, primary_channels__overlap=sender.primary_channels).exclude(id=sender.id)
    for other in others:
        other.primary_channels = [channel for channel in other.primary_channels if channel not in sender.primary_channels]
        other.updated_at = now
        other.save(update_fields=["primary_channels", "updated_at"])
