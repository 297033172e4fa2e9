"""What was typed, taken as a phone number or an email address (C2, C3)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from duenotice.contacts.parse import INVALID_REASONS, NotAnAddress, digits, parse

PHONE = "+12025550143"


@pytest.mark.parametrize(
    "typed",
    [
        *("(202) 555-0143", "202.555.0143", "2025550143", "1 202 555 0143", "+1 (202) 555\u20110143", "  202-555-0143\n"),
        *("\u202a(202) 555-0143\u202c", "202\u200b555\u20600143", "２０２５５５０１４３", "٢٠٢٥٥٥٠١٤٣", "202\u00a0555\u00a00143"),
        *("tel:+1-202-555-0143", "TEL: 202-555-0143", "sms:+12025550143", "Tel. 202 555 0143", "2025550143 cell", "2025550143 (mom)"),
    ],
)
def test_phones_become_e164_however_they_are_typed(typed: str) -> None:  # C2
    parsed = parse(typed)
    assert (parsed.kind, parsed.value, parsed.invalid_reason) == ("phone", PHONE, None)
    assert (parsed.region, parsed.time_zones, parsed.line_type) == ("US", ("America/New_York",), "unknown")


@pytest.mark.parametrize("typed", ["202-555-0143 x12", "(202) 555-0143 ext. 12", "tel:+12025550143;ext=12"])
def test_an_extension_is_kept_apart(typed: str) -> None:  # C2
    assert (parse(typed).value, parse(typed).extension) == (PHONE, "12")


@pytest.mark.parametrize(
    ("typed", "value", "line_type"),
    [("1-800-FLOWERS", "+18003569377", "toll_free"), ("+44 20 7946 0958", "+442079460958", "landline")],
)
def test_letters_and_other_countries_are_read(typed: str, value: str, line_type: str) -> None:  # C2
    parsed = parse(typed)
    assert (parsed.value, parsed.line_type, parsed.invalid_reason) == (value, line_type, None)
    assert parse("020 7946 0958", region="GB").value == "+442079460958"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (" Rosa@EXAMPLE.org\t", "rosa@example.org"),
        ("rosa@exÄmple.org", "rosa@xn--exmple-cua.org"),
        ("Rosa Delgado <rosa@example.org>", "rosa@example.org"),
        ("mailto:rosa%2Bcourt@example.org?subject=Hello", "rosa+court@example.org"),
        ("<rosa@example.org>;", "rosa@example.org"),
        ("rosa@example.org.", "rosa@example.org"),
        ("rosa＠example．org", "rosa@example.org"),
        ("\u202arosa@example.org\u202c", "rosa@example.org"),
        ("rosa@court.test", "rosa@court.test"),
        ("straße@example.org", "straße@example.org"),
    ],
)
def test_emails_are_trimmed_and_compare_whatever_their_case(typed: str, value: str) -> None:  # C2
    parsed = parse(typed)
    assert (parsed.kind, parsed.value, parsed.invalid_reason) == ("email", value, None)


def test_what_was_typed_is_kept_beside_the_address() -> None:  # C2
    assert parse(" (202) 555-0143 ").entered == "(202) 555-0143"
    assert parse("Rosa@Example.org").entered == "Rosa@Example.org"


@pytest.mark.parametrize(
    ("typed", "value", "reason"),
    [
        ("555-0143", "5550143", "phone_too_short"),
        ("911", "911", "phone_too_short"),
        ("202 555 01434", "20255501434", "phone_too_long"),
        ("202-555-0143/202-555-0144", "20255501432025550144", "phone_too_long"),
        ("9" * 254, "9" * 254, "phone_too_long"),
        ("+1 999 555 0143", "+19995550143", "phone_unassigned"),
        ("+999 123 456", "999123456", "phone_impossible"),
        ("rosa@", "rosa@", "email_malformed"),
        ("rosa@Localhost", "rosa@localhost", "email_malformed"),
        ("rosa@@example.org", "rosa@@example.org", "email_malformed"),
        ("a@example.org, b@example.org", "a@example.org, b@example.org", "email_malformed"),
        ("@", "@", "email_malformed"),
        ("x" * 65 + "@example.org", "x" * 65 + "@example.org", "email_malformed"),
    ],
)
def test_an_address_that_cannot_be_reached_is_kept_with_its_reason(typed: str, value: str, reason: str) -> None:  # C3
    parsed = parse(typed)
    assert (parsed.value, parsed.invalid_reason) == (value, reason)
    assert all(str(words) for words in INVALID_REASONS[reason])


@pytest.mark.parametrize(
    "typed",
    [
        *("", "   ", "Rosa", "call me", "12", "+", "\u200b", "9" * 255),
        *("202555\x000143", "rosa@example.org\r\nBcc: x@example.org", "202\t5550143", "202\u20285550143", "\ud800@a"),
    ],
)
def test_any_other_text_is_refused_with_both_forms(typed: str) -> None:  # C3
    with pytest.raises(NotAnAddress) as refused:
        parse(typed)
    assert "(202) 555-0143" in str(refused.value)
    assert "name@domain.com" in str(refused.value)


@given(st.text(alphabet="0123456789+-() .xX#;@abcé\u202a＠٣/,<>\"'", max_size=40))
@example("+1 abc 2025550143")
@example("<>@")
def test_a_value_means_one_address_and_a_plus_means_it_can_be_dialled(typed: str) -> None:
    try:
        parsed = parse(typed)
    except NotAnAddress:
        return
    assert 0 < len(parsed.value) <= 500
    assert parsed.invalid_reason is None or parsed.invalid_reason in INVALID_REASONS
    if parsed.kind == "phone":
        assert parsed.value.startswith("+") == (parsed.invalid_reason in {None, "phone_unassigned"})
    if parsed.invalid_reason is None:
        again = parse(parsed.value)
        assert (again.kind, again.value, again.invalid_reason) == (parsed.kind, parsed.value, None)


@given(st.text(max_size=300))
def test_any_text_is_taken_or_refused(typed: str) -> None:
    try:
        words = parse(typed).value
    except NotAnAddress as refused:
        words = str(refused)
    assert words


@given(st.integers(0, 99), st.sampled_from(["({}) {}-{}", "{}.{}.{}", "+1 {} {} {}", "1{}{}{}", "{} {}-{} ext 7"]))
def test_fictional_numbers_are_valid_in_every_format(last: int, form: str) -> None:
    assert parse(form.format("202", "555", f"01{last:02}")).value == f"+120255501{last:02}"


def test_digits_are_found_in_any_format() -> None:  # F1
    assert digits("(202) 555-0143") == "2025550143"
    assert digits("２０２ ٣²") == "2023"
