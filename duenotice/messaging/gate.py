"""The gate: one transaction in which claimed messages are handed off, or held back, or ended. Its commit is the moment of hand-off."""

import logging
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from duenotice.agencies.activity import SYSTEM, record
from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.gateways.protocol import File as OutboundFile
from duenotice.gateways.protocol import Outbound
from duenotice.lib.identity import uuid7
from duenotice.messaging.approval import brake_at_the_gate
from duenotice.messaging.duplicates import repeated
from duenotice.messaging.file_links import fax_link, link
from duenotice.messaging.hold import Claimed, Held, hold, relate
from duenotice.messaging.may_leave import SETUP_PAUSE, Verdict, may_leave, wait
from duenotice.messaging.models import File, Message, Status
from duenotice.messaging.secrets import reveal
from duenotice.messaging.unsubscribe import headers
from duenotice.messaging.unsynced import awaits_sync, unsynced_origins
from duenotice.messaging.wording import CannotSay, Said, Wording
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)

# Longer than any call may take; a message that is `submitting` for longer was left behind.
SUBMIT_LEASE = timedelta(minutes=3)
DUPLICATE = Verdict(Status.CANCELLED, "duplicate", _("The same words went to this contact a short while before, so it was not sent again."))

UNDECIDED = _("We could not decide whether it may go, because of a fault on our side. It is looked at again every five minutes.")


@dataclass(frozen=True, slots=True)
class Handed:
    """One message that is ours to call the gateway with, until a second after `committing_at` (monotonic clock, read before the commit)."""

    outbound: Outbound
    claimed: Claimed
    committing_at: float
    segments: int = 1


@dataclass(slots=True)
class Gated:
    """What the gate did with one sender's claims. `segments` is what the handed ones cost."""

    handed: list[Handed] = field(default_factory=list)
    simulated: int = 0
    held: int = 0
    ended: int = 0
    busy: int = 0
    segments: int = 0

    @property
    def progress(self) -> bool:
        return bool(self.handed or self.simulated or self.held or self.ended)

    @property
    def decided(self) -> int:
        """How many claims the gate came to an answer for; the others' rows were held by somebody."""
        return len(self.handed) + self.simulated + self.held + self.ended + self.busy

    def add(self, other: "Gated") -> None:
        self.handed += other.handed
        self.simulated += other.simulated
        self.held += other.held
        self.ended += other.ended
        self.busy += other.busy
        self.segments += other.segments


Passed = list[tuple[Message, Said]]


def gate(agency_id: UUID, sender_id: UUID, claims: Sequence[Claimed], *, now: datetime) -> Gated:
    """Decide all of one sender's claims, with everything that they depend on locked; whatever is not ours any more is left alone."""
    gated = Gated()
    with transaction.atomic():
        agency = Agency.objects.get(id=agency_id)
        sender = Sender.objects.get(agency_id=agency_id, id=sender_id)
        held = hold(agency_id, claims, statuses=[Status.CLAIMED])
        if agency.sending_paused_at:
            held.busy.extend(held.messages)
            held.messages.clear()
        stopped = _stopped(agency, held, now)
        unsynced = unsynced_origins(agency_id, held)
        for message in held.messages:
            relate(message, "sender", sender)
        passed, verdicts = _decide(agency, held.messages, unsynced, now)
        settle(agency_id, [*verdicts, *((message, _back(message)) for message in held.busy)], now=now)
        leaving = [one for one in passed if agency.live and not one[0].only_simulate]
        simulated = [one for one in passed if not agency.live or one[0].only_simulate]
        outbounds = _submit(agency, sender, leaving, now)
        _simulate(agency_id, simulated, now)
        committing_at = time.monotonic()
    known = {one.id: one for one in claims}
    segments = {message.id: said.segments for message, said in leaving}
    gated.handed = [Handed(one, known[one.id], committing_at, segments[one.id]) for one in outbounds]
    gated.simulated = len(simulated)
    gated.segments = sum(segments.values())
    back = sum(verdict.to is Status.SCHEDULED for _message, verdict in verdicts)
    gated.held, gated.ended, gated.busy = back + stopped, len(verdicts) - back, len(held.busy)
    return gated


def _stopped(agency: Agency, held: Held, now: datetime) -> int:
    """How many wait for a person's approval from now on: they are no longer ours."""
    stopped = brake_at_the_gate(agency, held.messages, now)
    ours = [one for one in held.messages if one.id not in stopped]
    count = len(held.messages) - len(ours)
    held.messages[:], held.busy[:] = ours, [one for one in held.busy if one.id not in stopped]
    return count


def _back(message: Message) -> Verdict:
    return Verdict(Status.SCHEDULED, message.held_for, message.reason, message.send_at)


