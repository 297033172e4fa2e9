"""What people may type into any text field."""

import pytest
from django.core.exceptions import ValidationError

from duenotice.web.text import TextField

LINE = TextField(max_length=20, required=False)
LINES = TextField(max_length=20, required=False, lines=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Rosa  ", "Rosa"),
        ("", ""),
        ("👩🏽‍⚖️ 🫨", "👩🏽‍⚖️ 🫨"),
        ("עדה \u200fכהן", "עדה \u200fכהן"),
        ("<b>{{ x }}[Tag]", "<b>{{ x }}[Tag]"),
        ("x" * 20, "x" * 20),
    ],
)
def test_what_can_be_typed_is_kept_without_the_blanks_around_it(typed: str, kept: str) -> None:
    assert LINE.clean(typed) == LINES.clean(typed) == kept


@pytest.mark.parametrize("typed", ["a\x00b", "a\x07b", "a\x1bb", "a\x85b", "a\ud800b", "x" * 21])
def test_what_cannot_be_typed_is_refused(typed: str) -> None:
    for field in (LINE, LINES):
        with pytest.raises(ValidationError):
            field.clean(typed)


def test_lines_are_for_fields_with_lines() -> None:
    with pytest.raises(ValidationError, match="on one line"):
        LINE.clean("Subject\r\nBcc: spy@example.org")
    assert LINES.clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_the_words_name_the_sign() -> None:
    with pytest.raises(ValidationError, match=r"U\+0007"):
        LINE.clean("bell\x07")
