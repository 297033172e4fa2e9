"""Importing sample templates and the sample court flow: from then on they are the agency's own (A1, A2)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.actions.auto_messages import Wording, save_auto_message
from duenotice.actions.event_lists import save_status
from duenotice.actions.flows import StepDraft, save_flow, save_step
from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.events.models import Colour, Status
from duenotice.flows.models import AutoMessage, Flow, StepKind
from duenotice.flows.samples import COURT_FLOW, SampleStep
from duenotice.words.samples import Sample


def import_auto_message(*, agency: Agency, sample: Sample, actor: Actor, now: datetime) -> AutoMessage:
    """A sample as an auto message that is sent by hand, named in the language of whoever imports it."""
    words = _wordings(sample)
    name, channels = str(sample.name), sample.channels
    return save_auto_message(agency=agency, auto_message=None, name=name, channels=channels, wordings=words, actor=actor, now=now)


@transaction.atomic
def import_court_flow(*, agency: Agency, missed: Status | None, actor: Actor, now: datetime) -> Flow:
    """The sample court flow, enabled. `missed` is the status of a hearing to which somebody did not come; without one, it is made."""
    missed = missed or _missed_status(agency, actor, now)
    flow = save_flow(agency=agency, flow=None, name=_free_name(agency), actor=actor, now=now)
    for step in COURT_FLOW:
        save_step(agency=agency, flow=flow, step=None, draft=_draft(step, missed), actor=actor, now=now)
    return flow


def _draft(step: SampleStep, missed: Status) -> StepDraft:
    return StepDraft(
        name=str(step.sample.name),
        kind=step.kind,
        wordings=_wordings(step.sample),
        status=missed if step.kind == StepKind.ON_STATUS else None,
        amount=step.amount,
        business_days=step.business_days,
        at=step.at,
        channels=step.sample.channels,
    )


def _wordings(sample: Sample) -> Mapping[str, Wording]:
    return {language: Wording(subject, body) for language, (subject, body) in sample.words.items()}


def _missed_status(agency: Agency, actor: Actor, now: datetime) -> Status:
    name = _("Missed")
    found = Status.objects.filter(agency_id=agency.id, name__iexact=name).first()
    if found:
        return found
    made = Status(agency=agency, name=name, colour=Colour.RED, created_at=now)
    save_status(agency=agency, status=made, actor=actor, now=now)
    return made


def _free_name(agency: Agency) -> str:
    """Court reminders; with a number where there is one already."""
    name = _("Court reminders")
    taken = {one.lower() for one in Flow.objects.filter(agency_id=agency.id, name__istartswith=name).values_list("name", flat=True)}
    return next(free for free in (name, *(f"{name} {number}" for number in range(2, len(taken) + 3))) if free.lower() not in taken)
