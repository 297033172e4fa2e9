"""Parts of texts: exact, and dearer characters named."""

import unicodedata

import pytest
import smsutil
from hypothesis import example, given
from hypothesis import strategies as st

from duenotice.lib.segments import GSM_7, GSM_7_EXTENSION, character_name, downgrade, segments

GSM_ONLY = st.text(alphabet=sorted(GSM_7 | GSM_7_EXTENSION), max_size=700)
MIXED = st.text(alphabet=st.one_of(st.sampled_from("aé€[á🚀\n’"), st.characters(exclude_characters="\x1b")), max_size=400)


@pytest.mark.parametrize(
    ("text", "encoding", "units", "parts"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("€" * 80, "GSM-7", 160, 1),
        ("á" * 70, "UCS-2", 70, 1),
        ("á" * 71, "UCS-2", 71, 2),
        ("mañana, miércoles, ¿Qué?", "GSM-7", 24, 1),
        ("más", "UCS-2", 3, 1),
        ("👨‍👩‍👧‍👦", "UCS-2", 11, 1),
        ("🇺🇸", "UCS-2", 4, 1),
    ],
)
def test_a_text_is_counted_in_the_units_of_its_encoding(text: str, encoding: str, units: int, parts: int) -> None:  # M1
    counted = segments(text)
    assert (counted.encoding, counted.units, counted.parts) == (encoding, units, parts)


def test_an_extension_character_is_never_split_across_two_parts() -> None:
    counted = segments("a" * 152 + "€" + "a" * 152)
    assert (counted.units, counted.parts, counted.per_part) == (306, 3, 153)


def test_a_surrogate_pair_is_never_split_across_two_parts() -> None:
    counted = segments("a" * 66 + "🚀" + "a" * 66)
    assert (counted.units, counted.parts, counted.per_part) == (134, 3, 67)


def test_the_characters_that_force_ucs_2_are_named_once_in_order() -> None:  # M1
    counted = segments("It’s “on” – it’s 9\u00a0am")
    assert counted.forcing == ("’", "“", "”", "–", "\u00a0")
    assert character_name("’") == "right single quotation mark"
    assert character_name("\t") == "U+0009"


@given(st.one_of(GSM_ONLY, MIXED).filter(bool))
@example("a" * 152 + "€" + "a" * 152)
@example("a" * 66 + "🚀" + "a" * 66)
def test_counts_agree_with_smsutil(text: str) -> None:
    ours, theirs = segments(text), smsutil.split(text)
    assert ours.parts == len(theirs.parts)
    assert ours.units == theirs.total_bytes // (1 if ours.encoding == "GSM-7" else 2)
    assert (ours.encoding == "GSM-7") == (theirs.encoding == "gsm0338") == (not ours.forcing)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("It’s “on” – 9\u00a0am…", 'It\'s "on" - 9 am...'),
        ("a\tb\u200bc\ufeff", "a bc"),
        ("ma\u0303nana man\u0303ana", "mãnana mañana"),
        ("más día", "más día"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("می‌خواهم", "می‌خواهم"),
        ("\u202a(202) 555-0143\u202c", "(202) 555-0143"),
    ],
)
def test_typographic_characters_become_plain_and_letters_stay(typed: str, sent: str) -> None:
    assert downgrade(typed) == sent


@given(st.text())
@example("\u1fef\u1ffd")
def test_downgrading_twice_is_downgrading_once(text: str) -> None:
    once = downgrade(text)
    assert downgrade(once) == once
    assert not set("’“”–—…\u00a0\u200b\t`") & set(once)


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd"])))
def test_downgrading_keeps_every_letter(text: str) -> None:
    assert downgrade(text) == unicodedata.normalize("NFC", text)
