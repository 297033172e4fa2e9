"""When a message goes, until when it may, and what holds it (M1, M6)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from duenotice.agencies.models import Agency
from duenotice.clients.models import Client
from duenotice.contacts.models import Address
from duenotice.events.models import Event
from duenotice.lib.local_time import local_moment
from duenotice.lib.quiet_hours import next_allowed, zones_for
from duenotice.messaging.models import Message

# A one-off that could not leave for a day says something that is no longer so.
ONE_OFF_LIFE = timedelta(hours=24)
# Nobody plans a message of one's own for longer: such a year is a slip.
YEARS_AHEAD = 5
# A conversation is live while the person wrote within this time: an answer is then not held for quiet hours (M6).
CONVERSATION = timedelta(hours=1)
# Channels that ring or buzz: email and fax wait for nobody's sleep.
QUIET_CHANNELS = ("text", "voice")


class NotThen(Exception):
    """Nothing can be sent at the date and time asked for; the words say why."""


class InThePast(NotThen):
    """They have passed."""


class TooFarAhead(NotThen):
    """They are so many years away that the year is mistyped."""


@dataclass(frozen=True)
class When:
    """Due at `send_at`, worthless from `expires_at` on; both UTC."""

    send_at: datetime
    expires_at: datetime


def one_off_time(
    agency: Agency,
    *,
    day: date | None,
    clock: time | None,
    send_now: bool,
    event: Event | None,
    now: datetime,
    at: datetime | None = None,
) -> When:
    """When a one-off goes: at the day and time asked for, local to the agency, or at the moment `at`; at once; or after the agency's delay.

    A day without a time means when quiet hours end; a time without a day means today. Raises NotThen (InThePast, TooFarAhead), NoSuchTime.
    """
    if send_now:
        send_at = now
    elif day is None and clock is None and at is None:
        send_at = now + agency.one_off_delay
    else:
        today = now.astimezone(ZoneInfo(agency.time_zone)).date()
        if max(day or today, at.date() if at else today).year > today.year + YEARS_AHEAD:
            raise TooFarAhead(_("This is more than five years ahead. Check the year."))
        send_at = at or local_moment(day or today, clock or agency.quiet_until, agency.time_zone)
        if send_at < now - timedelta(minutes=1):
            raise InThePast(_("This date and time have passed. Choose a later one, or leave both empty to send soon."))
    expires_at = send_at + ONE_OFF_LIFE
    if event is not None:
        expires_at = min(expires_at, event.starts_at)
        if send_at >= event.starts_at:
            raise InThePast(_("This is after the event has begun. Choose an earlier date and time."))
    return When(send_at, expires_at)


def in_conversation(answers: Message | None, now: datetime) -> bool:
    """Whether a reply answers a person who is writing right now."""
    return answers is not None and now - answers.send_at <= CONVERSATION


def quiet_until(agency: Agency, *, channel: str, address: Address, client: Client | None, at: datetime) -> datetime | None:
    """The moment until which quiet hours hold a message due at `at`; None where they do not."""
    if channel not in QUIET_CHANNELS:
        return None
    zones = zones_for(client.time_zone if client else "", address.time_zones, agency.time_zone)
    allowed = next_allowed(at, zones=zones, start=agency.quiet_from, end=agency.quiet_until)
    return allowed if allowed > at else None
