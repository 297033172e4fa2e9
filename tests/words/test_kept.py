"""Reasons are kept in English and read in the reader's language."""

import pytest
from django.utils import translation

from duenotice.gateways import twilio_errors
from duenotice.words.kept import translated


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Nobody took the call. It is tried once more by itself.", "Nadie contestó la llamada. Se intenta una vez más por sí solo."),
        (twilio_errors.refused(30005).words, "El operador no conoce este número. Pida otro número al cliente. (Twilio 30005)"),
        ("The tower fell over. (Twilio 99999)", "The tower fell over. (Twilio 99999)"),
        ("a carrier's own words (really)", "a carrier's own words (really)"),
        ("", ""),
    ],
)
def test_the_words_are_translated_and_their_particulars_stay(kept: str, read: str) -> None:
    with translation.override("es"):
        assert translated(kept) == read
    with translation.override("en"):
        assert translated(kept) == kept
