"""Deciding what is called for, once for each distinct combination: when a message is due, and whether it may be made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from uuid import UUID

from duenotice.agencies.models import Agency
from duenotice.contacts.channels import CHANNELS
from duenotice.contacts.may_message import ENDING, Facts, may_message
from duenotice.events.models import is_silent
from duenotice.flows.origins import Origin
from duenotice.flows.step_time import LIFE, Beginning, Due, step_time
from duenotice.lib.quiet_hours import next_allowed, zones_for
from duenotice.lifecycle.states import state_of
from duenotice.messaging.send_time import QUIET_CHANNELS
from duenotice.senders.choose import by_channel


class TimeCase(NamedTuple):
    """What a time depends on, as combinations.sql gives it; zones of a number are joined by spaces."""

    origin_id: UUID
    turn: str
    date: date
    time: time
    zone: str
    since: datetime
    channel: str
    client_zone: str
    number_zones: str


class PartyCase(NamedTuple):
    """What a verdict depends on."""

    contact_archived: bool
    contact_trashed: bool
    client_archived: bool
    client_trashed: bool
    consent: str
    invalid_for: str
    channel: str
    event_cancelled: bool
    event_archived: bool
    event_trashed: bool
    messages_disabled: bool


@dataclass(frozen=True, slots=True)
class Timed:
    """`quiet`: quiet hours would hold it until it is worthless."""

    send_at: datetime
    expires_at: datetime
    at_once: bool
    past: bool
    quiet: bool


class Decider:
    """Decides for one agency at one moment, and remembers what it has decided: slices of an agency ask much the same."""

    def __init__(self, agency: Agency, origins: Iterable[Origin], now: datetime) -> None:
        self._agency, self._now = agency, now
        self._origins = {(one.id, one.turn): one for one in origins}
        self._due: dict[tuple[UUID, str, date, time, str, datetime], Due | None] = {}
        self._allowed: dict[tuple[datetime, str, str], datetime] = {}
        self._senders = by_channel(agency.id, CHANNELS)

    def time(self, case: TimeCase) -> Timed | None:
        """None where it is never due."""
        due = self._due_of(case)
        if due is None:
            return None
        quiet = case.channel in QUIET_CHANNELS and self._allowed_from(due.send_at, case) >= due.expires_at
        return Timed(due.send_at, due.expires_at, due.at_once, due.past(self._now), quiet)

    def _due_of(self, case: TimeCase) -> Due | None:
        key = case[:6]
        if key not in self._due:
            origin = self._origins[case.origin_id, case.turn]
            self._due[key] = _due(origin, case)
        return self._due[key]

    def _allowed_from(self, at: datetime, case: TimeCase) -> datetime:
        key = (at, case.client_zone, case.number_zones)
        if key not in self._allowed:
            agency = self._agency
            zones = zones_for(case.client_zone, case.number_zones.split(), agency.time_zone)
            self._allowed[key] = next_allowed(at, zones=zones, start=agency.quiet_from, end=agency.quiet_until)
        return self._allowed[key]

    def sender(self, channel: str) -> UUID | None:
        """What the agency sends from on a channel; None where it has nothing by now."""
        return next((one.id for one in self._senders[channel]), None)

    def usable_senders(self) -> list[str]:
        """All that it can send from: channel, space, id."""
        return [f"{channel} {one.id}" for channel, senders in self._senders.items() for one in senders]

    def allows(self, case: PartyCase) -> bool:
        """Whether messages may be made for it. What the agency's own set-up stands in the way of waits until that is ready (C9)."""
        event_state = state_of(archived=case.event_archived, trashed=case.event_trashed)
        if is_silent(cancelled=case.event_cancelled, state=event_state, disabled=case.messages_disabled):
            return False
        facts = Facts(
            contact_state=state_of(archived=case.contact_archived, trashed=case.contact_trashed),
            client_state=state_of(archived=case.client_archived, trashed=case.client_trashed),
            consent=case.consent,
            invalid_for=case.invalid_for.split(),
            channel=case.channel,
            sender_usable=True,
            sender_registered=True,
            live=self._agency.live,
        )
        return may_message(facts) not in ENDING


def _due(origin: Origin, case: TimeCase) -> Due | None:
    if origin.due is not None:
        return origin.due
    if not case.zone:
        send_at = case.since + origin.step.delay
        return Due(send_at, send_at + LIFE, at_once=True)
    since = case.since if origin.counted_from.startswith("on_") else None
    return step_time(origin.step, event=Beginning(case.date, case.time, case.zone), since=since)
