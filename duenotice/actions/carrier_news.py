"""What carriers tell us: kept as it comes, applied once, parked while nobody knows the message that it is about."""

import json
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import ngettext

from duenotice.actions import models
from duenotice.actions.consequences import ABOUT_THE_ADDRESS, draw
from duenotice.actions.inbound import Arrival, receive
from duenotice.actions.joining import whole
from duenotice.actions.troubles import OF_THE_SET_UP, note, over
from duenotice.agencies.models import Agency
from duenotice.db.named_sql import named_sql
from duenotice.db.prepared import run_prepared
from duenotice.gateways.news import News, Received, Told
from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.identity import uuid7
from duenotice.messaging import parts, receipts
from duenotice.messaging.again import again
from duenotice.messaging.dispatch import plain
from duenotice.messaging.models import Message, Status
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)
TAKEN_AT_ONCE = 500
# Whoever takes news in hand has this long; after that, somebody else does.
LEASE = timedelta(minutes=1)
PARKED_FOR = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=1)
KEPT_FOR = timedelta(days=30)
# Of a receipt that one part of several arrived: it is kept, and moves nothing.
PART_DELIVERED = "part delivered"


@dataclass(frozen=True, slots=True)
class Taken:
    """News that is ours to apply for a minute."""

    id: UUID
    agency_id: UUID
    sender_id: UUID
    gateway: str
    content: dict[str, Any]
    received_at: datetime
    tries: int


def keep(*, agency_id: UUID, sender_id: UUID, gateway: str, news: Sequence[News], now: datetime) -> list[Taken]:
    """Write down what a carrier told, each thing once; answers the messages that came in, which are ours to apply: a STOP must not wait.

    A statement and a transaction for each; if one fails the carrier is told so, and tells all of them again. Good news is answered before
    the disk has it: were the database's machine to lose power within the second, a message would be called sent that was delivered. What
    fails or comes in is on the disk first.
    """
    kept = [(one, Taken(uuid7(), agency_id, sender_id, gateway, _written(one), now, 0)) for one in news]
    new = [(one, taken) for one, taken in kept if _is_new(one, taken)]
    return [taken for one, taken in new if isinstance(one, Received)]


def keep_and_act(*, agency_id: UUID, sender_id: UUID, gateway: str, news: Sequence[News], now: datetime) -> None:
    """Keep what a carrier told, and act at once on messages that came in. Whatever fails after it is kept, the worker does again."""
    for one in keep(agency_id=agency_id, sender_id=sender_id, gateway=gateway, news=news, now=now):
        try:
            apply_received(one, now=now)
        except Exception:
            log.exception("cannot apply a message that came in; the worker tries again: %s", one.id)


def _is_new(one: News, taken: Taken) -> bool:
    """Whether it was kept now, and not before."""
    asked = {
        "id": taken.id,
        "agency_id": taken.agency_id,
        "sender_id": taken.sender_id,
        "gateway": taken.gateway,
        "key": key_of(one),
        "content": json.dumps(taken.content),
        "now": taken.received_at,
        "due_at": taken.received_at + LEASE if isinstance(one, Received) else taken.received_at,
        "commit": "on" if isinstance(one, Received) or one.refusal else "off",
    }
    return run_prepared(named_sql("actions", "keep_news"), asked).fetchone() is not None


def key_of(one: News) -> str:
    """What makes it one of its kind at its gateway."""
    return f"in:{one.reference}" if isinstance(one, Received) else f"st:{one.key}"


def take(now: datetime) -> list[Taken]:
    """Take in hand what is due, of every agency."""
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "take_news"), {"now": now, "limit": TAKEN_AT_ONCE, "lease": LEASE.total_seconds()})
        rows = cursor.fetchall()
    return [Taken(id, agency, sender, gateway, json.loads(said), at, tries) for id, agency, sender, gateway, said, at, tries in rows]


