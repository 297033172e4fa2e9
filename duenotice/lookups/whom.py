"""Who may be asked about an address now: which providers are on, can answer, and are not kept from it (K3)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from duenotice.agencies.models import Agency
from duenotice.contacts.models import Address, Contact
from duenotice.lookups.models import Answer, Status, Switch
from duenotice.lookups.providers import sample
from duenotice.lookups.registry import OFFLINE, PROVIDERS


@dataclass(frozen=True)
class Asked:
    """One provider to ask, with the options that it serves; `kept_from` says why it is not asked, if so."""

    provider: str
    options: frozenset[str]
    kept_from: str = ""


def whom(agency: Agency, address: Address, options: frozenset[str], now: datetime) -> list[Asked]:
    """The providers to ask, the built-in one first. The caller holds the agency, so that two lookups at once keep to one daily limit."""
    on = set(Switch.objects.filter(agency_id=agency.id, on=True).values_list("provider", flat=True))
    kept_from = "invalid" if address.invalid_source == "format" else "protected" if about_protected(agency, address.id) else ""
    left = agency.lookups_a_day - asked_today(agency, now)
    found = [Asked(OFFLINE, options)]
    for key, serves in _served(address.kind).items():
        if key not in on or not serves & options:
            continue
        why = kept_from or ("" if left > 0 else "cap")
        left -= not why
        found.append(Asked(key, serves & options, why))
    return found


def about_protected(agency: Agency, address_id: UUID) -> bool:
    """Whether a client of a type about whom the agency asks nobody has this address: a lookup could bring a victim into danger."""
    types = {kind.casefold() for kind in agency.lookups_not_about}
    mine = Contact.objects.filter(agency_id=agency.id, address_id=address_id, client__agency_id=agency.id)
    return any(kind.casefold() in types for kind in mine.values_list("client__type", flat=True))


def asked_today(agency: Agency, now: datetime) -> int:
    """How many questions went to providers since midnight, the agency's."""
    midnight = now.astimezone(ZoneInfo(agency.time_zone)).replace(hour=0, minute=0, second=0, microsecond=0)
    of_today = Answer.objects.filter(agency_id=agency.id, created_at__gte=midnight, cached=False)
    return of_today.exclude(provider=OFFLINE).exclude(status=Status.SKIPPED).count()


def _served(kind: str) -> dict[str, frozenset[str]]:
    served = {key: one.answers[kind] for key, one in PROVIDERS.items()}
    return {sample.KEY: sample.ANSWERS[kind], **served} if settings.HANDSET else served


def switched(agency_id: UUID, provider: str) -> Switch | None:
    return Switch.objects.filter(agency_id=agency_id, provider=provider, on=True).first()
