"""Twilio Lookup v2: line type and carrier, the name that callers see, and whether a number went to somebody else.

https://www.twilio.com/docs/lookup/v2-api, with its pages on Line Type Intelligence, Caller Name and Reassigned Number
"""

import base64
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from duenotice.lookups.protocol import LINE, REVERSE, Call, Fact, Provider, Result, Secret, Subject, text, within, yes_or_no

# Twilio's words for line types, in ours.
LINE_TYPES = {
    "landline": "landline",
    "mobile": "mobile",
    "fixedVoip": "voip",
    "nonFixedVoip": "voip",
    "personal": "personal",
    "tollFree": "toll_free",
    "premium": "premium",
    "pager": "pager",
    "voicemail": "voicemail",
    # A company's one number for all its places, and a call that both pay for: neither is anybody's own phone.
    "uan": "shared",
    "sharedCost": "shared",
}


def _call(subject: Subject, options: frozenset[str], told: Mapping[str, str]) -> Call:
    fields = ["line_type_intelligence"] if LINE in options else []
    query = {}
    if REVERSE in options and subject.region == "US":
        fields.append("caller_name")
        if subject.known_since:
            fields.append("reassigned_number")
            query["LastVerifiedDate"] = f"{subject.known_since:%Y%m%d}"
    basic = base64.b64encode(f"{told['account_sid']}:{told['auth_token']}".encode()).decode()
    return Call(
        f"/v2/PhoneNumbers/{subject.value}",
        {"Fields": ",".join(fields), **query} if fields else query,
        {"Authorization": f"Basic {basic}"},
    )


def _read(answer: Mapping[str, Any], subject: Subject) -> Result:
    line, name = within(answer.get("line_type_intelligence")), within(answer.get("caller_name"))
    # yes, no, or no_data_available; null with an error_code where this account may not ask.
    asked = within(answer.get("reassigned_number"))
    reassigned = text(asked.get("is_number_reassigned")).lower()
    found = [
        Fact("valid", yes_or_no(answer.get("valid"))),
        Fact("line_type", LINE_TYPES.get(text(line.get("type")), "unknown" if line else "")),
        Fact("carrier", text(line.get("carrier_name"))),
        Fact("name", text(name.get("caller_name"))),
        Fact("reassigned", reassigned if reassigned in ("yes", "no") else "unknown" if asked else ""),
    ]
    facts = [fact for fact in found if fact.value]
    return Result("hit" if facts else "miss", facts)


PROVIDER = Provider(
    key="twilio",
    name="Twilio Lookup",
    address="https://lookups.twilio.com",
    answers={"phone": frozenset({LINE, REVERSE}), "email": frozenset()},
    secrets=(Secret("account_sid", _("Account SID")), Secret("auth_token", _("Auth token"))),
    call=_call,
    read=_read,
)
