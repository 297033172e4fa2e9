"""Asking the providers that a lookup waits for, and what follows from their answers at once."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from duenotice.agencies.activity import SYSTEM, Actor, record
from duenotice.agencies.models import Agency
from duenotice.jobs.models import Job
from duenotice.jobs.queue import enqueue
from duenotice.jobs.running import Errand, Progress
from duenotice.lookups.fetching import ask
from duenotice.lookups.making import Question, make_lookup, stored, subject_of
from duenotice.lookups.models import Answer, Lookup, Status
from duenotice.lookups.pausing import pause_if_gone
from duenotice.lookups.protocol import Provider, Result, Subject
from duenotice.lookups.registry import PROVIDERS
from duenotice.lookups.resting import heard, may_ask
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
    else:
        record(agency_id=agency.id, actor=SYSTEM, verb="answered", kind="lookup", ids=[lookup.id], now=now)
    return lookup


@dataclass(frozen=True)
class Claimed:
    """One question that nobody else asks; `result` is there at once where there is nobody to ask."""

    lookup: Lookup
    answer: Answer
    subject: Subject
    provider: Provider | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    result: Result | None = None


def claim(job: Job, now: datetime) -> Claimed | None:
    """The next provider that the lookup waits for; None once there is none."""
    lookup = Lookup.objects.select_related("address").filter(agency_id=job.agency_id, id=job.parameters["lookup"]).first()
    answer = Answer.objects.filter(agency_id=job.agency_id, lookup=lookup, status=Status.WAITING).order_by("id").first()
    if lookup is None or answer is None:
        return None
    claimed = Claimed(lookup, answer, subject_of(job.agency, lookup.address))
    if answer.asked_at is not None:
        # Its runner died while it asked. It may have been answered, and paid for: a person decides whether to ask again.
        return replace(claimed, result=Result("error", code="broken_off"))
    claimed = _ready(job.agency, claimed, now)
    if claimed.result is None:
        Answer.objects.filter(agency_id=job.agency_id, id=answer.id).update(asked_at=now, updated_at=now)
    return claimed


def call(claimed: Claimed | None) -> Result | None:
    """Ask. It may take as long as the provider is waited for: no transaction is open, no row held."""
    if claimed is None or claimed.result or claimed.provider is None:
        return claimed.result if claimed else None
    return asyncio.run(ask(claimed.provider, claimed.subject, frozenset(claimed.answer.options), claimed.told))


def keep(job: Job, claimed: Claimed | None, result: Result | None, now: datetime) -> Progress:
    """Write down what was answered, and what follows from it at once."""
    if claimed is None or result is None:
        return Progress(ended=True)
    asked_at = None if result.status == "skipped" else claimed.answer.asked_at or now
    ours = Answer.objects.filter(agency_id=job.agency_id, id=claimed.answer.id, status=Status.WAITING)
    facts = stored(result.facts)
    if ours.update(status=result.status, code=result.code, facts=facts, asked_at=asked_at, updated_at=now):
        pause_if_gone(job.agency, claimed.lookup.address, result.facts, now)
    if claimed.provider:
        heard(job.agency_id, claimed.provider.key, result, now)
    if not Answer.objects.filter(agency_id=job.agency_id, lookup_id=claimed.lookup.id, status=Status.WAITING).exists():
        record(agency_id=job.agency_id, actor=SYSTEM, verb="answered", kind="lookup", ids=[claimed.lookup.id], now=now)
    return Progress(handled=1, counts={result.status: 1})


ERRAND = Errand(claim, call, keep)


def _ready(agency: Agency, claimed: Claimed, now: datetime) -> Claimed:
    """With the provider and its secrets, or with the reason why it is not asked."""
    key = claimed.answer.provider
    provider, switch = PROVIDERS.get(key), switched(agency.id, key)
    if provider is None or switch is None:
        return replace(claimed, result=Result("skipped", code="switched_off"))
    try:
        told = {name: str(value) for name, value in credentials.open(switch.told).items()}
    except credentials.CannotOpen:
        return replace(claimed, result=Result("error", code="credentials"))
    if any(secret.name not in told for secret in provider.secrets if not secret.optional):
        return replace(claimed, result=Result("error", code="credentials"))
    if not may_ask(agency.id, key, now):
        return replace(claimed, result=Result("skipped", code="resting"))
    return replace(claimed, provider=provider, told=told)
