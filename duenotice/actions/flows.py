"""Making and changing flows and their steps, and which flow an event follows (A2)."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import Wording, check_wordings, save_words
from duenotice.actions.lifecycle import messages_of
from duenotice.actions.syncing import Foretold, foretell, sync_definitions
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import CHANNELS
from duenotice.db.copying import insert
from duenotice.db.violations import refused_by
from duenotice.events.models import Event, Status
from duenotice.flows.hold import hold_definitions
from duenotice.flows.models import MOST, EventFlow, Flow, FlowMode, FlowStep, StepKind, Unit
from duenotice.messaging.removal import delete_of_templates, remove_fallbacks
from duenotice.words.models import Template

AT_ONCE = (StepKind.ON_CREATED, StepKind.ON_STATUS)


class FlowNameTaken(Exception):
    """The agency has a flow of this name already."""


class FlowIsClosed(Exception):
    """A closed, archived or trashed flow takes no new events (A2)."""


class BadStep(Exception):
    """A step that cannot be saved, with words for the field named by `field`."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class StepDraft:
    """One step as typed. `at` is the court's local time; without channels, it goes by whichever a contact has."""

    name: str
    kind: str
    wordings: Mapping[str, Wording]
    status: Status | None = None
    amount: int = 0
    unit: str = Unit.DAYS
    business_days: bool = False
    at: time | None = None
    channels: Sequence[str] = field(default_factory=list)
    fallback: bool = False


@transaction.atomic
def save_flow(*, agency: Agency, flow: Flow | None, name: str, actor: Actor, now: datetime) -> Flow:
    """Add a flow, enabled and without steps, or give one another name. Raises FlowNameTaken."""
    saved = flow or Flow(agency=agency, created_at=now)
    saved.name, saved.updated_at = name, now
    with refused_by("flow_name_is_unique", to=lambda: FlowNameTaken(_("Your agency has a flow of this name already."))):
        saved.save(force_insert=flow is None)
    record(agency_id=agency.id, actor=actor, verb="updated" if flow else "created", kind="flow", ids=[saved.id], now=now)
    return saved


@transaction.atomic
def set_flow_mode(*, agency: Agency, flow: Flow, mode: str, actor: Actor, now: datetime) -> bool:
    """Enable, disable or close a flow; answers whether that changed anything. Disabling deletes what is scheduled (A2)."""
    hold_definitions(agency.id, changing=True)
    changed = _give_mode(agency, flow, mode, now)
    if changed:
        if mode == FlowMode.DISABLED:
            delete_of_templates(agency.id, messages_of(agency, "flow", [flow.id]))
        record(agency_id=agency.id, actor=actor, verb=mode, kind="flow", ids=[flow.id], now=now)
        sync_definitions(agency=agency, flow_id=flow.id, actor=actor, now=now)
    return bool(changed)


def foretell_flow_mode(*, agency: Agency, flow: Flow, mode: str, now: datetime) -> Foretold:
    """What giving a flow that mode would do to messages: it is given, looked at, and taken back."""
    with transaction.atomic():
        _give_mode(agency, flow, mode, now)
        foretold = foretell(agency, now, flow.id)
        transaction.set_rollback(True)
    return foretold


@transaction.atomic
def save_step(*, agency: Agency, flow: Flow, step: FlowStep | None, draft: StepDraft, actor: Actor, now: datetime) -> FlowStep:
    """Add a step to a flow, or change one of its steps. Raises BadWords, BadStep."""
    hold_definitions(agency.id, changing=True)
    saved = _write_step(agency, flow, step, draft, now)
    _changed(agency, flow.id, actor, now, steps=[saved.id] if step else [])
    return saved


def foretell_step(*, agency: Agency, flow: Flow, step: FlowStep | None, draft: StepDraft, now: datetime) -> Foretold:
    """What saving a step would do to messages: it is saved, looked at, and taken back. Raises like `save_step`."""
    with transaction.atomic():
        _write_step(agency, flow, copy(step), draft, now)
        foretold = foretell(agency, now, flow.id)
        transaction.set_rollback(True)
    return foretold


