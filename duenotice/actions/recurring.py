"""Recurring auto messages: once a turn has come, the next one is scheduled to everybody whom it goes to (A1, A3)."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.flows.models import RECURRING, AutoMessage
from duenotice.flows.origins import schedule_of
from duenotice.flows.recurrence import around
from duenotice.flows.sync import Scope, sync
from duenotice.lifecycle.states import LIVE

SLICE = 1000


def schedule_recurring(now: datetime) -> int:
    """Schedule the next turn of every auto message whose last one has come; answers of how many.

    Whoever does it twice, or at the same time, changes nothing: a turn is an occasion, and has one message for each contact.
    """
    due = due_schedules(now)
    for auto in due:
        _schedule(auto.agency, auto, now)
    return len(due)


def due_schedules(now: datetime) -> list[AutoMessage]:
    """Of every agency: those whose next turn is not scheduled yet."""
    waiting = Q(scheduled_through=None) | Q(scheduled_through__lte=now)
    return list(AutoMessage.objects.filter(LIVE, waiting, trigger__in=RECURRING).select_related("agency").order_by("agency_id", "id"))


def _schedule(agency: Agency, auto: AutoMessage, now: datetime) -> None:
    clients = Client.objects.filter(LIVE, agency_id=agency.id, status__iexact=auto.client_status).order_by("id")
    place = UUID(int=0)
    while ids := list(clients.filter(id__gt=place).values_list("id", flat=True)[:SLICE]):
        sync(agency, Scope(clients=ids, eventless=True), now)
        place = ids[-1]
    # Whoever changed its schedule meanwhile has emptied this, so that the next turn of the duty looks again.
    following = around(schedule_of(auto, agency), now)[-1].due.send_at
    same = AutoMessage.objects.filter(agency_id=agency.id, id=auto.id, updated_at=auto.updated_at)
    same.update(scheduled_through=following)
