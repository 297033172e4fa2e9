"""People Data Labs, person enrichment: names, social profiles and other addresses. No consumer report.

https://docs.peopledatalabs.com/docs/reference-person-enrichment-api; nobody matched answers 404, a used-up account 402
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duenotice.lookups.protocol import REVERSE, SOCIAL, Call, Fact, Provider, Result, Secret, Subject, listed, text, within

# Of 10, on a logarithmic scale. Below it, the provider's own guidance is that many matches are somebody else.
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
    # On plans without addresses, true stands in place of each list: there is something, but not for this account.
    listed_phones = person.get("phone_numbers")
    phones = [text(person.get("mobile_phone")), *(map(text, listed_phones[:20]) if isinstance(listed_phones, list) else [])]
    found = [
        ("name", text(person.get("full_name"))),
        ("location", text(person.get("location_name"))),
        *(("profile", text(link)) for link in links),
        *(("email", email) for email in emails if email.lower() != subject.value),
        *(("phone", phone) for phone in phones if phone != subject.value),
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
