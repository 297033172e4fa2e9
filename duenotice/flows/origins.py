"""What can call for automated messages in an agency now: the steps of its flows and its auto messages, as sync reads them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import prepared_objects
from duenotice.flows.models import RECURRING, AutoMessage, FlowStep, StepKind, Trigger, Unit
from duenotice.flows.recurrence import Schedule, around
from duenotice.flows.step_time import LIFE, Due, Step
from duenotice.messaging.models import Kind

# How an event's trigger counts, in the words of steps.
EVENT_TRIGGERS = {Trigger.EVENT_CREATED: StepKind.ON_CREATED, Trigger.EVENT_STATUS: StepKind.ON_STATUS}
CREATED = [Trigger.CLIENT_CREATED, Trigger.CONTACT_CREATED]
# An event this long past whatever a step counts can have no message waiting any more.
MARGIN = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Origin:
    """One thing that calls for messages. `channels` empty: any. `turn` and `due` are a recurring one's, whose occasion the turn is."""

    id: UUID
    template_id: UUID
    kind: str
    counted_from: str
    step: Step
    channels: tuple[str, ...] = ()
    flow_id: UUID | None = None
    status_id: UUID | None = None
    client_status: str | None = None
    active_since: datetime | None = None
    turn: str = ""
    due: Due | None = None


def standing_origins(agency: Agency, now: datetime) -> dict[str, list[Origin]]:
    """Of `about_events`, steps of the flows that send, and auto messages that events call for.

    Of `about_clients`, auto messages that clients and contacts call for by being created; and each turn that is near of the recurring ones.
    """
    autos = _auto_messages(agency, [*EVENT_TRIGGERS, *CREATED, *RECURRING])
    return {
        "about_events": _about_events(agency, [row for row in autos if row.trigger in EVENT_TRIGGERS]),
        "about_clients": [origin for row in autos if row.trigger not in EVENT_TRIGGERS for origin in _of_client(row, agency, now)],
    }


def origins_about_events(agency: Agency) -> list[Origin]:
    """Steps of the flows that send, and auto messages that events call for."""
    return _about_events(agency, _auto_messages(agency, EVENT_TRIGGERS))


def _about_events(agency: Agency, autos: Iterable[AutoMessage]) -> list[Origin]:
    steps = prepared_objects(FlowStep, named_sql("flows", "steps"), {"agency_id": agency.id})
    return [*(of_step(row, agency) for row in steps), *(of_auto(row, agency) for row in autos)]


def _auto_messages(agency: Agency, triggers: Iterable[Trigger]) -> list[AutoMessage]:
    asked = {"agency_id": agency.id, "triggers": [str(one) for one in triggers]}
    return prepared_objects(AutoMessage, named_sql("flows", "auto_messages"), asked)


def horizon(origins: Iterable[Origin]) -> timedelta:
    """How long after its event, or its event's status, anything can still be called for."""
    return max((_reach(origin.step) for origin in origins), default=timedelta()) + LIFE + MARGIN


def of_fired(row: AutoMessage, agency: Agency, now: datetime) -> Origin:
    """What a change calls for at once. Each change is an occasion of its own."""
    at_once = Step(StepKind.ON_CREATED, delay=agency.one_off_delay)
    due = Due(now + agency.one_off_delay, now + agency.one_off_delay + LIFE, at_once=True)
    turn, channels = f"changed {now.timestamp():.6f}", tuple(row.channels)
    return Origin(row.id, row.template_id, Kind.AUTO, "change", at_once, channels, turn=turn, due=due)


def schedule_of(auto: AutoMessage, agency: Agency) -> Schedule:
    assert auto.at is not None
    return Schedule(auto.trigger, auto.at, agency.time_zone, auto.weekday, auto.day_of_month)


def _reach(step: Step) -> timedelta:
    if step.kind == StepKind.BEFORE:
        return timedelta()
    if step.unit == Unit.HOURS:
        return timedelta(hours=step.amount)
    # A business day is at most 3 days after the one before it.
    return timedelta(days=step.amount * (3 if step.business_days else 1) + 1)


def of_step(row: FlowStep, agency: Agency) -> Origin:
    step = Step(row.kind, row.amount, row.unit, row.business_days, row.at, agency.one_off_delay)
    return Origin(row.id, row.template_id, Kind.FLOW, row.kind, step, tuple(row.channels), row.flow_id, row.status_id)


def of_auto(row: AutoMessage, agency: Agency) -> Origin:
    kind = EVENT_TRIGGERS[Trigger(row.trigger)]
    step = Step(kind, delay=agency.one_off_delay)
    return Origin(
        row.id, row.template_id, Kind.AUTO, kind, step, tuple(row.channels), status_id=row.status_id, active_since=row.active_since
    )


def _of_client(row: AutoMessage, agency: Agency, now: datetime) -> list[Origin]:
    at_once = Step(StepKind.ON_CREATED, delay=agency.one_off_delay)
    if row.trigger in CREATED:
        channels, since = tuple(row.channels), row.active_since
        return [Origin(row.id, row.template_id, Kind.AUTO, row.trigger, at_once, channels, active_since=since, turn="created")]
    return [
        Origin(
            row.id,
            row.template_id,
            Kind.AUTO,
            row.trigger,
            at_once,
            tuple(row.channels),
            client_status=row.client_status,
            turn=one.period,
            due=one.due,
        )
        for one in around(schedule_of(row, agency), now)
    ]
