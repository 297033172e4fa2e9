"""Each provider against a server that answers as its documentation says, and misbehaves in every way there is (K3)."""

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.lookups.fetching import LONGEST, ask
from duenotice.lookups.protocol import OPTIONS, Provider, Result, Subject
from duenotice.lookups.registry import PROVIDERS
from tests.lookups.provider import StandIn, standing_in

PHONE, EMAIL = Subject("phone", "+12025550143"), Subject("email", "rosa@example.org")
TOLD = {"account_sid": "AC1", "auth_token": "hush", "api_key": "hush"}

# As https://www.twilio.com/docs/lookup/v2-api shows it.
TWILIO = {
    "calling_country_code": "1",
    "country_code": "US",
    "phone_number": "+12025550143",
    "national_format": "(202) 555-0143",
    "valid": True,
    "validation_errors": [],
    "caller_name": {"caller_name": "ROSA DELGADO", "caller_type": "CONSUMER", "error_code": None},
    "line_type_intelligence": {
        "error_code": None,
        "mobile_country_code": "310",
        "mobile_network_code": "456",
        "carrier_name": "Example Wireless",
        "type": "nonFixedVoip",
    },
    "reassigned_number": None,
    "sim_swap": None,
    "url": "https://lookups.twilio.com/v2/PhoneNumbers/+12025550143",
}
GRAVATAR = {
    "hash": "31c5543c1734d25c7206f5fd591525d0295bec6fe84ff82f946a34fe970a1e66",
    "display_name": "Rosa D.",
    "profile_url": "https://gravatar.com/rosad",
    "location": "Riverton",
    "verified_accounts": [
        {"service_type": "twitter", "service_label": "X", "url": "https://x.com/rosad", "is_hidden": False},
        {
            "service_type": "tumblr",
            "service_label": "Tumblr",
            "service_icon": "https://x",
            "url": "https://h.tumblr.com",
            "is_hidden": True,
        },
    ],
    "number_verified_accounts": 2,
}
PEOPLE_DATA_LABS = {
    "status": 200,
    "likelihood": 8,
    "data": {
        "id": "qEnOZ5Oh0poWnQ1luFBfVw_0000",
        "full_name": "rosa delgado",
        "location_name": "riverton, virginia, united states",
        "linkedin_url": "linkedin.com/in/rosa-example",
        "facebook_url": "facebook.com/rosa.example",
        "twitter_url": None,
        "emails": [{"address": "rosa@example.net", "type": "personal"}, {"address": "rosa@example.org", "type": None}],
        "phone_numbers": ["+12025550143", "+12025550150"],
        "profiles": [{"network": "linkedin", "id": "1", "url": "linkedin.com/in/rosa-example", "username": "rosa-example"}],
    },
}
# As https://docs.trestleiq.com/api-reference/reverse-phone-api shows it.
TRESTLE = {
    "id": "Phone.3dbb6fef-a2df-4b08-cfe3-bc7128b6f5b4",
    "phone_number": "2025550143",
    "is_valid": True,
    "country_calling_code": "1",
    "line_type": "Landline",
    "carrier": "Example Telephone",
    "is_prepaid": False,
    "is_commercial": False,
    "owners": [
        {
            "id": "Person.1",
            "name": "Rosa Delgado",
            "firstname": "Rosa",
            "type": "Person",
            "alternate_phones": [
                {"phone_number": "2025550143", "line_type": "Landline"},
                {"phone_number": "2025550150", "line_type": "Mobile"},
            ],
            "emails": "rosa@example.net",
        },
        {"id": "Person.2", "name": "Marco Delgado", "type": "Person", "alternate_phones": [], "emails": ["marco@example.net"]},
    ],
    "error": None,
    "warnings": [],
}


def asked(key: str, script: StandIn, subject: Subject = PHONE) -> Result:
    return asyncio.run(ask(PROVIDERS[key], subject, frozenset(OPTIONS), TOLD))


def found(key: str, subject: Subject, **body: Any) -> tuple[list[tuple[str, str]], str, dict[str, str]]:
    """What it found as names and values, and the question with its headers."""
    with standing_in(key) as script:
        result = asked(key, script.says(**body), subject)
        path, headers = script.asked[0]
    assert result.status == "hit", result
    return [(fact.name, fact.value) for fact in result.facts], path, headers


def test_twilio():
    facts, path, headers = found("twilio", PHONE, **TWILIO)
    assert facts == [("valid", "yes"), ("line_type", "voip"), ("carrier", "Example Wireless"), ("name", "ROSA DELGADO")]
    assert path == "/v2/PhoneNumbers/+12025550143?Fields=line_type_intelligence,caller_name"
    assert headers["authorization"] == "Basic QUMxOmh1c2g="


