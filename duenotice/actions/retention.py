"""Moving archived records to the trash, and deleting trashed ones for good, when their day has come (L4): by people's verbs, in batches."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from duenotice.actions.legal_holds import held
from duenotice.actions.lifecycle import DEFINITIONS, KINDS, trash
from duenotice.actions.purging import ROOTS, purge
from duenotice.actions.removing_definitions import remove_definitions
from duenotice.agencies.activity import SYSTEM, Actor
from duenotice.agencies.models import Agency
from duenotice.jobs.models import Job, State
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress
from duenotice.lifecycle.retention import due_before
from duenotice.lifecycle.states import ARCHIVED, TRASHED

RETENTION, PURGE = "retention", "purge"
AT_A_TIME = 100
# Records in this order: with a client its contacts go.
ORDER = ["client", "contact", "event", *DEFINITIONS]


def begin_retention(now: datetime) -> int:
    """The nightly duty: a job for each agency where the day of some record has come; answers how many."""
    begun = 0
    under_way = Job.objects.filter(kind=RETENTION, state__in=[State.WAITING, State.RUNNING, State.PAUSED]).values("agency_id")
    for agency in Agency.objects.exclude(id__in=under_way):
        if any(_due(agency, verb, kind, now, after=None) for verb, kind in _turns()):
            enqueue(agency=agency, kind=RETENTION, permission="purge", actor=SYSTEM, now=now)
            begun += 1
    return begun


def retain(job: Job, now: datetime) -> Progress:
    """One batch of that job. `place` is whose turn it is and the last record looked at."""
    turns = _turns()
    turn, after = job.place or [0, None]
    verb, kind = turns[turn]
    due = _due(job.agency, verb, kind, now, after=after)
    if not due:
        return Progress(place=[turn + 1, None], ended=turn + 1 == len(turns))
    stopped = held(job.agency_id, kind, due)
    counts = {"held": len(stopped)} if stopped else {}
    moving = [id for id in due if id not in stopped]
    if verb == "trash":
        moved = trash(agency=job.agency, kind=kind, ids=moving, actor=SYSTEM, now=now).ids
        counts[f"trashed_{kind}"] = len(moved)
    elif kind in DEFINITIONS:
        removed = remove_definitions(agency=job.agency, kind=kind, ids=moving, actor=SYSTEM, now=now)
        if removed.more:
            return Progress(place=[turn, after])
        counts[f"removed_{kind}"] = removed.count
    else:
        counts |= _purge(job.agency, kind, moving, SYSTEM, now)
    return Progress(handled=len(due), place=[turn, str(due[-1])], counts=counts)


def begin_purge(*, agency: Agency, kind: str, ids: list[UUID], actor: Actor, now: datetime) -> Job:
    """Purge by hand: a job whose page is the report of what went."""
    parameters = {"kind": kind, "ids": [str(id) for id in ids]}
    return enqueue(agency=agency, kind=PURGE, permission="purge", actor=actor, now=now, parameters=parameters, total=len(ids))


def purge_asked(job: Job, now: datetime) -> Progress:
    """One batch of a purge by hand. With the last, the job forgets which records they were."""
    ids, place = job.parameters["ids"], int(job.place or 0)
    batch = [UUID(id) for id in ids[place : place + AT_A_TIME]]
    kind = job.parameters["kind"]
    counts = _purge(job.agency, kind, batch, Actor("user", job.made_by), now)
    if left := len(batch) - counts.get(ROOTS[kind]._meta.db_table, 0):
        counts["left"] = left
    ended = place + AT_A_TIME >= len(ids)
    if ended:
        Job.objects.filter(agency_id=job.agency_id, id=job.id).update(parameters={"kind": kind})
    return Progress(handled=len(batch), place=place + AT_A_TIME, counts=counts, ended=ended)


def _purge(agency: Agency, kind: str, ids: list[UUID], actor: Actor, now: datetime) -> dict[str, int]:
    return dict(purge(agency=agency, kind=kind, ids=ids, actor=actor, now=now).counts) if ids else {}


def _turns() -> list[tuple[str, str]]:
    return [(verb, kind) for verb in ("purge", "trash") for kind in ORDER]


def _due(agency: Agency, verb: str, kind: str, now: datetime, *, after: str | None) -> list[UUID]:
    """The next records whose day has come; none where the agency has it switched off."""
    days = agency.auto_delete_days if verb == "purge" else agency.auto_trash_days
    if days is None:
        return []
    before = due_before(now, days, ZoneInfo(agency.time_zone))
    state, stamp = (TRASHED, "trashed_at") if verb == "purge" else (ARCHIVED, "archived_at")
    rows = KINDS[kind][0]._default_manager.filter(state, agency_id=agency.id, **{f"{stamp}__lt": before})
    if after:
        rows = rows.filter(id__gt=after)
    return list(rows.order_by("id").values_list("id", flat=True)[:AT_A_TIME])
