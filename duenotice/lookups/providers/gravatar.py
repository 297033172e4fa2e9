"""Gravatar: what people themselves put on a public profile that goes with their email.

https://docs.gravatar.com/rest/api-data-specifications
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duenotice.lookups.protocol import SOCIAL, Call, Fact, Provider, Result, Secret, Subject, listed, text


def _call(subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Call:
    digest = hashlib.sha256(subject.value.strip().lower().encode()).hexdigest()
    return Call(f"/v3/profiles/{digest}", headers={"Authorization": f"Bearer {told['api_key']}"} if told.get("api_key") else {})


def _read(answer: Mapping[str, Any], subject: Subject) -> Result:
    accounts = [text(one.get("url")) for one in listed(answer.get("verified_accounts")) if not one.get("is_hidden")]
    found = [
        Fact("name", text(answer.get("display_name"))),
        Fact("location", text(answer.get("location"))),
        *(Fact("profile", link) for link in [*accounts, text(answer.get("profile_url"))]),
    ]
    facts = [fact for fact in found if fact.value]
    return Result("hit" if facts else "miss", facts)


PROVIDER = Provider(
    key="gravatar",
    name="Gravatar",
    address="https://api.gravatar.com",
    answers={"phone": frozenset(), "email": frozenset({SOCIAL})},
    secrets=(Secret("api_key", _("API key"), optional=True),),
    call=_call,
    read=_read,
)
