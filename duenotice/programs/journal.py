"""What programs asked (P6): kept in memory, and written in batches, because a row of its own for each call would double a call's cost.

A web process that is killed loses at most its last second.
"""

import logging
import time
from collections import defaultdict
from datetime import datetime
from threading import Lock, Thread
from uuid import UUID

from django.db import DatabaseError, connection
from django.db.models import Q
from django.db.models.functions import Greatest

from duenotice.agencies.activity import Look, append_looks
from duenotice.db.copying import insert
from duenotice.programs.models import ApiCall, ApiClient

log = logging.getLogger(__name__)
EVERY = 1.0  # seconds
MOST_KEPT = 20_000


_calls: list[ApiCall] = []
_looks: list[Look] = []
_lock = Lock()


def note(call: ApiCall, look: Look | None) -> None:
    """Keep one call until the next flush."""
    with _lock:
        if len(_calls) < MOST_KEPT:
            _calls.append(call)
            if look is not None:
                _looks.append(look)


def flush() -> None:
    """Write what is kept: the calls, the looks, and when each program was last here."""
    with _lock:
        calls, looks = _calls[:], _looks[:]
        _calls.clear()
        _looks.clear()
    if not calls:
        return
    known = set(ApiClient.objects.filter(id__in={call.api_client_id for call in calls}).values_list("id", flat=True))
    calls = [call for call in calls if call.api_client_id in known]
    insert(calls)
    latest: dict[UUID, datetime] = defaultdict(lambda: calls[0].at)
    for call in calls:
        latest[call.api_client_id] = max(latest[call.api_client_id], call.at)
    for client_id, at in latest.items():
        ApiClient.objects.filter(Q(last_used_at=None) | Q(last_used_at__lt=at), id=client_id).update(
            last_used_at=Greatest("last_used_at", at)
        )
    append_looks(looks)


def keep_flushing() -> None:
    """Begin to flush every second, in a thread of this process."""
    Thread(target=_run, name="api-journal", daemon=True).start()


def _run() -> None:
    while True:
        time.sleep(EVERY)
        try:
            flush()
        except DatabaseError:
            log.exception("what programs asked could not be written")
        finally:
            connection.close()