def apply_received(taken: Taken, *, now: datetime) -> None:
    """Bring a message that came in to its client and do what it asks (O3, M7), once. One to nobody of this agency is parked."""
    agency = Agency.objects.get(id=taken.agency_id)
    told = taken.content
    sender = _sent_to(taken, agency)
    if sender is None:
        log.warning("a message came in to %s, which is no phone or email of agency %s", ", ".join(told["to"]), agency.reference)
        _park(taken, now)
        return
    arrival = Arrival(
        sender=sender,
        channel=told["channel"],
        came_from=told["came_from"],
        body=told["body"],
        reference=told["reference"],
        subject=told["subject"],
        answered_by_carrier=told["answered_by_carrier"],
        # News that was kept before this was asked: of an email, nobody knows.
        proven=told.get("proven", told["channel"] != "email"),
        identified=told.get("identified", True),
    )
    with transaction.atomic():
        if text := whole(taken.id, agency_id=agency.id, content=told, now=now):
            body = "\n".join(filter(None, (text.body, _files_came(len(told["files"]), told["channel"]))))
            receive(agency=agency, arrival=replace(arrival, body=body), now=now)
            _close(agency.id, text.ids, now)


def _sent_to(taken: Taken, agency: Agency) -> Sender | None:
    """Which of the agency's phones or emails it was sent to: carriers post whatever an account gets to the one address they were told."""
    asked = Sender.objects.get(agency_id=agency.id, id=taken.sender_id)
    named = [value.strip().lower() for value in taken.content.get("to", ())]
    if not named or asked.value.lower() in named:
        return asked
    others = Sender.objects.filter(agency_id=agency.id, kind=asked.kind).order_by("id")
    other = next((one for one in others if one.value.lower() in named), None)
    return other or (asked if taken.content.get("pooled") else None)


def apply_told(batch: Sequence[Taken], *, now: datetime) -> None:
    """Move the messages of one agency and gateway that carriers told of; what nobody knows is parked.

    First what refusals say of addresses, in transactions of their own: a crash in between does it again, and loses no STOP.
    """
    agency_id, gateway = batch[0].agency_id, batch[0].gateway
    batch, told_of = _identified(agency_id, batch)
    _draw(agency_id, batch, now)
    with transaction.atomic():
        batch = _as_a_whole(agency_id, batch, told_of)
        applied = receipts.apply(agency_id=agency_id, gateway=gateway, news=[_receipt(one) for one in batch], now=now)
        told = list(zip(batch, applied, strict=True))
        _close(agency_id, [one.id for one, found in told if found.before], now)
        for one, found in told:
            if not found.before:
                _park(one, now)
        _follow(agency_id, [one for one, found in told if found.moved], now)


def _identified(agency_id: UUID, batch: Sequence[Taken]) -> tuple[list[Taken], dict[UUID, parts.Known]]:
    """With our own ids, for carriers that know them not; and which parts of messages they tell of, by news."""
    nameless = [one for one in batch if not one.content["message_id"] and one.content["reference"]]
    if not nameless:
        return list(batch), {}
    known = parts.find(agency_id, [(one.content["reference"], one.content.get("phones", ())) for one in nameless])
    found = {one.id: part for one, part in zip(nameless, known, strict=True) if part}
    mine = {id: {"message_id": str(part.message_id), "attempt": part.attempt} for id, part in found.items()}
    return [replace(one, content=one.content | mine.get(one.id, {})) for one in batch], found


def _as_a_whole(agency_id: UUID, batch: Sequence[Taken], found: Mapping[UUID, parts.Known]) -> list[Taken]:
    """A message is delivered once all of its parts are; it has failed with the first of them that did."""
    ended = (Status.DELIVERED, Status.FAILED)
    told = [(found[one.id], one.content["status"]) for one in batch if one.id in found and one.content["status"] in ended]
    whole = parts.mark(agency_id, told) if told else set()

    def seen(one: Taken) -> Taken:
        part = found.get(one.id)
        if part is None or one.content["status"] != Status.DELIVERED or (part.message_id, part.attempt) in whole:
            return one
        return replace(one, content=one.content | {"status": PART_DELIVERED})

    return [seen(one) for one in batch]


def grouped(taken: Sequence[Taken]) -> list[list[Taken]]:
    """What can be applied together: of one agency and gateway, in the order in which it came."""
    groups: dict[tuple[UUID, str], list[Taken]] = defaultdict(list)
    for one in sorted(taken, key=lambda one: one.id):
        if not is_received(one):
            groups[one.agency_id, one.gateway].append(one)
    return list(groups.values())


def is_received(taken: Taken) -> bool:
    return "came_from" in taken.content


