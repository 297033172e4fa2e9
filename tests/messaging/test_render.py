"""What a message says of dates and times (M8)."""

from datetime import UTC, date, datetime, time

import pytest

from duenotice.agencies.models import Agency
from duenotice.events.models import Event
from duenotice.messaging.render import Subject, render
from tests import cast

HEARING = Event(
    date=date(2027, 3, 15), time=time(9, 0), time_zone="America/Denver", starts_at=datetime(2027, 3, 15, 15, 0, tzinfo=UTC), type="Hearing"
)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Monday, March 15, 2027, 9:00 AM MDT"),
        ("es", "lunes 15 de marzo de 2027, 9:00 AM MDT"),
        ("de", "15. März 2027, 09:00 MDT"),
    ],
)
def test_a_hearing_is_told_in_whole_words_with_its_zone(language, words):
    about = Subject(agency=Agency(name="Riverton"), event=HEARING)
    assert render(subject="", body="[EventDateTime]", about=about, language=language, now=cast.NOON).body == words


def test_a_subject_stays_one_line_whatever_a_value_holds():
    agency = Agency(name="Riverton\nBcc: everyone@example.com")
    assert render(subject="From [AgencyName]", body="", about=Subject(agency=agency), language="en", now=cast.NOON).subject == (
        "From Riverton Bcc: everyone@example.com"
    )
