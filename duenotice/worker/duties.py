"""What the worker does beside sending, each every few seconds: say that it lives, and move on what was left behind."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.messaging.dispatch import sweep
from duenotice.messaging.models import WorkerHeartbeat
from duenotice.worker.database import DatabaseGone, database_now

log = logging.getLogger(__name__)
DEAD_FOR = timedelta(days=1)


async def every(seconds: float, duty: Callable[[], Awaitable[None]]) -> None:
    """Until cancelled. A duty that fails is tried again at its next turn."""
    while True:
        try:
            await duty()
        except DatabaseGone:  # said once, by Database
            pass
        except Exception:
            log.exception("a duty of the worker failed")
        await asyncio.sleep(seconds)


def beat(worker_id: UUID, started_at: datetime) -> None:
    """Say that this worker is well, and forget those that died long ago."""
    now = database_now()
    WorkerHeartbeat.objects.update_or_create(id=worker_id, defaults={"at": now}, create_defaults={"at": now, "started_at": started_at})
    WorkerHeartbeat.objects.filter(at__lt=now - DEAD_FOR).delete()


def leave(worker_id: UUID) -> None:
    """This worker ends in order."""
    WorkerHeartbeat.objects.filter(id=worker_id).delete()


def sweep_now() -> None:
    swept = sweep(database_now())
    if any((swept.claimed, swept.submitting, swept.expired, swept.unknown)):
        log.info("moved on what was left behind: %s", swept)
