"""Files that were attached to a form and never sent do not stay (L4)."""

from datetime import datetime, timedelta

from django.db import connection

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql

# A program may attach a file days before it sends the message.
KEPT_FOR = timedelta(days=7)


def prune_files(now: datetime) -> int:
    """The nightly duty; answers how many files went."""
    gone = 0
    for agency_id in Agency.objects.values_list("id", flat=True):
        with connection.cursor() as cursor:
            cursor.execute(named_sql("actions", "prune_files"), {"agency_id": agency_id, "before": now - KEPT_FOR})
            gone += cursor.rowcount
    return gone
