"""Running a job: batch after batch, each in a transaction with its progress, until it ends, is asked to stop, or its turn is over.

A runner that dies loses the batch it was in and nothing else: the next one begins where the last commit left off.
"""

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from duenotice.db.only_simulate import only_simulating
from duenotice.jobs.models import Asked, Job, State
from duenotice.jobs.queue import wake

Done = TypeVar("Done")
log = logging.getLogger(__name__)
# Seconds after which a job makes way for others, and goes on when its turn comes again.
TURN = 20.0
# A batch that the database did not take (a deadlock, a restart) is tried so often again, after so many seconds.
TRIES, PAUSE = 5, 1.0


@dataclass(frozen=True)
class Progress:
    """What one batch did. `place` is where the next begins; `counts` add up; `result` and `total` replace what they name."""

    handled: int = 0
    place: object = None
    counts: Mapping[str, int] = field(default_factory=dict)
    result: Mapping[str, object] = field(default_factory=dict)
    total: int | None = None
    ended: bool = False


# Does one batch, of at most about a second, inside the transaction that also writes its progress.
Batch = Callable[[Job, datetime], Progress]


@dataclass(frozen=True)
class Errand:
    """One batch that asks somebody over the network, which no transaction may wait for.

    `claim` says, in a transaction of its own, what is asked; `call` asks, outside any; `keep` is the batch that writes what was answered.
    A runner that dies between leaves what it claimed: the next `claim` sees it, and must not ask it again.
    """

    claim: Callable[[Job, datetime], Any]
    call: Callable[[Any], Any]
    keep: Callable[[Job, Any, Any, datetime], Progress]


Step = Batch | Errand


class CannotGoOn(Exception):
    """The job can do no more; the words say why, and what to do, to whoever began it."""


class Overtaken(Exception):
    """Another runner has the job by now: this one was thought dead. What this batch did is rolled back."""


def run(
    agency_id: UUID,
    job_id: UUID,
    steps: Mapping[str, Step],
    *,
    clock: Callable[[], datetime],
    stopping: Callable[[], bool] = lambda: False,
) -> None:
    """Run a job, by the step of its kind, until it ends or its turn is over. Raises OperationalError where the database stays away."""
    job = _begin(agency_id, job_id, clock())
    if job is None:
        return
    until = time.monotonic() + TURN
    with translation.override(job.language), timezone.override(ZoneInfo(job.agency.time_zone)):
        try:
            while job.state == State.RUNNING and not _asked(job, clock()):
                if stopping() or time.monotonic() > until:
                    _make_way(job, clock())
                    return
                _do(job, steps[job.kind], clock)
        except Overtaken:
            log.warning("job %s is run by another runner by now", job.id)
        except (OperationalError, InterfaceError):
            raise
        except CannotGoOn as refused:
            _leave(job, clock(), State.FAILED, reason=str(refused))
        except Exception:
            log.exception("job %s (%s) failed", job.id, job.kind)
            _leave(job, clock(), State.FAILED, reason=_("Something went wrong. What was done until then stays. Press Resume to go on."))


def _begin(agency_id: UUID, job_id: UUID, now: datetime) -> Job | None:
    """The job, now ours; None where there is nothing to run."""
    mine = Job.objects.filter(agency_id=agency_id, id=job_id)
    taken = mine.filter(state__in=[State.WAITING, State.RUNNING]).update(
        state=State.RUNNING, run=F("run") + 1, started_at=Coalesce("started_at", now), updated_at=now
    )
    return mine.select_related("agency").get() if taken else None


def _asked(job: Job, now: datetime) -> bool:
    """Does what a person asked of the job meanwhile; whether that ends its run."""
    job.asked = Job.objects.values_list("asked", flat=True).get(agency_id=job.agency_id, id=job.id)
    if job.asked:
        _leave(job, now, State.PAUSED if job.asked == Asked.PAUSE else State.CANCELLED)
    return bool(job.asked)


def _do(job: Job, step: Step, clock: Callable[[], datetime]) -> None:
    if not isinstance(step, Errand):
        _try(job, lambda: _batch(job, step, clock()))
        return
    claimed = _try(job, lambda: _claim(job, step, clock()))
    said = step.call(claimed)
    _try(job, lambda: _batch(job, lambda job, now: step.keep(job, claimed, said, now), clock()))


def _try(job: Job, work: Callable[[], Done]) -> Done:
    """Do what is one transaction, again where the database did not take it."""
    for _left in range(TRIES - 1):
        try:
            return work()
        except (OperationalError, InterfaceError):
            log.warning("a batch of job %s is tried again", job.id, exc_info=True)
            if not connection.in_atomic_block:
                connection.close_if_unusable_or_obsolete()
            time.sleep(PAUSE)
    return work()


def _claim(job: Job, errand: Errand, now: datetime) -> Any:
    with transaction.atomic():
        claimed = errand.claim(job, now)
        _write(job, now)
    return claimed


def _batch(job: Job, step: Batch, now: datetime) -> None:
    with transaction.atomic():
        with only_simulating() if job.only_simulate else nullcontext():
            progress = step(job, now)
        counts = {**job.counts, **{name: job.counts.get(name, 0) + count for name, count in progress.counts.items()}}
        changes = {
            "done": job.done + progress.handled,
            "total": job.total if progress.total is None else progress.total,
            "place": progress.place,
            "counts": counts,
            "result": {**job.result, **progress.result},
            "state": State.DONE if progress.ended else State.RUNNING,
            "ended_at": now if progress.ended else None,
        }
        _write(job, now, **changes)
    for name, value in changes.items():
        setattr(job, name, value)


def _make_way(job: Job, now: datetime) -> None:
    with transaction.atomic():
        _write(job, now, state=State.WAITING)
        wake(job.agency_id, job.id)


def _leave(job: Job, now: datetime, state: State, *, reason: str = "") -> None:
    ended_at = None if state == State.PAUSED else now
    _write(job, now, state=state, reason=reason, asked=Asked.NOTHING, ended_at=ended_at)


def _write(job: Job, now: datetime, **changes: object) -> None:
    """Raises Overtaken."""
    mine = Job.objects.filter(agency_id=job.agency_id, id=job.id, run=job.run, state=State.RUNNING)
    if not mine.update(**changes, updated_at=now):
        raise Overtaken
