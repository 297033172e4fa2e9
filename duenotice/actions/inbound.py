"""A text or email came in: whose it is, what it asks, and the one confirmation it may get (O3, M7)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_noop

from duenotice.actions.attendance import confirm_attendance
from duenotice.actions.consent import Cause, note_unclear_wish, opt_in, opt_out
from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.addresses import ensure
from duenotice.contacts.keywords import YES_WORDS, Reading, classify
from duenotice.contacts.models import Address, Consent, Contact
from duenotice.contacts.own_words import own_subject
from duenotice.contacts.parse import NotAnAddress, parse
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.dispatch import plain
from duenotice.messaging.models import UNPROVEN, Kind, Message, Status
from duenotice.messaging.open_question import OpenQuestion, open_question
from duenotice.senders.models import Sender
from duenotice.words.phones import as_written
from duenotice.words.replies import Kind as Confirmation
from duenotice.words.replies import reply, wording_version

# A confirmation that is later than this is no longer presumed to be one (47 CFR 64.1200(a)(12)).
CONFIRMATION_LIFE = timedelta(minutes=5)
# At most one confirmation of a kind to one address in this time, so that two machines cannot answer each other for ever.
LOOP_GUARD = timedelta(minutes=5)
# To stop is safe to believe whoever wrote it; to start again, or that somebody will come, is not (rules 1.3, 1.5.8).
UNPROVEN_WISH = gettext_noop("Asks for messages, but nothing shows that this email is from this address. Nothing was changed.")
UNPROVEN_ANSWER = gettext_noop("Answers our question, but nothing shows that this email is from this address. Nobody was marked as coming.")
# A carrier without ids of its own tells a message again, within this time, if our answer was lost; a START would undo the STOP before it.
TOLD_AGAIN = timedelta(hours=1)
REPEATED_WISH = gettext_noop(
    "Asks for messages in the same words as shortly before a STOP, so the carrier may have told it twice. Nothing was changed."
)
ANSWERED_BY: dict[str, Confirmation] = {"stop": "stop", "start": "start", "yes": "start", "help": "help"}


@dataclass(frozen=True)
class Arrival:
    """One received message as a gateway adapter understood it. `reference` is the carrier's own id, which makes it unique; "" if none."""

    sender: Sender
    channel: str
    came_from: str
    body: str
    reference: str
    subject: str = ""
    # The carrier has answered the keyword itself, so that no second answer may go (Twilio's OptOutType).
    answered_by_carrier: bool = False
    # False for an email that anybody may have written in this address's name.
    proven: bool = True
    # False where `reference` is ours, because the carrier has none.
    identified: bool = True


@dataclass(frozen=True)
class Whose:
    """The contact that an address was last written to through, if any, and whether several clients share the address."""

    contact: Contact | None
    shared: bool


@dataclass(frozen=True)
class Meaning:
    """What a message asks for, and which question of ours it answers. `unproven`: why nothing of it counts by itself, "" where it does."""

    reading: Reading
    answered: OpenQuestion | None
    unproven: str


@transaction.atomic
def receive(*, agency: Agency, arrival: Arrival, now: datetime) -> Message | None:
    """Keep a received message and act on what it asks. None where it was kept before, or where the sender is no address at all."""
    arrival = replace(arrival, body=plain(arrival.body), subject=plain(arrival.subject), came_from=plain(arrival.came_from))
    try:
        parsed = parse(arrival.came_from, region=agency.region)
    except NotAnAddress:
        return None
    address = ensure(agency, [parsed], now=now)[parsed.kind, parsed.value]
    address = Address.objects.select_for_update().get(agency_id=agency.id, id=address.id)
    # All of its contacts, in order, before the message holds one of them: START locks them all.
    list(Contact.objects.select_for_update(no_key=True).filter(agency_id=agency.id, address_id=address.id).order_by("id").values_list("id"))
    meaning = _meaning(agency, address, arrival, now)
    message = _keep(agency, address, arrival, meaning, now)
    if message is None:
        return None
    record(agency_id=agency.id, actor=Actor("gateway"), verb="received", kind="message", ids=[message.id], now=now)
    if not meaning.unproven:
        _act(agency, address, arrival, meaning.reading, message, now)
    if meaning.answered and not message.needs_review:
        _will_come(agency, meaning.answered.message, now)
    return message


