"""Channels of contacts (C4)."""

import pytest

from duenotice.contacts.channels import CHANNELS, TYPES, carries, default_channel


@pytest.mark.parametrize(
    ("kind", "type_", "line_type", "channel"),
    [
        ("email", "mobile", "unknown", "email"),
        ("email", "fax", "unknown", "email"),
        ("phone", "mobile", "unknown", "text"),
        ("phone", "fax", "unknown", "fax"),
        ("phone", "fax", "landline", "fax"),
        ("phone", "home", "landline", "voice"),
        ("phone", "home", "unknown", "text"),
    ],
)
def test_the_channel_defaults_from_the_address(kind: str, type_: str, line_type: str, channel: str) -> None:  # C4
    assert default_channel(kind, type_, line_type) == channel
    assert carries(kind, channel)


def test_a_phone_carries_all_but_email_and_an_email_only_that() -> None:  # C4
    assert [channel for channel in CHANNELS if carries("phone", channel)] == ["text", "voice", "fax"]
    assert [channel for channel in CHANNELS if carries("email", channel)] == ["email"]
    assert not carries("phone", "carrier pigeon")
    assert list(TYPES) == ["mobile", "home", "work", "school", "fax", "other"]
