"""The built-in provider says what can be known, and "unknown" where it cannot (K3)."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.contacts.parse import NotAnAddress, parse
from duenotice.lookups.domains import FREE, is_disposable, meant_domain
from duenotice.lookups.protocol import LINE, OPTIONS, SOCIAL, Subject
from duenotice.lookups.providers import offline


def facts(kind: Literal["phone", "email"], value: str, *options: str, invalid: bool = False) -> dict[str, str]:
    found = offline.ask(Subject(kind, value), frozenset(options), invalid=invalid)
    return {fact.name: fact.value for fact in found.facts}


def test_a_us_number_is_landline_or_mobile_and_its_carrier_unknown():
    found = facts("phone", "+12025550143", LINE)
    assert (found["line_type"], found["carrier"]) == ("either", "unknown")
    assert found["time_zones"] == "America/New_York"
    assert "Washington" in found["location"]


def test_what_the_plan_does_tell_is_told():
    assert facts("phone", "+18005550143", LINE)["line_type"] == "toll_free"
    # A toll-free number lies in some forty time zones, and so in none.
    assert facts("phone", "+18005550143")["time_zones"] == "unknown"
    assert facts("phone", "+525512345678", LINE)["line_type"] == "either"
    assert facts("phone", "+447911123456", LINE)["line_type"] == "mobile"


def test_people_and_profiles_are_unknown_to_it():
    assert facts("email", "rosa@example.org", *OPTIONS)["profiles"] == "unknown"
    assert facts("phone", "+12025550143", SOCIAL)["profiles"] == "unknown"


def test_an_address_that_cannot_exist_is_only_that():
    assert facts("phone", "12", LINE, invalid=True) == {"valid": "no", "line_type": "unknown", "carrier": "unknown"}
    assert facts("email", "rosa@", invalid=True) == {"valid": "no"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmal.com", "gmail.com"),
        ("yahooo.com", "yahoo.com"),
        ("hotmial.con", "hotmail.com"),
    ],
)
def test_a_slip_of_the_finger_is_guessed(typed: str, meant: str):
    assert meant_domain(typed) == meant


@pytest.mark.parametrize("domain", sorted(FREE | {"example.com", "riverton.gov", "mail.com", "ymail.com", "court.us", "a.b"}))
def test_a_real_domain_is_no_slip(domain: str):
    assert meant_domain(domain) == ""


def test_mailboxes_that_vanish_and_those_of_several_people():
    assert is_disposable("mailinator.com")
    assert is_disposable("x.mailinator.com")
    assert not is_disposable("example.com")
    assert facts("email", "info@example.com")["role"] == "yes"
    assert facts("email", "rosa@gmail.com")["free"] == "yes"


@given(st.text(max_size=40), st.sets(st.sampled_from(OPTIONS)))
def test_whatever_is_typed_gets_an_answer(typed: str, options: set[str]):
    try:
        parsed = parse(typed)
    except NotAnAddress:
        return
    found = offline.ask(Subject(parsed.kind, parsed.value), frozenset(options), invalid=bool(parsed.invalid_reason))
    assert found.status == "hit"
    assert found.facts[0].name == "valid"
