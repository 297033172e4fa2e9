"""The steps of a flow around its event, in the order in which they go, with words for when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.dateformat import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from duenotice.agencies.models import Agency
from duenotice.events.models import Status
from duenotice.flows.models import Flow, FlowStep, StepKind, Unit
from duenotice.flows.samples import COURT_FLOW
from duenotice.messaging.models import WAITING, Message
from duenotice.web.languages import language_name
from duenotice.web.messaging.words_form import FIRST, body_for_reader, words_of

# Steps at a time of day are set beside those by hours as if the event were at nine, as most are.
EVENT_HOUR = 9
AT_ONCE: dict[str, Any] = {
    StepKind.ON_CREATED: gettext_lazy("At once, when the event is created"),
    StepKind.ON_STATUS: gettext_lazy("At once, when it gets the status %(status)s"),
    StepKind.BEFORE: gettext_lazy("On the day of the event, at %(time)s"),
    StepKind.AFTER: gettext_lazy("On the day of the event, at %(time)s"),
}
DAYS: dict[str, Any] = {
    StepKind.BEFORE: ngettext_lazy("%(n)d day before, at %(time)s", "%(n)d days before, at %(time)s", "n"),
    StepKind.AFTER: ngettext_lazy("%(n)d day after, at %(time)s", "%(n)d days after, at %(time)s", "n"),
    StepKind.ON_CREATED: ngettext_lazy("%(n)d day after it is created, at %(time)s", "%(n)d days after it is created, at %(time)s", "n"),
    StepKind.ON_STATUS: ngettext_lazy(
        "%(n)d day after it gets the status %(status)s, at %(time)s", "%(n)d days after it gets the status %(status)s, at %(time)s", "n"
    ),
}
BUSINESS_DAYS: dict[str, Any] = {
    StepKind.BEFORE: ngettext_lazy("%(n)d business day before, at %(time)s", "%(n)d business days before, at %(time)s", "n"),
    StepKind.AFTER: ngettext_lazy("%(n)d business day after, at %(time)s", "%(n)d business days after, at %(time)s", "n"),
    StepKind.ON_CREATED: ngettext_lazy(
        "%(n)d business day after it is created, at %(time)s", "%(n)d business days after it is created, at %(time)s", "n"
    ),
    StepKind.ON_STATUS: ngettext_lazy(
        "%(n)d business day after it gets the status %(status)s, at %(time)s",
        "%(n)d business days after it gets the status %(status)s, at %(time)s",
        "n",
    ),
}
HOURS: dict[str, Any] = {
    StepKind.BEFORE: ngettext_lazy("%(n)d hour before", "%(n)d hours before", "n"),
    StepKind.AFTER: ngettext_lazy("%(n)d hour after", "%(n)d hours after", "n"),
    StepKind.ON_CREATED: ngettext_lazy("%(n)d hour after it is created", "%(n)d hours after it is created", "n"),
    StepKind.ON_STATUS: ngettext_lazy(
        "%(n)d hour after it gets the status %(status)s", "%(n)d hours after it gets the status %(status)s", "n"
    ),
}


@dataclass(frozen=True)
class Stop:
    """One step. `missing` are the first languages that it has no words in; `waiting` counts its scheduled messages."""

    step: FlowStep
    when: str
    body: str
    languages: list[str]
    missing: list[str]
    waiting: int


@dataclass(frozen=True)
class Timeline:
    """What goes before the event, after it, and whenever it gets a status."""

    ahead: list[Stop]
    after: list[Stop]
    on_status: list[Stop]

    @property
    def stops(self) -> list[Stop]:
        return [*self.ahead, *self.after, *self.on_status]

    @property
    def waiting(self) -> int:
        return sum(stop.waiting for stop in self.stops)


def timeline(agency: Agency, flow: Flow) -> Timeline:
    """The flow comes with its steps and their words."""
    steps = sorted(flow.steps.all(), key=_place)
    waiting = _waiting(agency, [step.template_id for step in steps])
    stops = [(step.kind, _stop(step, waiting)) for step in steps]
    return Timeline(
        ahead=[stop for kind, stop in stops if kind in (StepKind.ON_CREATED, StepKind.BEFORE)],
        after=[stop for kind, stop in stops if kind == StepKind.AFTER],
        on_status=[stop for kind, stop in stops if kind == StepKind.ON_STATUS],
    )


def sample_steps() -> list[tuple[str, str]]:
    """The steps of the sample court flow: when each goes, and its name."""
    missed = Status(name=_("Missed"))
    steps = [
        FlowStep(kind=one.kind, amount=one.amount, at=one.at, business_days=one.business_days, unit=Unit.DAYS, status=missed)
        for one in COURT_FLOW
    ]
    return [(when(step), str(one.sample.name)) for step, one in zip(steps, COURT_FLOW, strict=True)]


def when(step: FlowStep) -> str:
    """When a step goes, in words."""
    status = step.status.name if step.status else ""
    filled = {"n": step.amount, "status": status, "time": time_format(step.at or time(), "g:i A")}
    at_once = step.amount == 0 and (step.unit == Unit.DAYS or step.kind in (StepKind.ON_CREATED, StepKind.ON_STATUS))
    if at_once:
        return str(AT_ONCE[step.kind]) % filled
    if step.unit == Unit.HOURS:
        return str(HOURS[step.kind] % filled)
    return str((BUSINESS_DAYS if step.business_days else DAYS)[step.kind] % filled)


def _place(step: FlowStep) -> tuple[int, float]:
    """Where a step stands: what follows creating first, then by hours from the event."""
    hours = float(step.amount) if step.unit == Unit.HOURS else step.amount * 24.0
    clock = step.at.hour + step.at.minute / 60 - EVENT_HOUR if step.at else 0
    if step.kind == StepKind.BEFORE:
        return 1, clock - hours
    return (0 if step.kind == StepKind.ON_CREATED else 2), hours + clock


def _stop(step: FlowStep, waiting: Mapping[UUID, int]) -> Stop:
    words = words_of(step.template)
    missing = [language_name(code) for code in FIRST if code not in words]
    languages = [language_name(code) for code in words]
    return Stop(step, when(step), body_for_reader(words), languages, missing, waiting.get(step.template_id, 0))


def _waiting(agency: Agency, template_ids: list[UUID]) -> dict[UUID, int]:
    rows = Message.objects.filter(agency_id=agency.id, template_id__in=template_ids, status__in=WAITING)
    return {row["template_id"]: row["many"] for row in rows.values("template_id").annotate(many=Count("id"))}
