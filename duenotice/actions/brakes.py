"""The brakes: nothing is handed off while sending is paused, for one agency or for all; and what waits for a person's approval goes once
somebody has approved it. What is due waits, or expires.
"""

from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency, Installation
from duenotice.messaging.approval import decide
from duenotice.messaging.models import Status


@transaction.atomic
def pause_agency(*, agency: Agency, actor: Actor, now: datetime) -> bool:
    """Stop sending for one agency; answers False where it was stopped already. A call that began may still end."""
    running = Agency.objects.filter(id=agency.id, sending_paused_at=None)
    changed = running.update(sending_paused_at=now, sending_paused_by=actor.id)
    if changed:
        record(agency_id=agency.id, actor=actor, verb="sending_paused", kind="agency", ids=[agency.id], now=now)
    return bool(changed)


@transaction.atomic
def resume_agency(*, agency: Agency, actor: Actor, now: datetime) -> bool:
    """Send again; answers False where nothing was stopped."""
    paused = Agency.objects.filter(id=agency.id, sending_paused_at__isnull=False)
    changed = paused.update(sending_paused_at=None, sending_paused_by=None)
    if changed:
        record(agency_id=agency.id, actor=actor, verb="sending_resumed", kind="agency", ids=[agency.id], now=now)
    return bool(changed)


@transaction.atomic
def pause_installation(*, why: str, actor: Actor, now: datetime) -> bool:
    """Stop sending for every agency; `why` is shown to all of them. Answers False where it was stopped already."""
    Installation.objects.get_or_create(id=1)
    changed = Installation.objects.filter(id=1, sending_paused_at=None).update(sending_paused_at=now, sending_paused_why=why)
    if changed:
        _tell_every_agency("installation_paused", actor, now)
    return bool(changed)


@transaction.atomic
def resume_installation(*, actor: Actor, now: datetime) -> bool:
    """Send again, for every agency that is not paused itself; answers False where nothing was stopped."""
    paused = Installation.objects.filter(id=1, sending_paused_at__isnull=False)
    changed = paused.update(sending_paused_at=None, sending_paused_why="")
    if changed:
        _tell_every_agency("installation_resumed", actor, now)
    return bool(changed)


@transaction.atomic
def approve_messages(*, agency: Agency, seen: datetime, actor: Actor, now: datetime) -> int:
    """Let go what waits for approval and was made until `seen`; answers how many. Each still passes the gate, and is not sent too late."""
    return _decided(agency, Status.SCHEDULED, "messages_approved", seen, actor, now)


@transaction.atomic
def refuse_messages(*, agency: Agency, seen: datetime, actor: Actor, now: datetime) -> int:
    """Cancel what waits for approval and was made until `seen`; answers how many. No sync makes them again (A3)."""
    return _decided(agency, Status.CANCELLED, "messages_refused", seen, actor, now)


def _decided(agency: Agency, to: Status, verb: str, seen: datetime, actor: Actor, now: datetime) -> int:
    count = decide(agency, to=to, seen=seen, now=now)
    if count:
        record(agency_id=agency.id, actor=actor, verb=verb, kind="agency", ids=[agency.id], now=now, detail={"count": count})
    return count


def _tell_every_agency(verb: str, actor: Actor, now: datetime) -> None:
    for agency_id in Agency.objects.values_list("id", flat=True):
        record(agency_id=agency_id, actor=actor, verb=verb, kind="agency", ids=[agency_id], now=now)