def forget(now: datetime) -> None:
    """What was applied, or given up, long ago."""
    for agency_id in Agency.objects.values_list("id", flat=True):
        models.News.objects.filter(agency_id=agency_id, received_at__lt=now - KEPT_FOR).exclude(applied_at=None).delete()


def _files_came(count: int, channel: str) -> str:
    """Files stay at the carrier, who shows them to administrators; staff learn that there are some. Those of emails are not kept."""
    if not count:
        return ""
    if channel == "email":
        words = ngettext("(%(n)d file came with it, and is not kept.)", "(%(n)d files came with it, and are not kept.)", count)
        return words % {"n": count}
    words = ngettext("(%(n)d file came with it. The carrier keeps it.)", "(%(n)d files came with it. The carrier keeps them.)", count)
    return words % {"n": count}


def _written(one: News) -> dict[str, Any]:
    """As JSON, without what the database cannot hold."""
    told = {name: plain(value) if isinstance(value, str) else value for name, value in asdict(one).items()}
    if isinstance(one, Told):
        told |= {"message_id": str(one.message_id or ""), "at": one.at.isoformat() if one.at else ""}
    return told


def _refusal(taken: Taken) -> Refused | None:
    told = taken.content["refusal"]
    return Refused(told["code"], told["words"], Kind(told["kind"])) if told else None


def _message_id(taken: Taken) -> UUID:
    """Ours, which the carrier sent back; one that nobody has where it did not."""
    return UUID(taken.content["message_id"] or "0" * 32)


def _receipt(taken: Taken) -> receipts.News:
    refusal, told = _refusal(taken), taken.content
    return receipts.News(
        message_id=_message_id(taken),
        status=told["status"],
        at=datetime.fromisoformat(told["at"]) if told["at"] else taken.received_at,
        attempt=told["attempt"],
        code=plain(refusal.code) if refusal else "",
        words=plain(refusal.words) if refusal else told["words"],
        reference=told["reference"],
    )


def _draw(agency_id: UUID, batch: Sequence[Taken], now: datetime) -> None:
    refused: dict[UUID, list[Refused]] = defaultdict(list)
    for one in batch:
        if (refusal := _refusal(one)) and refusal.kind in ABOUT_THE_ADDRESS:
            refused[_message_id(one)].append(refusal)
    if not refused:
        return
    agency = Agency.objects.get(id=agency_id)
    rows = Message.objects.filter(agency_id=agency_id, id__in=list(refused)).exclude(kind="inbound").order_by("id")
    for message_id, address_id, channel in list(rows.values_list("id", "address_id", "channel")):
        for refusal in refused[message_id]:
            draw(agency=agency, address_id=address_id, channel=channel, message_id=message_id, refusal=refusal, now=now)


def _follow(agency_id: UUID, moved: Sequence[Taken], now: datetime) -> None:
    """What follows from news that moved messages: trouble with the set-up begins or ends, and what may pass is tried again."""
    senders = Sender.objects.filter(agency_id=agency_id)
    passing: dict[UUID, str] = {}
    for one in moved:
        refusal = _refusal(one)
        if refusal and refusal.kind in OF_THE_SET_UP:
            note(senders.filter(id=one.sender_id), refusal, by_receipt=True, now=now)
        elif refusal and refusal.kind.passes:
            passing[_message_id(one)] = plain(refusal.words)
    if delivered := {one.sender_id for one in moved if one.content["status"] == Status.DELIVERED}:
        over(senders.filter(id__in=delivered), delivered=True)
    if passing:
        again(Agency.objects.get(id=agency_id), passing, now=now)


def _close(agency_id: UUID, ids: Sequence[UUID], now: datetime) -> None:
    """Applied: what it said stands elsewhere now, so that purging a message leaves no words of it here."""
    models.News.objects.filter(agency_id=agency_id, id__in=list(ids)).update(applied_at=now, content={})


def _park(taken: Taken, now: datetime) -> None:
    mine = models.News.objects.filter(agency_id=taken.agency_id, id=taken.id)
    if now - taken.received_at > PARKED_FOR:
        mine.update(applied_at=now, content={})
    else:
        mine.update(due_at=now + min(timedelta(seconds=5) * 2 ** min(taken.tries, 12), LONGEST_PAUSE))
