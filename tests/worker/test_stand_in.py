"""What one agency phone or email may carry while it stands in for another."""

import pytest

from duenotice.senders.models import Registration, Sender
from duenotice.worker.gateways import Refusing, standing_in


@pytest.mark.parametrize(
    ("registration", "channels", "carried"),
    [
        (Registration.REGISTERED, ["text", "voice"], {"text", "voice"}),
        (Registration.UNREGISTERED, ["text", "voice"], {"voice"}),
        (Registration.PENDING, ["text"], None),
        (Registration.NOT_NEEDED, ["email"], {"email"}),
        (Registration.REGISTERED, ["voice"], {"voice"}),
    ],
)
def test_a_stand_in_carries_what_it_would_carry_for_itself(registration: str, channels: list[str], carried: set[str] | None):  # C9
    found = standing_in(Refusing("It carries everything."), Sender(value="+12025550166", registration=registration, channels=channels))
    assert (found and found.channels) == carried
