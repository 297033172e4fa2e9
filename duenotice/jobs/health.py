"""Do background jobs run: when was a runner last heard, and for how long has the oldest job waited."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from procrastinate.contrib.django.models import ProcrastinateWorker

# A runner says every ten seconds that it lives.
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True)
class Health:
    """`runner_heard_ago` is in seconds; None where no runner is known."""

    runner_heard_ago: float | None

    @property
    def well(self) -> bool:
        return self.runner_heard_ago is not None and self.runner_heard_ago <= SILENT_AFTER.total_seconds()


def health(now: datetime) -> Health:
    """For monitors. Raises DatabaseError."""
    heard = ProcrastinateWorker.objects.aggregate(heard=Max("last_heartbeat"))["heard"]
    return Health((now - heard).total_seconds() if heard else None)
