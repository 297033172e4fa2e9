"""From the outbox to deliveries: what changed, written down once for each endpoint that wants to be told."""

from datetime import datetime

from django.db import connection, transaction

from duenotice.db.named_sql import named_sql

MOST = 5_000
LOCK = 0x64755F686F6F6B73  # du_hooks


@transaction.atomic
def fan_out(now: datetime) -> bool:
    """Take what is in the outbox; whether there may be more. Nothing where somebody else is about it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False
        cursor.execute(named_sql("webhooks", "fan_out"), {"most": MOST, "now": now})
        taken: int = cursor.fetchone()[0]
    return taken == MOST
