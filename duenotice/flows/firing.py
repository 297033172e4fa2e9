"""Auto messages that a change calls for at the moment of the change: a client, contact or event was updated (A1)."""

from dataclasses import replace
from datetime import datetime

from duenotice.agencies.models import Agency
from duenotice.flows.models import AutoMessage, Trigger
from duenotice.flows.origins import of_fired
from duenotice.flows.sync import Scope, Sync, parts_of
from duenotice.lifecycle.states import LIVE


def fire(agency: Agency, trigger: Trigger, scope: Scope, now: datetime) -> int:
    """Schedule the messages that this change calls for; answers how many. Where one of the same waits already, it is enough.

    The caller holds what it changed. From then on they are like one-offs: sync leaves them be.
    """
    autos = list(AutoMessage.objects.filter(LIVE, agency_id=agency.id, trigger=trigger).order_by("id"))
    if not autos:
        return 0
    about = "about_events" if scope.events else "about_clients"
    parts = [replace(part, mine="false", known="known_waiting") for part in parts_of(scope) if part.called == about]
    return Sync(agency, now, fired={about: [of_fired(row, agency, now) for row in autos]}).make(parts[0])
