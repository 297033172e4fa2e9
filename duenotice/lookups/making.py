"""Making a lookup: what is asked, of whom, and what is known already (K2, K3)."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.addresses import ensure
from duenotice.contacts.models import Address, Contact
from duenotice.contacts.parse import Parsed, parse
from duenotice.lookups import history
from duenotice.lookups.models import Answer, Lookup, Status
from duenotice.lookups.pausing import pause_if_gone
from duenotice.lookups.protocol import Fact, Subject
from duenotice.lookups.providers import offline, sample
from duenotice.lookups.registry import OFFLINE, PROVIDERS
from duenotice.lookups.whom import Asked, whom

# The sample directory costs nothing, and people try it out.
LASTS = {sample.KEY: timedelta(days=1)} | {key: one.lasts for key, one in PROVIDERS.items()}


@dataclass(frozen=True)
class Question:
    """What somebody asks: an address as typed, options of protocol.OPTIONS, a purpose; `afresh` takes no earlier answer.

    `only_ours` asks no provider: for programs that only test.
    """

    entered: str
    options: Sequence[str]
    purpose: str
    contact: Contact | None = None
    afresh: bool = False
    only_ours: bool = False


@transaction.atomic
def make_lookup(*, agency: Agency, question: Question, actor: Actor, now: datetime) -> Lookup:
    """Write the lookup down with all that is known without asking over the network; the rest waits (asking.py). Raises NotAnAddress."""
    parsed = parse(question.entered, region=agency.region)
    address = ensure(agency, [parsed], now=now)[parsed.kind, parsed.value]
    held = Agency.objects.select_for_update(no_key=True).get(id=agency.id)
    contact = question.contact if question.contact and question.contact.address_id == address.id else None
    lookup = Lookup.objects.create(
        agency=agency,
        address=address,
        contact=contact,
        options=list(question.options),
        purpose=question.purpose,
        made_by=actor.id,
        created_at=now,
        updated_at=now,
    )
    asked = whom(held, address, frozenset(question.options), now)[: 1 if question.only_ours else None]
    Answer.objects.bulk_create(_answer(agency, lookup, address, parsed, one, question.afresh, now) for one in asked)
    detail = {"options": list(question.options), "purpose": question.purpose, "providers": [one.provider for one in asked]}
    record(agency_id=agency.id, actor=actor, verb="created", kind="lookup", ids=[lookup.id], now=now, detail=detail)
    return lookup


def subject_of(agency: Agency, address: Address) -> Subject:
    """The address as providers are asked about it."""
    region = parse(address.value, region=agency.region).region or ""
    return Subject("email" if address.kind == "email" else "phone", address.value, region, history.known_since(agency, address.id))


def stored(facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """Facts as the database keeps them."""
    return [asdict(fact) for fact in facts]


def _answer(agency: Agency, lookup: Lookup, address: Address, parsed: Parsed, one: Asked, afresh: bool, now: datetime) -> Answer:
    answer = Answer(
        agency=agency, lookup=lookup, provider=one.provider, options=sorted(one.options), created_at=now, updated_at=now, code=one.kept_from
    )
    if one.provider == OFFLINE:
        subject = Subject(parsed.kind, parsed.value, parsed.region or "")
        found = offline.ask(subject, one.options, invalid=bool(parsed.invalid_reason))
        answer.facts = stored([*found.facts, *history.facts_of(agency, address.id)])
        answer.status, answer.asked_at = Status.HIT, now
    elif earlier := None if afresh else _earlier(agency, address, one, now):
        answer.status, answer.facts, answer.asked_at, answer.cached = earlier.status, earlier.facts, earlier.asked_at, True
        answer.code = ""
    elif one.kept_from:
        answer.status = Status.SKIPPED
    elif one.provider == sample.KEY:
        found = sample.ask(subject_of(agency, address), one.options)
        answer.status, answer.facts, answer.asked_at = found.status, stored(found.facts), now
        pause_if_gone(agency, address, found.facts, now)
    return answer


def _earlier(agency: Agency, address: Address, one: Asked, now: datetime) -> Answer | None:
    """The newest answer of this provider about this address that is still good and covers the options; none about the protected."""
    if one.kept_from == "protected":
        return None
    return (
        Answer.objects.filter(
            agency_id=agency.id,
            lookup__agency_id=agency.id,
            lookup__address_id=address.id,
            provider=one.provider,
            status__in=[Status.HIT, Status.MISS],
            cached=False,
            options__contains=sorted(one.options),
            asked_at__gt=now - LASTS[one.provider],
        )
        .order_by("-asked_at")
        .first()
    )