@transaction.atomic
def remove_step(*, agency: Agency, step: FlowStep, actor: Actor, now: datetime) -> bool:
    """Take a step out of its flow; answers whether it was there. Its words stay, because messages sent before have them."""
    hold_definitions(agency.id, changing=True)
    gone, _rows = FlowStep.objects.filter(agency_id=agency.id, id=step.id).delete()
    if gone:
        delete_of_templates(agency.id, [step.template_id])
        _changed(agency, step.flow_id, actor, now)
    return bool(gone)


@transaction.atomic
def begin_flows(*, agency: Agency, flows: Mapping[UUID, Flow], now: datetime) -> None:
    """Let new events follow flows, by the events' ids. Raises FlowIsClosed."""
    for flow in set(flows.values()):
        _check_open(flow)
    insert([EventFlow(agency=agency, event_id=id, flow=flow, created_at=now, updated_at=now) for id, flow in flows.items()])


@transaction.atomic
def follow_flow(*, agency: Agency, event: Event, flow: Flow | None, actor: Actor, now: datetime) -> bool:
    """Let an event follow a flow, or none; answers whether that changed anything. Raises FlowIsClosed."""
    rows = EventFlow.objects.filter(agency_id=agency.id, event_id=event.id)
    current = rows.values_list("flow_id", flat=True).first()
    wanted = flow.id if flow else None
    if current == wanted:
        return False
    remove_fallbacks(agency.id, event.id)
    if flow is None:
        rows.delete()
        return True
    _check_open(flow)
    if not rows.update(flow_id=wanted, updated_at=now):
        EventFlow.objects.create(agency=agency, event=event, flow=flow, created_at=now, updated_at=now)
    return True


def _give_mode(agency: Agency, flow: Flow, mode: str, now: datetime) -> int:
    return Flow.objects.filter(agency_id=agency.id, id=flow.id).exclude(mode=mode).update(mode=mode, updated_at=now)


def _write_step(agency: Agency, flow: Flow, step: FlowStep | None, draft: StepDraft, now: datetime) -> FlowStep:
    check_wordings(draft.wordings, draft.channels or list(CHANNELS))
    _check_step(draft)
    saved = step or FlowStep(agency=agency, flow=flow, template=_template(agency, now), created_at=now)
    _fill(saved, draft, now)
    saved.save(force_insert=step is None)
    save_words(agency, saved.template_id, draft.name, draft.wordings, now)
    return saved


def _check_open(flow: Flow) -> None:
    if not flow.takes_events:
        raise FlowIsClosed(_("This flow takes no new events. Choose another one."))


def _check_step(draft: StepDraft) -> None:
    at_once = draft.kind in AT_ONCE and draft.amount == 0
    if draft.kind == StepKind.ON_STATUS and draft.status is None:
        raise BadStep(_("Choose the status."), "status")
    if draft.amount > MOST[draft.unit]:
        raise BadStep(_("Choose %(most)d at most.") % {"most": MOST[draft.unit]}, "amount")
    if draft.unit == Unit.DAYS and draft.at is None and not at_once:
        raise BadStep(_("Choose the time of day."), "at")


def _fill(step: FlowStep, draft: StepDraft, now: datetime) -> None:
    at_once = draft.kind in AT_ONCE and draft.amount == 0
    days = draft.unit == Unit.DAYS and not at_once
    step.kind, step.amount, step.unit = draft.kind, draft.amount, draft.unit
    step.status = draft.status if draft.kind == StepKind.ON_STATUS else None
    step.at = draft.at if days else None
    step.business_days = draft.business_days and days
    step.channels, step.fallback, step.updated_at = list(draft.channels), draft.fallback, now


def _template(agency: Agency, now: datetime) -> Template:
    return Template.objects.create(agency=agency, name="", created_at=now, updated_at=now)


def _changed(agency: Agency, flow_id: UUID, actor: Actor, now: datetime, steps: Sequence[UUID] = ()) -> None:
    Flow.objects.filter(agency_id=agency.id, id=flow_id).update(updated_at=now)
    record(agency_id=agency.id, actor=actor, verb="updated", kind="flow", ids=[flow_id], now=now)
    sync_definitions(agency=agency, flow_id=flow_id, changed=steps, actor=actor, now=now)
