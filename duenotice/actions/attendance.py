"""Who is expected at an event: adding and removing clients, and which of them is the primary one (P3)."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.actions.events import hold_events
from duenotice.actions.reviewing import reviewed
from duenotice.agencies.activity import Actor, record, record_each
from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.events.models import Attendance, Event
from duenotice.flows.hold import hold_attendees
from duenotice.flows.sync import Scope, sync
from duenotice.messaging.models import UNPROVEN, WAITING, Message
from duenotice.messaging.removal import Stash, remove_waiting


@transaction.atomic
def add_clients(*, agency: Agency, event: Event, client_ids: Sequence[UUID], actor: Actor, now: datetime) -> list[UUID]:
    """Add clients to an event; answers those that were not there yet. The first one becomes the primary one, where there is none."""
    known = _hold(agency, event, client_ids)
    rows = Attendance.objects.filter(agency_id=agency.id, event_id=event.id)
    there = set(rows.values_list("client_id", flat=True))
    added = [client_id for client_id in dict.fromkeys(client_ids) if client_id in known and client_id not in there]
    Attendance.objects.bulk_create(
        Attendance(agency=agency, event=event, client_id=client_id, primary=not there and number == 0, created_at=now, updated_at=now)
        for number, client_id in enumerate(added)
    )
    _record(agency, event, "client_added", added, actor, now)
    sync(agency, Scope(events=[event.id]), now)
    return added


@transaction.atomic
def remove_clients(*, agency: Agency, event: Event, client_ids: Sequence[UUID], actor: Actor, now: datetime) -> int | None:
    """Remove clients from an event and delete what is scheduled to them about it; answers how many messages, None where nobody was there.

    Where the primary one goes, the one who was added first takes the place.
    """
    gone = remove_attendances(agency=agency, leaving={event.id: client_ids}, actor=actor, now=now)
    return gone.get(event.id)


@transaction.atomic
def remove_attendances(*, agency: Agency, leaving: Mapping[UUID, Sequence[UUID]], actor: Actor, now: datetime) -> dict[UUID, int]:
    """The same for many events: `leaving` are the clients that go, by event; answers how many messages, by event that anybody left."""
    hold_attendees(agency.id, list(leaving), besides={client_id for ids in leaving.values() for client_id in ids})
    hold_events(agency, list(leaving))
    rows = Attendance.objects.filter(agency_id=agency.id)
    gone: dict[UUID, list[Attendance]] = defaultdict(list)
    stayed: dict[UUID, list[Attendance]] = defaultdict(list)
    for one in rows.filter(event_id__in=list(leaving)).order_by("id"):
        (gone if one.client_id in leaving[one.event_id] else stayed)[one.event_id].append(one)
    if not gone:
        return {}
    rows.filter(id__in=[one.id for ones in gone.values() for one in ones]).delete()
    heirs = [ones[0].id for event_id, ones in stayed.items() if event_id in gone and not any(one.primary for one in ones)]
    rows.filter(id__in=heirs).update(primary=True, updated_at=now)
    left = {event_id: [one.client_id for one in ones] for event_id, ones in gone.items()}
    deleted = Counter(UUID(message["event_id"]) for message in _remove_waiting(agency, left))
    details = {event_id: {"clients": [str(client_id) for client_id in ids]} for event_id, ids in left.items()}
    record_each(agency_id=agency.id, actor=actor, verb="client_removed", kind="event", details=details, now=now)
    return {event_id: deleted[event_id] for event_id in left}


def _remove_waiting(agency: Agency, left: Mapping[UUID, Sequence[UUID]]) -> Stash:
    """What waits to those clients about the event that they have left."""
    clients = {client_id for ids in left.values() for client_id in ids}
    about = Message.objects.filter(agency_id=agency.id, event_id__in=list(left), client_id__in=clients, status__in=WAITING)
    found = about.values_list("id", "event_id", "client_id")
    return remove_waiting(agency.id, by="id", ids=[id for id, event_id, client_id in found if event_id and client_id in left[event_id]])


@transaction.atomic
def make_primary(*, agency: Agency, event: Event, client_id: UUID, actor: Actor, now: datetime) -> bool:
    """Make one of the event's clients the primary one; answers whether anything changed."""
    _hold(agency, event, [client_id])
    rows = Attendance.objects.filter(agency_id=agency.id, event_id=event.id)
    if not rows.filter(client_id=client_id, primary=False).exists():
        return False
    rows.filter(primary=True).update(primary=False, updated_at=now)
    rows.filter(client_id=client_id).update(primary=True, updated_at=now)
    _record(agency, event, "primary_client_changed", [client_id], actor, now)
    return True


@transaction.atomic
def confirm_attendance(*, agency: Agency, event: Event, client_id: UUID, actor: Actor, now: datetime) -> bool:
    """The client says that they will come to the event as it stands now; False where they do not attend it, or it is called off.

    A YES of theirs that nobody proved leaves the review queue: it was to be asked about, and is settled.
    """
    held = next(iter(hold_events(agency, [event.id])), None)
    if held is None or not held.expects(now):
        return False
    mine = Attendance.objects.filter(agency_id=agency.id, event_id=event.id, client_id=client_id)
    if not mine.update(confirmed_for=held.starts_at, updated_at=now):
        return False
    _record(agency, event, "attendance_confirmed", [client_id], actor, now)
    asked = Message.objects.filter(agency_id=agency.id, event_id=event.id, client_id=client_id, needs_review=True, reason_code=UNPROVEN)
    for message_id in list(asked.values_list("id", flat=True)):
        reviewed(agency=agency, message_id=message_id, actor=actor, now=now)
    return True


def _hold(agency: Agency, event: Event, client_ids: Sequence[UUID]) -> set[UUID]:
    """Holds the clients and all that attend, then the event, in lock order; answers which of the clients the agency has."""
    hold_attendees(agency.id, [event.id], besides=client_ids)
    known = set(Client.objects.filter(agency_id=agency.id, id__in=client_ids).values_list("id", flat=True))
    hold_events(agency, [event.id])
    return known


def _record(agency: Agency, event: Event, verb: str, client_ids: Sequence[UUID], actor: Actor, now: datetime) -> None:
    if client_ids:
        detail = {"clients": [str(client_id) for client_id in client_ids]}
        record(agency_id=agency.id, actor=actor, verb=verb, kind="event", ids=[event.id], now=now, detail=detail)
