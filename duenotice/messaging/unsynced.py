"""Which automated messages wait because what calls for them was changed, and the sync that follows has not come to its end.

A change of a flow that few events follow syncs in its own transaction; of one that many follow, a job does. Until it is done, no message
goes by the channel or at the time that it had before the change.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from duenotice.db.named_sql import named_sql
from duenotice.jobs.models import NOT_DONE, SYNC, Job
from duenotice.messaging.hold import Held
from duenotice.messaging.may_leave import Verdict, wait
from duenotice.messaging.models import Message, Status

# In `held_for`.
UNSYNCED = "sync"
PAUSE = timedelta(seconds=30)
WORDS = _("What calls for it was changed. It waits until the change has reached it.")


def unsynced_origins(agency_id: UUID, held: Held) -> frozenset[UUID]:
    """The steps and auto messages whose messages may not go yet. While somebody changes them, all automated messages become busy.

    Asked at the gate. The lock comes before the look: a change that commits after the lock saves nothing before the hand-off does.
    """
    automated = [one for one in held.messages if one.planned_for]
    if not automated:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(named_sql("messaging", "try_definitions"), {"agency_id": agency_id})
        ours = cursor.fetchone()[0]
    if not ours:
        held.busy.extend(automated)
        held.messages[:] = [one for one in held.messages if not one.planned_for]
    return origins_behind(agency_id) if ours else frozenset()


def origins_behind(agency_id: UUID) -> frozenset[UUID]:
    """What was changed and is not synced yet. A sync that a person cancelled counts as done: what stands is wanted so."""
    rows = Job.objects.filter(agency_id=agency_id, kind=SYNC, state__in=NOT_DONE, parameters__has_key="changed")
    return frozenset(UUID(str(one)) for changed in rows.values_list("parameters__changed", flat=True) for one in changed)


def awaits_sync(message: Message, origins: Collection[UUID], now: datetime) -> Verdict | None:
    """Whether it waits for a sync."""
    if message.planned_for is None or message.origin_id not in origins:
        return None
    return wait(message, UNSYNCED, WORDS, now + PAUSE, else_to=Status.EXPIRED)