def test_gravatar_tells_what_the_person_made_public_and_learns_a_hash_alone():
    facts, path, _headers = found("gravatar", EMAIL, **GRAVATAR)
    assert facts == [
        ("name", "Rosa D."),
        ("location", "Riverton"),
        ("profile", "https://x.com/rosad"),
        ("profile", "https://gravatar.com/rosad"),
    ]
    assert "rosa" not in path
    assert len(path.rpartition("/")[2]) == 64


def test_people_data_labs_tells_how_sure_it_is_and_nothing_that_was_asked():
    facts, path, headers = found("people_data_labs", EMAIL, **PEOPLE_DATA_LABS)
    assert ("profile", "facebook.com/rosa.example") in facts
    assert ("email", "rosa@example.net") in facts
    assert ("email", "rosa@example.org") not in facts
    assert [name for name, _value in facts].count("profile") == 2
    assert "min_likelihood=6" in path
    assert headers["x-api-key"] == "hush"


def test_trestle_tells_of_every_owner():
    facts, _path, headers = found("trestle", PHONE, **TRESTLE)
    assert [value for name, value in facts if name == "name"] == ["Rosa Delgado", "Marco Delgado"]
    assert ("line_type", "landline") in facts
    assert [value for name, value in facts if name == "email"] == ["rosa@example.net", "marco@example.net"]
    assert [value for name, value in facts if name == "phone"] == ["+12025550150"]
    assert headers["x-api-key"] == "hush"


def test_trestle_answers_in_part_or_not_at_all():
    part = {"name": "InternalError", "message": "Could not retrieve entire response"}
    assert ("carrier", "Example Telephone") in found("trestle", PHONE, **{**TRESTLE, "error": part})[0]
    with standing_in("trestle") as script:
        assert asked("trestle", script.says(id=None, owners=None, error=part)) == Result("error", code="down")


@pytest.mark.parametrize(("said", "told"), [("yes", "yes"), ("no", "no"), ("no_data_available", "unknown"), (None, "unknown")])
def test_twilio_does_not_know_of_every_number_whether_it_went_to_somebody_else(said: str | None, told: str):
    part = {"last_verified_date": "2026-11-24", "is_number_reassigned": said, "error_code": None if said else 60601}
    assert ("reassigned", told) in found("twilio", PHONE, **{**TWILIO, "reassigned_number": part})[0]


def test_people_data_labs_says_true_where_an_account_may_not_see_addresses():
    facts, _path, _headers = found(
        "people_data_labs", EMAIL, status=200, likelihood=8, data={"full_name": "rosa delgado", "emails": True, "phone_numbers": True}
    )
    assert facts == [("name", "rosa delgado")]


@pytest.mark.parametrize("key", PROVIDERS)
@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (404, b'{"error": "not found"}', ("miss", "")),
        (200, b"{}", ("miss", "")),
        (200, b"<!doctype html><h1>Sign in</h1>", ("error", "not_json")),
        (200, b"[1, 2]", ("error", "odd")),
        (200, b"", ("error", "not_json")),
        (200, b'{"a":' * 100_000, ("error", "not_json")),
        (200, b"x" * (LONGEST * 10), ("error", "too_long")),
        (401, b"{}", ("error", "credentials")),
        (402, b"{}", ("error", "credit")),
        (403, b"{}", ("error", "credentials")),
        (400, b"{}", ("error", "refused")),
        (429, b"slow down", ("error", "too_many")),
        (301, b"", ("error", "refused")),
        (503, b"<h1>Down</h1>", ("error", "down")),
    ],
)
def test_every_failure_is_told_apart(key: str, status: int, body: bytes, outcome: tuple[str, str]):
    with standing_in(key) as script:
        script.status, script.body = status, body
        result = asked(key, script)
    assert (result.status, result.code) == outcome


def test_one_that_does_not_answer_in_time_is_given_up():
    with standing_in("twilio", patience=0.3) as script:
        script.delay = 5
        assert asked("twilio", script) == Result("error", code="time_out")


def test_one_that_is_not_there_is_said_to_be_so():
    with standing_in("twilio") as script:
        pass
    with standing_in() as _nobody, pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.LOOKUP_ADDRESSES", {"twilio": script.address})
        assert asked("twilio", script) == Result("error", code="no_connection")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
SHAPES = {"twilio": TWILIO, "gravatar": GRAVATAR, "people_data_labs": PEOPLE_DATA_LABS, "trestle": TRESTLE}


@given(st.sampled_from(sorted(SHAPES)), st.data())
def test_whatever_stands_in_a_field_is_read_without_a_fault(key: str, data: st.DataObject):
    provider: Provider = PROVIDERS[key]
    shape = {name: data.draw(st.just(value) | JSON) for name, value in SHAPES[key].items()}  # type: ignore[attr-defined]
    if key == "people_data_labs" and isinstance(shape["data"], dict):
        shape["data"] = {name: data.draw(st.just(value) | JSON) for name, value in shape["data"].items()}
    result = provider.read(shape, PHONE)
    assert all(fact.value and fact.value.isprintable() for fact in result.facts)
