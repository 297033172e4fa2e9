"""People Data Labs, person enrichment: names, social profiles and other addresses. No consumer report.

https://docs.peopledatalabs.com/docs/reference-person-enrichment-api
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duenotice.lookups.protocol import REVERSE, SOCIAL, Call, Fact, Provider, Result, Secret, Subject, listed, text, within

# Of 10. Below it, the provider's own guidance is that many matches are somebody else.
LEAST_LIKELY = 6


def _call(subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Call:
    query = {subject.kind: subject.value, "min_likelihood": str(LEAST_LIKELY)}
    return Call("/v5/person/enrich", query, {"X-Api-Key": told["api_key"]})


def _read(answer: Mapping[str, Any], subject: Subject) -> Result:
    person = within(answer.get("data"))
    likelihood = answer.get("likelihood")
    sure = likelihood / 10 if isinstance(likelihood, int) and not isinstance(likelihood, bool) and 0 <= likelihood <= 10 else None
    links = [person.get("facebook_url"), person.get("linkedin_url"), person.get("twitter_url")]
    links += [one.get("url") for one in listed(person.get("profiles"))]
    emails = [text(one.get("address")) for one in listed(person.get("emails"))]
    phones = person.get("phone_numbers")
    found = [
        ("name", text(person.get("full_name"))),
        ("location", text(person.get("location_name"))),
        *(("profile", text(link)) for link in links),
        *(("email", email) for email in emails if email.lower() != subject.value),
        *(("phone", text(phone)) for phone in (phones if isinstance(phones, list) else [])[:20] if text(phone) != subject.value),
    ]
    facts = [Fact(name, value, sure) for name, value in dict.fromkeys(found) if value]
    return Result("hit" if facts else "miss", facts)


PROVIDER = Provider(
    key="people_data_labs",
    name="People Data Labs",
    address="https://api.peopledatalabs.com",
    answers={"phone": frozenset({REVERSE, SOCIAL}), "email": frozenset({REVERSE, SOCIAL})},
    secrets=(Secret("api_key", _("API key")),),
    call=_call,
    read=_read,
)
