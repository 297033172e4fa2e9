"""What is kept of the usual forms of phones and emails is what the libraries say of each of them."""

import re._parser as regex
from collections.abc import Iterator

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneMetadata
from phonenumbers.tzdata import TIMEZONE_DATA

from duenotice.contacts.parse import NotAnAddress, parse

NORTH_AMERICA = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[1]
KINDS = ["general_desc", "fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "personal_number", "voip", "pager", "uan"]
FORMS = ["({}) {}-{}", "{}-{}-{}", "{}.{}.{}", "{} {} {}", "{}{}{}", "1{}{}{}", "+1{}{}{}", "+1 ({}) {}-{}", "1-{}-{}-{}", "({}{} {}"]
FORMS += ["1 {}) {}{}", "+1.{}.{}.{}", "+1({}){}-{}"]
AREAS = st.integers(200, 999).map(str) | st.sampled_from(["246", "876", "809", "523", "800", "900", "242", "671", "202", "416"])


def without_its_text(typed: str, region: str) -> tuple[object, ...] | str:
    try:
        said = parse(typed, region=region)
    except NotAnAddress as refused:
        return str(refused)
    return said.kind, said.value, said.extension, said.invalid_reason, said.time_zones, said.region, said.line_type


@settings(max_examples=300)
@given(AREAS, st.integers(200, 999), st.integers(0, 9999), st.sampled_from(FORMS), st.sampled_from(NORTH_AMERICA))
def test_a_usual_phone_is_what_the_library_says_of_it(area: str, exchange: int, last: int, form: str, region: str) -> None:  # C2, C3
    typed = form.format(area, exchange, f"{last:04}")
    assert without_its_text(typed, region) == without_its_text(f"sms:{typed}", region), typed


def patterns() -> Iterator[tuple[str, str]]:
    for region in NORTH_AMERICA:
        plan = PhoneMetadata.metadata_for_region(region)
        assert plan is not None
        kinds = (getattr(plan, name) for name in KINDS)
        yield from ((region, kind.national_number_pattern) for kind in kinds if kind and kind.national_number_pattern)


def digits_at_the_end(pattern: object) -> int:
    """How many of the last signs that a pattern matches can be any digits, whichever way it goes."""
    count = 0
    for what, value in reversed(list(pattern)):  # type: ignore[call-overload]
        any_digit = [(regex.IN, [(regex.CATEGORY, regex.CATEGORY_DIGIT)])]
        if (what, value) == any_digit[0]:
            count += 1
        elif what is regex.MAX_REPEAT and list(value[2]) == any_digit and value[0] == value[1]:
            count += value[0]
        elif what is regex.SUBPATTERN:
            return count + digits_at_the_end(value[3])
        elif what is regex.BRANCH:
            return count + min(digits_at_the_end(way) for way in value[1])
        else:
            break
    return count


def test_no_pattern_of_north_america_looks_at_the_last_four_digits_but_in_barbados_and_jamaica() -> None:  # C2
    """So it is enough to ask once for each beginning of a number: nothing else is read of it."""
    seen = set(patterns())
    free = {(region, pattern): digits_at_the_end(regex.parse(pattern)) for region, pattern in seen if pattern != "NA"}
    assert len(free) > 100
    assert {region for (region, _pattern), count in free.items() if count < 4} == {"BB", "JM"}
    assert min(free.values()) == 3
    assert [plan.leading_digits for name in ("BB", "JM") if (plan := PhoneMetadata.metadata_for_region(name))] == ["246", "658|876"]
    assert max(len(beginning) for beginning in TIMEZONE_DATA if beginning.startswith("1")) <= len("1") + 6


LABEL = st.text("aAzZ09-", max_size=4)
DOMAINS = st.lists(LABEL, min_size=1, max_size=3).map(".".join) | st.sampled_from(
    [
        "example.org",
        "Example.COM",
        "court.test",
        "localhost",
        "a.invalid",
        "x.local",
        "example.museum",
        "1.2.3.4",
        "a" * 64 + ".org",
        "xn--a.org",
    ]
)
LOCALS = st.text("aA0._+-'!@ é\"", max_size=12) | st.sampled_from(["postmaster", "Info", "a" * 64, "a" * 65])


@settings(max_examples=300)
@given(LOCALS, DOMAINS)
def test_a_usual_email_is_what_the_library_says_of_it(local: str, domain: str) -> None:  # C2, C3
    typed = f"{local}@{domain}"
    whole = without_its_text(typed, "US")
    if "@" not in local and typed.strip(" <>,;\"'").rstrip(".") == typed:
        assert whole == without_its_text(f"<{typed}>", "US")
