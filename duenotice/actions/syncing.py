"""Syncing because somebody asks for it, or because what calls for messages has changed (A4, A5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.events.models import Attendance
from duenotice.flows.hold import hold_clients
from duenotice.flows.slices import Extent, Place
from duenotice.flows.sync import Scope, Sync, Synced, sync
from duenotice.jobs.models import SYNC, Job, State
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress

# So many events and clients are synced at once, in the transaction that changed what calls for their messages; more in the background.
AT_ONCE = 300
# One batch of the background takes about a second.
BATCH = 1000
# Of so many events and clients staff are told beforehand what a change would do: that takes a second or two.
FORETOLD = 3000


@dataclass(frozen=True)
class Spread:
    """How far a change of definitions or senders has spread: `synced` at once, or by `job`, which goes on in the background."""

    synced: Synced = field(default_factory=Synced)
    job: Job | None = None


@dataclass(frozen=True)
class Foretold:
    """What syncing would do, counted over the first `looked_at` of `total` events and clients."""

    counts: Synced
    looked_at: int
    total: int

    @property
    def whole(self) -> bool:
        return self.looked_at >= self.total


def foretell(agency: Agency, now: datetime, flow_id: UUID | None = None) -> Foretold:
    """What syncing an agency, or what follows one of its flows, would do now. Holds and changes nothing."""
    extent, coming, place, counts, looked_at = Extent(agency, now, flow_id), Sync(agency, now), Place(), Synced(), 0
    while looked_at < FORETOLD and (following := extent.after(place, min(BATCH, FORETOLD - looked_at))):
        scope, place = following
        counts += coming.preview(scope, limit=0).counts
        looked_at += len(scope.events) + len(scope.clients)
    return Foretold(counts, looked_at, looked_at if looked_at < FORETOLD else extent.size())


@transaction.atomic
def sync_messages(*, agency: Agency, scope: Scope, actor: Actor, now: datetime) -> Synced:
    """Sync Messages, as staff press it for a client, contact or event (A4): takes the offer off the contacts that it concerns (O2, L3)."""
    whom = _clients_of(agency, scope)
    hold_clients(agency.id, whom)
    offered = Contact.objects.filter(agency_id=agency.id, client_id__in=whom, sync_offered_at__isnull=False)
    if scope.contacts:
        offered = offered.filter(id__in=scope.contacts)
    if not scope.events:
        offered.update(sync_offered_at=None)
    done = sync(agency, scope, now)
    kind, ids = ("event", scope.events) if scope.events else ("contact", scope.contacts) if scope.contacts else ("client", scope.clients)
    record(agency_id=agency.id, actor=actor, verb="synced", kind=kind, ids=ids, now=now, detail=vars(done))
    return done


@transaction.atomic
def sync_whole_agency(*, agency: Agency, actor: Actor, now: datetime) -> Job:
    """Sync everything that an agency has, in the background, slice by slice."""
    return _enqueue(agency, None, actor, now)


def sync_definitions(*, agency: Agency, flow_id: UUID | None = None, changed: Sequence[UUID] = (), actor: Actor, now: datetime) -> Spread:
    """A flow, or else an auto message or a sender, has changed: sync all that it may concern, at once where that is little, else by a job.

    `changed` are the steps, or the auto message, by which messages may wait: until the job is done none of them goes by its old time or
    channel (messaging/unsynced.py). The caller holds the definitions, and its transaction changed them.
    """
    extent = Extent(agency, now, flow_id)
    if extent.size() > AT_ONCE:
        return Spread(job=_enqueue(agency, flow_id, actor, now, changed))
    place, synced = Place(), Synced()
    while following := extent.after(place):
        scope, place = following
        synced += sync(agency, scope, now)
    return Spread(synced)


def sync_batch(job: Job, now: datetime) -> Progress:
    """One slice of a job that syncs."""
    flow_id = job.parameters.get("flow")
    extent = Extent(job.agency, now, UUID(str(flow_id)) if flow_id else None)
    following = extent.after(Place.read(job.place), BATCH)
    if following is None:
        if flow_id is None:
            _supersede(job)
        return Progress(place=job.place, ended=True)
    scope, place = following
    done = sync(job.agency, scope, now)
    return Progress(handled=len(scope.events) + len(scope.clients), place=place.written(), counts=vars(done))


def _enqueue(agency: Agency, flow_id: UUID | None, actor: Actor, now: datetime, changed: Sequence[UUID] = ()) -> Job:
    parameters: dict[str, object] = {"flow": str(flow_id)} if flow_id else {}
    if changed:
        parameters["changed"] = [str(one) for one in changed]
    total = Extent(agency, now, flow_id).size()
    return enqueue(agency=agency, kind=SYNC, permission="view_messages", actor=actor, now=now, parameters=parameters, total=total)


def _supersede(job: Job) -> None:
    """The whole agency is synced: earlier syncs that stand still have nothing left to do, and hold nothing back any more."""
    earlier = Job.objects.filter(agency_id=job.agency_id, kind=SYNC, state__in=[State.PAUSED, State.FAILED], id__lt=job.id)
    earlier.update(state=State.CANCELLED)


def _clients_of(agency: Agency, scope: Scope) -> set[UUID]:
    if scope.contacts:
        contacts = Contact.objects.filter(agency_id=agency.id, id__in=scope.contacts, client_id__isnull=False)
        return {one for one in contacts.values_list("client_id", flat=True) if one}
    if scope.events:
        return set(Attendance.objects.filter(agency_id=agency.id, event_id__in=scope.events).values_list("client_id", flat=True))
    return set(scope.clients)
