"""What a sample template would say, with an example in the place of a client and of a court date."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.events.models import Event
from duenotice.lib.local_time import local_moment
from duenotice.messaging.said_to import Shown, said_to
from duenotice.words.samples import Sample


def sample_words(agency: Agency, sample: Sample, *, now: datetime) -> dict[str, Shown]:
    """By language, subject and body as they would leave; the cost is that of the text."""
    client = Client(agency=agency, first_name="Rosa", last_name="Delgado", reference="CR-24100")
    hearing = _hearing(agency, now)
    return {
        language: said_to(client, hearing, subject=subject, body=body, language=language, channel="text", now=now)
        for language, (subject, body) in sample.words.items()
    }


def _hearing(agency: Agency, now: datetime) -> Event:
    """A hearing a week from now; it is never stored."""
    day = (now.astimezone(ZoneInfo(agency.time_zone)) + timedelta(days=7)).date()
    return Event(
        agency=agency,
        type="Hearing",
        date=day,
        time=time(9),
        time_zone=agency.time_zone,
        starts_at=local_moment(day, time(9), agency.time_zone),
        location_name="Courtroom 1",
        location_address="100 Court Street",
        case_number="C-2026-17",
    )
