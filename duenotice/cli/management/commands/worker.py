"""`duenotice worker`: send what is due, until SIGTERM or Ctrl-C."""

import asyncio
import os
import signal
from typing import Any

from django.core.management.base import BaseCommand

from duenotice.worker.loop import Worker

# No statement of the worker takes long: one that does waits for something that is stuck, and is tried again.
PATIENCE = "-c lock_timeout=5s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s"


class Command(BaseCommand):
    help = "Send what is due, until SIGTERM or Ctrl-C. Any number of workers may run, on any number of machines."

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ.setdefault("PGOPTIONS", PATIENCE)
        asyncio.run(_run())


async def _run() -> None:
    worker = Worker()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, worker.stop)
    await worker.run()