def _meaning(agency: Agency, address: Address, arrival: Arrival, now: datetime) -> Meaning:
    asked = open_question(agency, address.id, now)
    reading = _read(agency, address, arrival, asked)
    answered = asked if reading.kind == "none" and reading.word in YES_WORDS else None
    if not arrival.proven:
        return Meaning(reading, answered, _unproven(address, reading, answered))
    return Meaning(reading, answered, REPEATED_WISH if _perhaps_repeated(agency, address, arrival, reading, now) else "")


def _unproven(address: Address, reading: Reading, answered: OpenQuestion | None) -> str:
    """Why staff decide about what somebody else may have written; "" for what is safe to believe, or changes nothing."""
    if answered:
        return UNPROVEN_ANSWER
    return UNPROVEN_WISH if reading.kind in ("start", "yes") and address.consent != Consent.IN else ""


def _perhaps_repeated(agency: Agency, address: Address, arrival: Arrival, reading: Reading, now: datetime) -> bool:
    """Whether it would opt in, and may be no more than the carrier's telling of it for a second time."""
    if arrival.identified or reading.kind not in ("start", "yes") or address.consent == Consent.IN:
        return False
    earlier = Message.objects.filter(agency_id=agency.id, address_id=address.id, kind=Kind.INBOUND, channel=arrival.channel)
    return earlier.filter(body=arrival.body, created_at__gt=now - TOLD_AGAIN).exists()


def _read(agency: Agency, address: Address, arrival: Arrival, asked: OpenQuestion | None) -> Reading:
    """What the person asks for: in the body, else in an email's own subject, where a wish to stop may stand alone."""

    def asks(text: str) -> Reading:
        return classify(
            text,
            opted_out=address.opted_out,
            open_question=asked is not None,
            stop_words=agency.stop_words,
            start_words=agency.start_words,
            help_words=agency.help_words,
        )

    reading = asks(arrival.body)
    if reading.kind != "none" or arrival.channel != "email":
        return reading
    subject = asks(own_subject(arrival.subject))
    return subject if subject.kind == "stop" or not arrival.body.strip() else reading


def _whose(agency: Agency, address: Address, answered: OpenQuestion | None) -> Whose:
    """Whom the message came from: with an answer, whoever was asked."""
    whose = whose_address(agency, address)
    return replace(whose, contact=answered.message.contact) if answered and answered.message.contact else whose


def whose_address(agency: Agency, address: Address) -> Whose:
    """The live contact that the address was last written to through; else its oldest live contact (M7)."""
    contacts = list(Contact.objects.filter(LIVE, agency_id=agency.id, address_id=address.id).select_related("client").order_by("id"))
    if not contacts:
        contacts = list(Contact.objects.filter(agency_id=agency.id, address_id=address.id).select_related("client").order_by("id"))
    shared = len({contact.client_id for contact in contacts}) > 1
    last = (
        Message.objects.filter(agency_id=agency.id, address_id=address.id, contact_id__in=[contact.id for contact in contacts])
        .exclude(kind=Kind.INBOUND)
        .exclude(status__in=[Status.SCHEDULED, Status.CLAIMED, Status.CANCELLED, Status.EXPIRED])
        .order_by(F("send_at").desc())
        .values_list("contact_id", flat=True)
        .first()
    )
    chosen = next((contact for contact in contacts if contact.id == last), contacts[0] if contacts else None)
    return Whose(chosen, shared)


