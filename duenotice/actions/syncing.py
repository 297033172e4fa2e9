"""Syncing because somebody asks for it, or because what calls for messages has changed (A4, A5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.events.models import Attendance
from duenotice.flows.hold import hold_clients
from duenotice.flows.slices import Extent, Place
from duenotice.flows.sync import Scope, Synced, sync
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress

# So many events and clients are synced at once, in the transaction that changed what calls for their messages; more in the background.
AT_ONCE = 300
# One batch of the background takes about a second.
BATCH = 1000
JOB = "sync"


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


def sync_definitions(*, agency: Agency, flow_id: UUID | None = None, actor: Actor, now: datetime) -> Job | None:
    """A flow, or else an auto message, has changed: sync all that it may call for, at once where that is little; else answers the job.

    The caller holds the definitions, and its transaction changed them.
    """
    extent = Extent(agency, now, flow_id)
    if extent.size() > AT_ONCE:
        return _enqueue(agency, flow_id, actor, now)
    place = Place()
    while following := extent.after(place):
        scope, place = following
        sync(agency, scope, now)
    return None


def sync_batch(job: Job, now: datetime) -> Progress:
    """One slice of a job that syncs."""
    flow_id = job.parameters.get("flow")
    extent = Extent(job.agency, now, UUID(str(flow_id)) if flow_id else None)
    following = extent.after(Place.read(job.place), BATCH)
    if following is None:
        return Progress(place=job.place, ended=True)
    scope, place = following
    done = sync(job.agency, scope, now)
    return Progress(handled=len(scope.events) + len(scope.clients), place=place.written(), counts=vars(done))


def _enqueue(agency: Agency, flow_id: UUID | None, actor: Actor, now: datetime) -> Job:
    parameters = {"flow": str(flow_id)} if flow_id else {}
    total = Extent(agency, now, flow_id).size()
    return enqueue(agency=agency, kind=JOB, permission="view_messages", actor=actor, now=now, parameters=parameters, total=total)


def _clients_of(agency: Agency, scope: Scope) -> set[UUID]:
    if scope.contacts:
        contacts = Contact.objects.filter(agency_id=agency.id, id__in=scope.contacts, client_id__isnull=False)
        return {one for one in contacts.values_list("client_id", flat=True) if one}
    if scope.events:
        return set(Attendance.objects.filter(agency_id=agency.id, event_id__in=scope.events).values_list("client_id", flat=True))
    return set(scope.clients)
