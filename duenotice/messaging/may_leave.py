"""May this message leave now? Asked at the gate, with everything locked, and by `duenotice message explain` (C9, M4, M6)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.models import Agency
from duenotice.contacts.may_message import ENDING, WORDS, Obstacle, facts, facts_of, may_message
from duenotice.contacts.models import Consent
from duenotice.messaging.fallback import overtaken
from duenotice.messaging.models import UNAPPROVED, Kind, Message, Status
from duenotice.messaging.send_time import quiet_until

# How long a message waits when the agency's own set-up stands in its way, before it asks again.
SETUP_PAUSE = timedelta(minutes=5)
# The same, while its event is being moved to another time zone.
MOVING_PAUSE = timedelta(seconds=30)
# In `held_for`.
QUIET_HOURS = "quiet_hours"
HELD_BY_SETUP = [str(obstacle) for obstacle in Obstacle if obstacle not in ENDING] + ["configuration", "registration", "cannot_decide"]
TOO_LATE = _("It would have come too late, so it was not sent.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message that may not leave now. `to` is its next status; None deletes it."""

    to: Status | None
    code: str
    words: str | Promise
    until: datetime | None = None


def deadline(message: Message) -> datetime | None:
    """The moment from which on it is worthless: its own, or the beginning of its event, whichever comes first.

    What a flow means for after the event has only its own.
    """
    starts = message.event.starts_at if message.event else None
    if starts and message.planned_for and message.planned_for >= starts:
        return message.expires_at
    return min(filter(None, (message.expires_at, starts)), default=None)


def obstacle_of(message: Message, agency: Agency) -> Obstacle | None:
    """What `may_message` says. A confirmation answers a person's own word: archiving never keeps it back; consent where it needs it."""
    if message.contact and message.kind != Kind.COMPLIANCE:
        return may_message(facts(contact=message.contact, agency=agency, sender=message.sender, channel=message.channel))
    consent = message.address.consent if message.needs_consent else Consent.UNSET
    invalid_for = message.address.invalid_for
    return may_message(facts_of(agency=agency, sender=message.sender, channel=message.channel, consent=consent, invalid_for=invalid_for))


def ending(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """Deliverability has ended for good: the message is deleted (M4)."""
    obstacle = obstacle_of(message, agency)
    if obstacle in ENDING:
        return Verdict(None, str(obstacle), WORDS[obstacle][0])
    if message.event and message.event.cancelled_at:
        return Verdict(None, "event_cancelled", _("Its event is cancelled."))
    if message.event and not message.event.is_live:
        return Verdict(None, "event_gone", _("Its event is archived or in the trash."))
    if message.event and message.event.messages_disabled:
        return Verdict(None, "event_status", _("The status of its event disables messages."))
    if message.fallback_of and overtaken(message):
        return Verdict(None, "overtaken", _("What it was to say in another message's place is no longer called for."))
    return None


def too_late(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """Past its deadline: never sent (M6)."""
    last = deadline(message)
    return Verdict(Status.EXPIRED, "too_late", TOO_LATE) if last and last <= now else None


def unapproved(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """One of so many that a person has to approve them first (approval.py): no worker claims it before."""
    return (
        Verdict(Status.SCHEDULED, UNAPPROVED, _("It waits for a person's approval."), message.send_at)
        if message.held_for == UNAPPROVED
        else None
    )


def set_up(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """The agency's own set-up stands in its way: it waits, and fails where that would be too long."""
    obstacle = obstacle_of(message, agency)
    if obstacle is None or obstacle in ENDING:
        return None
    return wait(message, str(obstacle), WORDS[obstacle][0], now + SETUP_PAUSE, else_to=Status.FAILED)


def moving(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """Its event has not followed the agency into another time zone yet: it would tell the old time, at a moment reckoned by it."""
    event, since = message.event, agency.events_moving_since
    if event is None or since is None or event.time_zone == agency.time_zone or event.starts_at < since - timedelta(days=1):
        return None
    words = _("Its event is being moved to the agency's new time zone.")
    return wait(message, "time_zone", words, now + MOVING_PAUSE, else_to=Status.EXPIRED)


def quiet(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """Quiet hours hold texts and calls, except confirmations and what staff chose to send anyway (M6)."""
    if message.ignores_quiet_hours or message.kind == Kind.COMPLIANCE:
        return None
    until = quiet_until(agency, channel=message.channel, address=message.address, client=message.client, at=now)
    return wait(message, QUIET_HOURS, _("Held for quiet hours."), until, else_to=Status.EXPIRED) if until else None


def wait(message: Message, code: str, words: str | Promise, until: datetime, *, else_to: Status) -> Verdict:
    """Back to `scheduled` until then; or `else_to`, where that would be too late."""
    last = deadline(message)
    if last is not None and until >= last:
        return Verdict(else_to, code if else_to is Status.FAILED else "too_late", words if else_to is Status.FAILED else TOO_LATE)
    return Verdict(Status.SCHEDULED, code, words, until)


Rule = Callable[[Message, Agency, datetime], Verdict | None]
RULES: tuple[tuple[str | Promise, Rule], ...] = (
    (_("Will messages reach this contact, and does its event stand?"), ending),
    (_("Is it still in time?"), too_late),
    (_("Has a person approved it, where so many go at once that one must?"), unapproved),
    (_("Is the agency's sender ready?"), set_up),
    (_("Does its event stand in the agency's time zone, where that was changed?"), moving),
    (_("Do quiet hours allow it?"), quiet),
)


def may_leave(message: Message, agency: Agency, now: datetime) -> Verdict | None:
    """The first rule that keeps the message back; None where it may leave. Reads its address, contact, client, event and sender."""
    for _question, rule in RULES:
        if verdict := rule(message, agency, now):
            return verdict
    return None
