"""When a waiting message will really go, told before it is due (C9, M6)."""

from datetime import UTC, datetime, timedelta

import pytest

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import Obstacle
from duenotice.messaging.foretold import NEVER, Foretold, foretold
from duenotice.messaging.may_leave import QUIET_HOURS
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender
from tests import cast

pytestmark = pytest.mark.django_db
# In New York, where the cast lives: half past midnight, and the eight o'clock after it.
NIGHT = datetime(2026, 11, 25, 5, 27, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def told(message: Message, **fields: object) -> Foretold:
    Message.objects.filter(id=message.id).update(**fields)
    stored = Message.objects.select_related("address", "client", "event", "sender").get(id=message.id)
    return foretold(stored, Agency.objects.get(), cast.NOON)


def test_a_text_of_the_night_goes_in_the_morning():
    text = cast.one_off(cast.contact())
    assert told(text, send_at=NIGHT) == Foretold(MORNING, QUIET_HOURS)
    assert told(text, send_at=MORNING) == Foretold(MORNING, "")
    assert told(text, send_at=NIGHT, ignores_quiet_hours=True) == Foretold(NIGHT, "")


def test_an_email_goes_at_night():
    assert told(cast.one_off(cast.contact(entered=cast.ROSA_EMAIL)), send_at=NIGHT) == Foretold(NIGHT, "")


def test_what_was_due_at_noon_and_is_looked_at_now_is_judged_by_now():
    assert told(cast.one_off(cast.contact()), send_at=NIGHT - timedelta(days=1)).code == ""


def test_what_the_morning_is_too_late_for_never_goes():
    assert told(cast.one_off(cast.contact()), send_at=NIGHT, expires_at=MORNING) == Foretold(NIGHT, NEVER)


def test_what_holds_it_already_is_said_first_and_a_disabled_phone_by_words():
    text = cast.one_off(cast.contact())
    Sender.objects.filter(kind="phone").update(disabled_at=cast.NOON, primary_channels=[])
    found = told(text, send_at=NIGHT)
    assert (found.at, found.code, len(found.words)) == (NIGHT, Obstacle.NO_SENDER, 2)
    assert told(text, held_for="approval") == Foretold(NIGHT, "approval")
