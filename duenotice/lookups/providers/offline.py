"""The built-in provider: what an address alone and our own deliveries tell, without asking anybody. What cannot be known is "unknown".

Almost every US number is "landline or mobile" to the numbering plan, and it names no carrier there: so neither is guessed.
"""

from functools import cache
from importlib import import_module
from types import ModuleType

import phonenumbers
from phonenumbers.timezone import time_zones_for_number

from duenotice.lib.quiet_hours import MOST_ZONES, UNKNOWN_ZONE
from duenotice.lookups.domains import ROLES, is_disposable, is_free, meant_domain
from duenotice.lookups.protocol import LINE, REVERSE, SOCIAL, Fact, Result, Subject

_TYPES = {
    phonenumbers.PhoneNumberType.FIXED_LINE: "landline",
    phonenumbers.PhoneNumberType.MOBILE: "mobile",
    phonenumbers.PhoneNumberType.TOLL_FREE: "toll_free",
    phonenumbers.PhoneNumberType.PREMIUM_RATE: "premium",
    phonenumbers.PhoneNumberType.VOIP: "voip",
    phonenumbers.PhoneNumberType.PAGER: "pager",
    phonenumbers.PhoneNumberType.PERSONAL_NUMBER: "personal",
}


def ask(subject: Subject, options: frozenset[str], *, invalid: bool) -> Result:
    """What can be known; `invalid` says that the address's form alone cannot be reached."""
    facts = _phone(subject, options, invalid) if subject.kind == "phone" else _email(subject, invalid)
    if REVERSE in options:
        facts.append(Fact("name", "unknown"))
    if SOCIAL in options:
        facts.append(Fact("profiles", "unknown"))
    return Result("hit", facts)


@cache
def _geocoder() -> ModuleType:
    """Where numbers are by the numbering plan: a hundred megabytes, loaded where somebody asks, and not in every process."""
    return import_module("phonenumbers.geocoder")


def _phone(subject: Subject, options: frozenset[str], invalid: bool) -> list[Fact]:
    line = [Fact("line_type", "unknown"), Fact("carrier", "unknown")] if LINE in options else []
    if invalid:
        return [Fact("valid", "no"), *line]
    number = phonenumbers.parse(subject.value, None)
    zones = [zone for zone in time_zones_for_number(number) if zone != UNKNOWN_ZONE]
    if line:
        kind = phonenumbers.number_type(number)
        either = kind == phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE
        line = [Fact("line_type", "either" if either else _TYPES.get(kind, "unknown")), Fact("carrier", "unknown")]
    return [
        Fact("valid", "yes"),
        Fact("national", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)),
        Fact("location", _geocoder().description_for_number(number, "en") or "unknown"),
        Fact("time_zones", ", ".join(zones) if len(zones) <= MOST_ZONES and zones else "unknown"),
        *line,
    ]


def _email(subject: Subject, invalid: bool) -> list[Fact]:
    if invalid:
        return [Fact("valid", "no")]
    local, _at, domain = subject.value.rpartition("@")
    meant = meant_domain(domain)
    return [
        Fact("valid", "yes"),
        Fact("domain", domain),
        *([Fact("typo", f"{local}@{meant}")] if meant else []),
        Fact("disposable", "yes" if is_disposable(domain) else "no"),
        Fact("role", "yes" if local in ROLES else "no"),
        Fact("free", "yes" if is_free(domain) else "no"),
        Fact("mailbox", "unknown"),
    ]