def _keep(agency: Agency, address: Address, arrival: Arrival, meaning: Meaning, now: datetime) -> Message | None:
    reading, answered = meaning.reading, meaning.answered
    whose = _whose(agency, address, answered)
    message = Message(
        agency=agency,
        client_id=whose.contact.client_id if whose.contact else None,
        contact=whose.contact,
        address=address,
        sender=arrival.sender,
        kind=Kind.INBOUND,
        channel=arrival.channel,
        status=Status.RECEIVED,
        status_at=now,
        language=_language(agency, whose, reading),
        subject=arrival.subject[:200],
        body=arrival.body,
        send_at=now,
        gateway=arrival.sender.gateway,
        needs_review=bool(meaning.unproven) or _for_staff(address, reading, answered),
        reason_code=UNPROVEN if meaning.unproven else "",
        reason=meaning.unproven,
        shared_address=whose.shared,
        answers=answered.message if answered else None,
        event=answered.message.event if answered else None,
        created_at=now,
        updated_at=now,
    )
    message.gateway_reference = plain(arrival.reference) or f"without-{message.id}"
    try:
        with transaction.atomic():
            message.save(force_insert=True)
    except IntegrityError as error:
        if "received_once_per_gateway_reference" not in str(error):
            raise
        return None
    return message


def _for_staff(address: Address, reading: Reading, answered: OpenQuestion | None) -> bool:
    """Whether a person has to look at what the message means. After STOP, a YES may answer our question or wish for messages again."""
    if answered:
        return answered.doubtful or address.opted_out
    return reading.kind == "unclear" or (reading.kind == "stop" and not reading.certain) or reading.wrong_number


def _will_come(agency: Agency, question: Message, now: datetime) -> None:
    if question.event and question.client_id:
        confirm_attendance(agency=agency, event=question.event, client_id=question.client_id, actor=Actor("keyword"), now=now)


def _act(agency: Agency, address: Address, arrival: Arrival, reading: Reading, message: Message, now: datetime) -> None:
    answer = None if arrival.answered_by_carrier else ANSWERED_BY.get(reading.kind)
    version = wording_version(answer, message.language, agency.replies) if answer else ""
    cause = Cause("keyword", wording_version=version, message_id=message.id, words=arrival.body)
    actor = Actor("keyword")
    if reading.kind == "stop":
        opt_out(agency=agency, address_ids=[address.id], cause=cause, actor=actor, now=now)
    elif reading.kind in ("start", "yes"):
        opt_in(agency=agency, address_ids=[address.id], cause=cause, actor=actor, now=now)
    elif reading.kind == "unclear":
        note_unclear_wish(agency=agency, address_id=address.id, cause=cause, now=now)
    if answer:
        _confirm(agency, answer, message, now)


def _confirm(agency: Agency, kind: Confirmation, received: Message, now: datetime) -> None:
    """Answer the person's own STOP, START or HELP once, in their language; it goes at once, whatever the hour."""
    recent = Message.objects.filter(
        agency_id=agency.id, address_id=received.address_id, kind=Kind.COMPLIANCE, occasion=kind, send_at__gt=now - LOOP_GUARD
    )
    sender = received.sender
    if recent.exists() or sender is None:
        return
    phone = as_written(agency.help_phone or sender.value)
    words = reply(kind, received.language, agency_name=agency.name, agency_phone=phone, overrides=agency.replies)
    Message.objects.create(
        agency=agency,
        client_id=received.client_id,
        contact_id=received.contact_id,
        address_id=received.address_id,
        sender=sender,
        kind=Kind.COMPLIANCE,
        channel=received.channel,
        status=Status.SCHEDULED,
        status_at=now,
        language=received.language,
        subject=f"Re: {received.subject}"[:200] if received.channel == "email" else "",
        body=words,
        send_at=now,
        expires_at=now + CONFIRMATION_LIFE,
        ignores_quiet_hours=True,
        answers=received,
        occasion=kind,
        created_at=now,
        updated_at=now,
    )


def _language(agency: Agency, whose: Whose, reading: Reading) -> str:
    """The language of the keyword where it tells one; else the client's; else the agency's."""
    if reading.language:
        return reading.language
    return whose.contact.client.language if whose.contact and whose.contact.client else agency.language


@transaction.atomic
def mark_read(*, agency: Agency, message_ids: list[UUID], now: datetime) -> None:
    """Staff have seen these received messages."""
    Message.objects.filter(agency_id=agency.id, id__in=message_ids, kind=Kind.INBOUND, read_at=None).update(read_at=now, updated_at=now)
