"""Trestle, reverse phone: whose a number is, its line and its carrier. Not for eligibility decisions (FCRA), by its own terms.

https://trestle-api.redoc.ly
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duenotice.lookups.protocol import LINE, REVERSE, Call, Fact, Provider, Result, Secret, Subject, listed, text, within, yes_or_no

LINE_TYPES = {
    "Landline": "landline",
    "Mobile": "mobile",
    "FixedVOIP": "voip",
    "NonFixedVOIP": "voip",
    "TollFree": "toll_free",
    "Premium": "premium",
    "Voicemail": "voicemail",
}


def _call(subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Call:
    return Call("/3.2/phone", {"phone": subject.value}, {"x-api-key": told["api_key"]})


def _read(answer: Mapping[str, Any], subject: Subject) -> Result:
    if failed := within(answer.get("error")):
        return Result("error", code="refused" if text(failed.get("name")) else "odd")
    owners = listed(answer.get("owners"))
    found = [
        ("valid", yes_or_no(answer.get("is_valid"))),
        ("line_type", LINE_TYPES.get(text(answer.get("line_type")), "")),
        ("carrier", text(answer.get("carrier"))),
        ("prepaid", yes_or_no(answer.get("is_prepaid"))),
        *(("name", text(owner.get("name"))) for owner in owners),
        *(("email", text(one.get("email_address"))) for owner in owners for one in listed(owner.get("emails"))),
    ]
    facts = [Fact(name, value) for name, value in dict.fromkeys(found) if value]
    return Result("hit" if facts else "miss", facts)


PROVIDER = Provider(
    key="trestle",
    name="Trestle",
    address="https://api.trestleiq.com",
    answers={"phone": frozenset({LINE, REVERSE}), "email": frozenset()},
    secrets=(Secret("api_key", _("API key")),),
    call=_call,
    read=_read,
)
