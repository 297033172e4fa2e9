"""Asking the providers that a lookup waits for, and what follows from their answers at once."""

import asyncio
from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import Actor
from duenotice.agencies.models import Agency
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Progress
from duenotice.lookups.fetching import ask
from duenotice.lookups.making import Question, make_lookup, stored, subject_of
from duenotice.lookups.models import Answer, Lookup, Status
from duenotice.lookups.pausing import pause_if_gone
from duenotice.lookups.protocol import Result, Subject
from duenotice.lookups.registry import PROVIDERS
from duenotice.lookups.whom import switched
from duenotice.senders import credentials

# The kind of job that asks over the network.
JOB = "lookup"


@transaction.atomic
def look_up(*, agency: Agency, question: Question, actor: Actor, now: datetime) -> Lookup:
    """Make the lookup; what takes the network is asked in the background. Raises NotAnAddress."""
    lookup = make_lookup(agency=agency, question=question, actor=actor, now=now)
    waiting = Answer.objects.filter(agency_id=agency.id, lookup_id=lookup.id, status=Status.WAITING).count()
    if waiting:
        enqueue(
            agency=agency,
            kind=JOB,
            permission="lookups",
            actor=actor,
            now=now,
            parameters={"lookup": str(lookup.id)},
            total=waiting,
        )
    return lookup


def ask_next(job: Job, now: datetime) -> Progress:
    """One batch of the job: ask the next provider that the lookup waits for. What has an answer is not asked again.

    The call is made while the batch's transaction stands open, but holds no lock of anybody: nothing was written yet.
    """
    lookup = Lookup.objects.select_related("address").filter(agency_id=job.agency_id, id=job.parameters["lookup"]).first()
    answers = Answer.objects.filter(agency_id=job.agency_id, lookup=lookup, status=Status.WAITING)
    waiting = answers.order_by("id").first()
    if lookup is None or waiting is None:
        return Progress(ended=True)
    result = _ask(job.agency, waiting, subject_of(job.agency, lookup.address))
    _write(job.agency, lookup, waiting, result, now)
    return Progress(handled=1, counts={result.status: 1})


def _ask(agency: Agency, answer: Answer, subject: Subject) -> Result:
    provider, switch = PROVIDERS.get(answer.provider), switched(agency.id, answer.provider)
    if provider is None or switch is None:
        return Result("error", code="switched_off")
    try:
        told = {name: str(value) for name, value in credentials.open(switch.told).items()}
    except credentials.CannotOpen:
        return Result("error", code="credentials")
    if any(secret.name not in told for secret in provider.secrets if not secret.optional):
        return Result("error", code="credentials")
    return asyncio.run(ask(provider, subject, frozenset(answer.options), told))


def _write(agency: Agency, lookup: Lookup, answer: Answer, result: Result, now: datetime) -> None:
    ours = Answer.objects.filter(agency_id=agency.id, id=answer.id, status=Status.WAITING)
    facts = stored(result.facts)
    if ours.update(status=result.status, code=result.code, facts=facts, asked_at=now, updated_at=now):
        pause_if_gone(agency, lookup.address, result.facts, now)
