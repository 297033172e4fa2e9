"""The program itself: takes jobs and duties from the queue, and tells webhooks, until it is told to stop; it leaves none half done."""

import asyncio
import logging
import os
import signal
import threading

from django.utils import timezone
from procrastinate.contrib.django import DjangoApp, app

from duenotice.jobs.reviving import retry_stalled
from duenotice.runner.tasks import STOPPING, register
from duenotice.webhooks.telling import Teller

log = logging.getLogger(__name__)
# At once in one program: an upload of hours leaves a place for what takes a second, and for duties.
AT_ONCE = 3
# Messages come first: jobs take what processor time is left over.
NICENESS = 10


async def run_jobs() -> None:
    """Until SIGTERM or SIGINT; what is running then ends its batch and goes back into the queue."""
    os.nice(NICENESS)
    told = threading.Event()
    own = register(DjangoApp(connector=app.connector.get_worker_connector()))  # type: ignore[attr-defined]
    teller = Teller(timezone.now)
    telling = asyncio.create_task(teller.run())
    async with own.open_async():
        # Whatever ended the last program, its jobs need not wait for the duty of the next minute.
        await retry_stalled(own)
        running = asyncio.create_task(
            own.run_worker_async(
                name="jobs",
                concurrency=AT_ONCE,
                install_signal_handlers=False,
                additional_context={STOPPING: told.is_set},
            )
        )

        def stop() -> None:
            told.set()
            teller.stop()
            running.cancel()

        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop)
        try:
            await running
        except asyncio.CancelledError:
            if not told.is_set():
                raise
            log.info("stopped: what was running goes on at the next start")
        finally:
            teller.stop()
            await telling
