"""What is forgotten of webhooks: the log of what was told, after a month."""

from datetime import datetime, timedelta

from duenotice.lib.identity import first_at
from duenotice.webhooks.models import Delivery

KEPT_FOR = timedelta(days=30)
AT_ONCE = 10_000


def prune_deliveries(now: datetime) -> int:
    """Answers how many went. What still waits after so long goes too: its endpoint was paused all the time."""
    gone = 0
    while old := list(Delivery.objects.filter(id__lt=first_at(now - KEPT_FOR)).values_list("id", flat=True)[:AT_ONCE]):
        gone += Delivery.objects.filter(id__in=old).delete()[0]
    return gone
