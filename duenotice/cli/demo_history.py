"""The demo's messages of the last weeks: most arrived, some were answered, some failed; of some nobody knows, and one came too late."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from duenotice.actions.events import create_event
from duenotice.agencies.activity import SYSTEM
from duenotice.agencies.models import Agency
from duenotice.cli.demo_words import ANSWERS, NEW_ROOM, PAST, UNREACHED
from duenotice.contacts.channels import CHANNELS
from duenotice.contacts.models import Consent, Contact
from duenotice.events.models import Location
from duenotice.events.models import Status as EventStatus
from duenotice.messaging.dispatch import LEFT_BEHIND
from duenotice.messaging.may_leave import TOO_LATE
from duenotice.messaging.models import Attempt, Kind, Message, Receipt, Status
from duenotice.messaging.wording import Wording
from duenotice.senders.choose import by_channel
from duenotice.senders.models import Sender

SENT = ["status", "status_at", "sent_subject", "sent_body", "words_hash", "segments", "attempts", "gateway", "updated_at"]


def as_delivered(agency: Agency, now: datetime) -> None:
    """Instead of going out late, when the demo starts."""
    due = Message.objects.filter(agency_id=agency.id, status=Status.SCHEDULED, planned_for__lt=now)
    rows = list(due.select_related("client", "contact", "address", "event", "sender"))
    wording = Wording(agency, rows, now)
    for row in rows:
        said = wording.say(row)
        row.sent_subject, row.sent_body = said.rendered.subject, said.rendered.body
        row.words_hash, row.segments, row.attempts, row.gateway = said.hash, said.segments, 1, "handset"
        row.status, row.status_at, row.updated_at = Status.DELIVERED, row.send_at + timedelta(seconds=4), row.send_at
    Message.objects.filter(agency_id=agency.id).bulk_update(rows, SENT, batch_size=200)
    usual = [{"agency_id": agency.id, "message": row, "gateway": "handset"} for row in rows]
    times = [row.send_at for row in rows]
    Attempt.objects.bulk_create(
        Attempt(number=1, started_at=at, ended_at=at, outcome="accepted", **one) for at, one in zip(times, usual, strict=True)
    )
    Receipt.objects.bulk_create(
        Receipt(at=at + timedelta(seconds=4), status="delivered", **one) for at, one in zip(times, usual, strict=True)
    )


def past(agency: Agency, contacts: list[Contact], dice: random.Random, now: datetime) -> None:
    """To each a few messages that went out over the last weeks, and answers to some."""
    senders = by_channel(agency.id, CHANNELS)
    messages = [
        _one_of_the_past(agency, contact, senders[contact.channel][0], dice, _office_hour(agency, dice, now))
        for contact in contacts
        if not contact.address.invalid_for and senders[contact.channel]
        for _number in range(dice.randrange(4))
    ]
    Message.objects.bulk_create(messages)
    _tell_of(messages)


def _one_of_the_past(agency: Agency, contact: Contact, sender: Sender, dice: random.Random, at: datetime) -> Message:
    if contact.channel in ("text", "email") and dice.random() < 0.25:
        return _message(contact, sender, Kind.INBOUND, Status.RECEIVED, dice.choice(ANSWERS), at)
    status = dice.choice([Status.DELIVERED] * 9 + [Status.SENT, Status.FAILED]) if agency.live else Status.SIMULATED
    return _message(contact, sender, Kind.ONE_OFF, status, dice.choice(PAST), at)


def _office_hour(agency: Agency, dice: random.Random, now: datetime) -> datetime:
    """A moment of the last forty days at which a court would write."""
    day = now.astimezone(ZoneInfo(agency.time_zone)).date() - timedelta(days=dice.randrange(1, 41))
    day -= timedelta(days=max(0, day.weekday() - 4))
    clock = time(dice.randrange(9, 17), dice.randrange(60))
    return datetime.combine(day, clock, ZoneInfo(agency.time_zone)).astimezone(UTC)


def _message(contact: Contact, sender: Sender, kind: str, status: str, body: str, at: datetime) -> Message:
    failed = status == Status.FAILED
    inbound = kind == Kind.INBOUND
    fresh = inbound and at > timezone.now() - timedelta(days=4)
    return Message(
        agency_id=contact.agency_id,
        client_id=contact.client_id,
        contact=contact,
        address_id=contact.address_id,
        sender=sender,
        kind=kind,
        channel=contact.channel,
        status=status,
        status_at=at,
        subject=("Re: From the court" if inbound else "From the court") if contact.channel == "email" else "",
        body=body,
        sent_body="" if inbound else body,
        sent_subject="From the court" if contact.channel == "email" and not inbound else "",
        send_at=at,
        attempts=0 if inbound or status == Status.SIMULATED else 1,
        reason_code="handset_off" if failed else "",
        reason=UNREACHED[contact.channel] if failed else "",
        gateway="" if status == Status.SIMULATED else "handset",
        gateway_reference=f"demo-{at.timestamp()}-{contact.id}" if inbound else "",
        needs_review=fresh and body.startswith("Can I cancel"),
        read_at=None if fresh or not inbound else at,
        created_at=at,
        updated_at=at,
    )


def _tell_of(messages: list[Message]) -> None:
    """How each that was sent was handed off, and that it arrived."""
    sent = [(one, {"agency_id": one.agency_id, "message": one, "gateway": "handset"}) for one in messages if one.attempts]
    Attempt.objects.bulk_create(
        Attempt(
            number=1,
            started_at=one.status_at,
            ended_at=one.status_at,
            outcome="refused" if one.status == Status.FAILED else "accepted",
            **usual,
        )
        for one, usual in sent
    )
    delivered = [(one, usual) for one, usual in sent if one.status == Status.DELIVERED]
    Receipt.objects.bulk_create(Receipt(at=one.status_at + timedelta(seconds=4), status="delivered", **usual) for one, usual in delivered)


def without_a_plain_end(agency: Agency, now: datetime) -> None:
    """A text and a call of which nobody knows whether they went, and a text that was held through the night until it was too late."""
    senders = by_channel(agency.id, CHANNELS)
    reached = Contact.objects.filter(agency=agency, archived_at=None, trashed_at=None, address__agency=agency, address__invalid_for=[])
    usable = reached.exclude(address__consent=Consent.OUT).filter(client__archived_at=None, client__trashed_at=None)
    texts = list(usable.filter(channel="text").select_related("address", "client").order_by("id")[:2])
    lost = [*texts[:1], *usable.filter(channel="voice").select_related("address", "client").order_by("id")[:1]]
    zone = ZoneInfo(agency.time_zone)
    afternoon = datetime.combine(now.astimezone(zone).date() - timedelta(days=1), time(16, 10), zone).astimezone(UTC)
    _lost([_message(one, senders[one.channel][0], Kind.ONE_OFF, Status.UNKNOWN, PAST[1], afternoon) for one in lost])
    _too_late(agency, texts[1], senders["text"][0], now)


def _lost(messages: list[Message]) -> None:
    """Handed over when the program was stopped: the gateway may have them, and cannot say."""
    for message in messages:
        message.reason_code, message.reason = "left_behind", str(LEFT_BEHIND)
    Message.objects.bulk_create(messages)
    Attempt.objects.bulk_create(
        Attempt(
            agency_id=one.agency_id,
            message=one,
            gateway="handset",
            number=1,
            started_at=one.send_at,
            ended_at=one.status_at,
            outcome="unknown",
            code=one.reason_code,
            words=one.reason,
        )
        for one in messages
    )


def _too_late(agency: Agency, contact: Contact, sender: Sender, now: datetime) -> None:
    """Written on the evening before a hearing that began as the quiet hours ended."""
    client, zone = contact.client, ZoneInfo(agency.time_zone)
    assert client is not None
    day = (now.astimezone(zone) - timedelta(days=1)).date()
    day -= timedelta(days=max(0, day.weekday() - 4))
    evening = datetime.combine(day - timedelta(days=1), time(20, 40), zone).astimezone(UTC)
    fields = {
        "reference": "E-6999",
        "type": "Hearing",
        "status": EventStatus.objects.get(agency=agency, name="Scheduled"),
        "date": day,
        "time": time(8),
        "location": Location.objects.filter(agency=agency).order_by("name").first(),
        "judge": "Hon. Demo Judge",
        "case_number": client.reference,
    }
    event = create_event(agency=agency, fields=fields, client_ids=[client.id], actor=SYSTEM, now=evening - timedelta(days=9))
    message = _message(contact, sender, Kind.ONE_OFF, Status.EXPIRED, NEW_ROOM, evening)
    message.event, message.gateway, message.attempts, message.sent_body = event, "", 0, ""
    message.reason_code, message.reason = "too_late", str(TOO_LATE)
    message.save()
