"""A kind of job for tests: makes clients, one a batch, each after some time. The program under test imports it before anything else."""

import os
import time
from datetime import datetime
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duenotice.settings")
django.setup()

from duenotice.clients.models import Client  # noqa: E402
from duenotice.jobs.running import Progress  # noqa: E402
from duenotice.runner.kinds import STEPS  # noqa: E402


def step(job: Any, now: datetime) -> Progress:
    made, asked = int(job.place or 0) + 1, job.parameters
    Client.objects.create(agency_id=job.agency_id, last_name=str(made))
    time.sleep(asked["seconds"])
    return Progress(handled=1, place=made, total=asked["clients"], ended=made == asked["clients"])


STEPS["slow"] = step
