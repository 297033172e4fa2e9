"""An agency's phone in messages."""

import pytest

from duenotice.words.phones import as_written


@pytest.mark.parametrize(
    ("kept", "read"),
    [("+12025550100", "202-555-0100"), ("+442079460958", "+44 20 7946 0958"), ("202-555-0100", "202-555-0100"), ("+1", "+1"), ("", "")],
)
def test_a_phone_is_written_as_people_dial_it(kept: str, read: str) -> None:  # M8
    assert as_written(kept) == read