def _decide(
    agency: Agency, messages: Sequence[Message], unsynced: Collection[UUID], now: datetime
) -> tuple[Passed, list[tuple[Message, Verdict]]]:
    passed: Passed = []
    verdicts: list[tuple[Message, Verdict]] = []
    wording = Wording(agency, messages, now)
    for message in messages:
        try:
            if verdict := may_leave(message, agency, now) or awaits_sync(message, unsynced, now):
                verdicts.append((message, verdict))
            else:
                passed.append((message, wording.say(message)))
        except CannotSay as fault:
            verdicts.append((message, Verdict(Status.FAILED, fault.code, fault.words)))
        except Exception:  # our bug, or a row that no rule foresees: this message waits for a person, its batch goes on
            log.exception("cannot decide about message %s", message.id)
            verdicts.append((message, wait(message, "cannot_decide", UNDECIDED, now + SETUP_PAUSE, else_to=Status.FAILED)))
    twice = repeated(agency, [(message, said.hash) for message, said in passed], now)
    verdicts.extend((message, DUPLICATE) for message, _said in passed if message.id in twice)
    return [one for one in passed if one[0].id not in twice], verdicts


def settle(agency_id: UUID, verdicts: Iterable[tuple[Message, Verdict]], *, now: datetime) -> None:
    """Write what becomes of messages that do not leave now. The caller holds their rows."""
    release: list[tuple[Message, Verdict]] = []
    close: list[tuple[Message, Verdict]] = []
    delete: dict[str, list[UUID]] = defaultdict(list)
    for message, verdict in verdicts:
        if verdict.to is None:
            delete[verdict.code].append(message.id)
        else:
            (release if verdict.to is Status.SCHEDULED else close).append((message, verdict))
    for statement, rows in (("release", release), ("gate_close", close)):
        if rows:
            _write(statement, agency_id, rows, now)
    for code, ids in delete.items():
        with connection.cursor() as cursor:
            cursor.execute(named_sql("messaging", "gate_delete"), {"agency_id": agency_id, "ids": ids})
        record(agency_id=agency_id, actor=SYSTEM, verb="message_deleted", kind="message", ids=ids, now=now, detail={"code": code})


def _write(statement: str, agency_id: UUID, rows: Sequence[tuple[Message, Verdict]], now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", statement),
            {
                "agency_id": agency_id,
                "now": now,
                "ids": [message.id for message, _verdict in rows],
                "untils": [verdict.until for _message, verdict in rows],
                "statuses": [verdict.to for _message, verdict in rows],
                "codes": [verdict.code for _message, verdict in rows],
                "words": [str(verdict.words) for _message, verdict in rows],
            },
        )


def _words_of(passed: Passed) -> dict[str, list[object]]:
    return {
        "ids": [message.id for message, _said in passed],
        "claims": [message.claim for message, _said in passed],
        "subjects": [said.rendered.subject for _message, said in passed],
        "bodies": [said.rendered.body for _message, said in passed],
        "hashes": [said.hash for _message, said in passed],
        "segments": [said.segments for _message, said in passed],
    }


def _simulate(agency_id: UUID, passed: Passed, now: datetime) -> None:
    if passed:
        with connection.cursor() as cursor:
            cursor.execute(named_sql("messaging", "gate_simulate"), {"agency_id": agency_id, "now": now, **_words_of(passed)})


def _submit(agency: Agency, sender: Sender, passed: Passed, now: datetime) -> list[Outbound]:
    if not passed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            named_sql("messaging", "submit"),
            {
                "agency_id": agency.id,
                "now": now,
                "lease": SUBMIT_LEASE.total_seconds(),
                "gateway": sender.gateway,
                "attempts": [uuid7() for _one in passed],
                **_words_of(passed),
            },
        )
        numbers = dict(cursor.fetchall())
    files = _files(agency.id, [message for message, _said in passed])
    return [_outbound(message, said, agency, sender, numbers[message.id], files) for message, said in passed if message.id in numbers]


def _outbound(message: Message, said: Said, agency: Agency, sender: Sender, attempt: int, files: dict[UUID, OutboundFile]) -> Outbound:
    return Outbound(
        id=message.id,
        agency_id=message.agency_id,
        attempt=attempt,
        channel=message.channel,
        sender=sender.value,
        sender_name=sender.name or agency.name,
        to=message.address.value,
        subject=said.rendered.subject,
        body=reveal(message, said.rendered.body),
        language=message.language,
        files=tuple(files[one] for one in message.files if one in files),
        pages_url=fax_link(message.agency_id, message.id) if message.channel == "fax" else "",
        headers=headers(message),
    )


def _files(agency_id: UUID, messages: Sequence[Message]) -> dict[UUID, OutboundFile]:
    wanted = {one for message in messages for one in message.files}
    rows = File.objects.filter(agency_id=agency_id, id__in=wanted) if wanted else ()
    return {row.id: OutboundFile(row.name, row.type, bytes(row.content), link(agency_id, row.id)) for row in rows}
