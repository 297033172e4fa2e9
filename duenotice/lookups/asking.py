"""Asking the providers that a lookup waits for, and what follows from their answers at once."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from duenotice.actions.validity import mark_invalid
from duenotice.agencies.activity import SYSTEM, Actor
from duenotice.agencies.models import Agency
from duenotice.contacts.channels import channels_of
from duenotice.contacts.models import InvalidSource
from duenotice.lookups.fetching import ask
from duenotice.lookups.making import Question, make_lookup, stored, subject_of
from duenotice.lookups.models import Answer, Lookup, Status
from duenotice.lookups.protocol import Result, Subject
from duenotice.lookups.providers import sample
from duenotice.lookups.registry import PROVIDERS
from duenotice.lookups.whom import switched
from duenotice.senders import credentials


def look_up(*, agency: Agency, question: Question, actor: Actor, now: datetime) -> Lookup:
    """Make the lookup, then ask whom it waits for. Raises NotAnAddress."""
    lookup = make_lookup(agency=agency, question=question, actor=actor, now=now)
    answer_waiting(agency=agency, lookup_id=lookup.id, now=now)
    return lookup


def answer_waiting(*, agency: Agency, lookup_id: UUID, now: datetime) -> bool:
    """Ask each provider that the lookup still waits for, one after another, holding no transaction; answers whether any was.

    Safe to repeat: what has an answer is not asked again.
    """
    lookup = Lookup.objects.select_related("address").filter(agency_id=agency.id, id=lookup_id).first()
    if lookup is None:
        return False
    waiting = list(Answer.objects.filter(agency_id=agency.id, lookup_id=lookup_id, status=Status.WAITING).order_by("id"))
    subject = subject_of(agency, lookup.address) if waiting else None
    for answer in waiting:
        assert subject is not None
        _write(agency, lookup, answer, _ask(agency, answer, subject), now)
    return bool(waiting)


def _ask(agency: Agency, answer: Answer, subject: Subject) -> Result:
    if answer.provider == sample.KEY:
        return sample.ask(subject, frozenset(answer.options))
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


@transaction.atomic
def _write(agency: Agency, lookup: Lookup, answer: Answer, result: Result, now: datetime) -> None:
    ours = Answer.objects.filter(agency_id=agency.id, id=answer.id, status=Status.WAITING)
    facts = stored(result.facts)
    if ours.update(status=result.status, code=result.code, facts=facts, asked_at=now, updated_at=now) and _gone(result.facts):
        # A court text to a stranger is a breach of privacy: this one thing does not wait for a person, who can mark it valid again.
        mark_invalid(
            agency=agency,
            address_ids=[lookup.address_id],
            channels=channels_of(lookup.address.kind),
            reason="reassigned",
            source=InvalidSource.LOOKUP,
            actor=SYSTEM,
            now=now,
        )


def _gone(facts: Iterable[object]) -> bool:
    """Whether somebody else has the number now."""
    return any(getattr(fact, "name", "") == "reassigned" and getattr(fact, "value", "") == "yes" for fact in facts)
