"""Trestle, reverse phone: whose a number is, its line and its carrier. Not for eligibility decisions (FCRA), by its own terms.

https://docs.trestleiq.com/api-reference/reverse-phone-api
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
    "Other": "unknown",
}


def _call(subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Call:
    return Call("/3.2/phone", {"phone": subject.value}, {"x-api-key": told["api_key"]})


def _read(answer: Mapping[str, Any], subject: Subject) -> Result:
    owners = listed(answer.get("owners"))
    found = [
        ("valid", yes_or_no(answer.get("is_valid"))),
        ("line_type", LINE_TYPES.get(text(answer.get("line_type")), "")),
        ("carrier", text(answer.get("carrier"))),
        ("prepaid", yes_or_no(answer.get("is_prepaid"))),
        *(("name", text(owner.get("name"))) for owner in owners),
        *(("email", email) for owner in owners for email in _emails(owner.get("emails"))),
        *(("phone", phone) for owner in owners for phone in _phones(owner.get("alternate_phones"), subject)),
    ]
    facts = [Fact(name, value) for name, value in dict.fromkeys(found) if value]
    # An error beside facts means that a part of the answer is missing.
    if not facts and within(answer.get("error")):
        return Result("error", code="down")
    return Result("hit" if facts else "miss", facts)


def _emails(value: object) -> list[str]:
    """The documentation shows one as text; lists of text, and of objects, have been seen."""
    several = value if isinstance(value, list) else [value]
    return [text(one.get("email_address") if isinstance(one, Mapping) else one) for one in several[:20]]


def _phones(value: object, subject: Subject) -> list[str]:
    """Others of the same person, as E.164: the documentation shows US numbers without their country."""
    typed = [text(one.get("phone_number")) for one in listed(value)]
    phones = [f"+1{one}" if len(one) == 10 and one.isdigit() else one for one in typed]
    return [one for one in phones if one != subject.value]


PROVIDER = Provider(
    key="trestle",
    name="Trestle",
    address="https://api.trestleiq.com",
    answers={"phone": frozenset({LINE, REVERSE}), "email": frozenset()},
    secrets=(Secret("api_key", _("API key")),),
    call=_call,
    read=_read,
)
