"""`duenotice jobs`: run background jobs and recurring duties, until SIGTERM or Ctrl-C."""

import asyncio
import os
from typing import Any

from django.core.management.base import BaseCommand

from duenotice.runner.program import run_jobs

# A statement may take long here, but not wait long for somebody else's lock; a transaction that was forgotten ends.
PATIENCE = "-c lock_timeout=20s -c idle_in_transaction_session_timeout=300s"


class Command(BaseCommand):
    help = "Run background jobs and recurring duties, until SIGTERM or Ctrl-C. Any number of these may run, on any number of machines."

    def handle(self, *args: Any, **options: Any) -> None:
        os.environ.setdefault("PGOPTIONS", PATIENCE)
        asyncio.run(run_jobs())
