"""Composing one message to one contact: the rules, in one transaction (M1, M5, M6, C9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.holding import hold_contact
from duenotice.contacts.may_message import WORDS, Obstacle, facts, may_message
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.gateways.file_rules import unfit_files
from duenotice.messaging.attachments import MOST_FILES
from duenotice.messaging.duplicates import earlier_duplicate, words_hash
from duenotice.messaging.models import File, Kind, Message, Status
from duenotice.messaging.render import Rendered, about, render
from duenotice.messaging.send_time import When, in_conversation, one_off_time
from duenotice.senders.choose import senders_for
from duenotice.senders.models import Sender
from duenotice.words.merge_tags import unknown_tags

LONGEST_BODY = {"text": 1600, "voice": 3000, "email": 50_000, "fax": 50_000}


class CannotCompose(Exception):
    """Refused, with words for the field named by `field` ("" is the whole form)."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class CannotReach(CannotCompose):
    """Messages do not reach this contact (C9)."""

    def __init__(self, obstacle: Obstacle) -> None:
        what, todo = WORDS[obstacle]
        super().__init__(f"{what} {todo}")
        self.obstacle = obstacle


class Duplicate(CannotCompose):
    """The same words went, or will go, to this contact within the agency's window (M5)."""

    def __init__(self, earlier: Message, minutes: int) -> None:
        words = _("The same message to this contact was sent or scheduled within %(minutes)d minutes. Tick Send anyway to send it again.")
        super().__init__(words % {"minutes": minutes})
        self.earlier, self.minutes = earlier, minutes


@dataclass(frozen=True)
class Draft:
    """What a person composed. Date and time are local to the agency; without a sender, the primary one of the channel is used."""

    body: str
    subject: str = ""
    sender_id: UUID | None = None
    event: Event | None = None
    file_ids: Sequence[UUID] = ()
    day: date | None = None
    clock: time | None = None
    # In the place of both: a moment.
    at: datetime | None = None
    send_now: bool = False
    ignores_quiet_hours: bool = False
    repeat_anyway: bool = False
    answers: Message | None = None
    user_name: str = ""


@transaction.atomic
def compose(*, agency: Agency, contact: Contact, draft: Draft, actor: Actor, now: datetime) -> Message:
    """Schedule one message to one contact. Raises CannotCompose (CannotReach, Duplicate), NotThen, NoSuchTime.

    The address is held FOR SHARE until the message is in: nobody can opt it out in between and leave the message scheduled.
    """
    contact = hold_contact(agency, contact)
    draft = replace(draft, event=_hold_event(agency, draft.event))
    sender = choose_sender(agency, contact.channel, draft.sender_id)
    obstacle = may_message(facts(contact=contact, agency=agency, sender=sender))
    if obstacle is not None:
        raise CannotReach(obstacle)
    assert sender is not None
    check_words(draft, contact.channel)
    check_files(agency, draft, sender, contact.channel)
    when = one_off_time(agency, day=draft.day, clock=draft.clock, send_now=draft.send_now, event=draft.event, now=now, at=draft.at)
    words = words_hash(preview(agency, contact, sender, draft, now))
    if not draft.repeat_anyway:
        _refuse_repeat(agency, contact.id, draft.event.id if draft.event else None, words, when.send_at)
    message = _message(agency, contact, sender, draft, when, words, actor, now)
    message.save(force_insert=True)
    record(agency_id=agency.id, actor=actor, verb="created", kind="message", ids=[message.id], now=now, detail={"contact": str(contact.id)})
    return message


def _hold_event(agency: Agency, event: Event | None) -> Event | None:
    """The event as it is now, held until the message is in. Raises CannotCompose where nothing is sent about it (M4, A7)."""
    if event is None:
        return None
    held = Event.objects.select_for_update(no_key=True).get(agency_id=agency.id, id=event.id)
    if held.is_silent:
        words = _("Nothing is sent about this event: it is cancelled, archived, in the trash, or its status disables messages.")
        raise CannotCompose(words, "event")
    return held


def choose_sender(agency: Agency, channel: str, sender_id: UUID | None) -> Sender | None:
    """The sender asked for, or the primary one. Raises CannotCompose where the one asked for does not carry the channel."""
    usable = senders_for(agency.id, channel)
    if sender_id is None:
        return usable[0] if usable else None
    chosen = next((sender for sender in usable if sender.id == sender_id), None)
    if chosen is None:
        raise CannotCompose(_("This sender cannot be used on the contact's channel. Choose another one."), "sender")
    return chosen


def preview(agency: Agency, contact: Contact, sender: Sender | None, draft: Draft, now: datetime) -> Rendered:
    """The words as this contact would get them now."""
    return render(
        subject=draft.subject,
        body=draft.body,
        about=about(agency=agency, client=contact.client, event=draft.event, sender=sender, user_name=draft.user_name),
        language=contact.client.language if contact.client else agency.language,
        now=now,
    )


def check_words(draft: Draft, channel: str) -> None:
    """Raises CannotCompose for nothing to say, too much of it, or a tag that does not exist."""
    if not draft.body.strip():
        raise CannotCompose(_("Write a message."), "body")
    if channel == "email" and not draft.subject.strip():
        raise CannotCompose(_("Write a subject for the email."), "subject")
    if len(draft.body) > LONGEST_BODY[channel]:
        words = _("A message on this channel has at most %(most)d characters; this one has %(length)d.")
        raise CannotCompose(words % {"most": LONGEST_BODY[channel], "length": len(draft.body)}, "body")
    unknown = [*unknown_tags(draft.subject), *unknown_tags(draft.body)]
    if unknown:
        words = _("There is no tag [%(tag)s]. Choose one from the list of tags, or write it without brackets.")
        raise CannotCompose(words % {"tag": unknown[0]}, "body")


def check_files(agency: Agency, draft: Draft, sender: Sender, channel: str) -> None:
    """Raises CannotCompose for more than five files, another agency's, or what the sender's carrier does not take along."""
    if len(draft.file_ids) > MOST_FILES:
        raise CannotCompose(_("A message carries at most %(most)d files. Remove some.") % {"most": MOST_FILES}, "files")
    mine = File.objects.filter(agency_id=agency.id, id__in=draft.file_ids)
    files = list(mine.values_list("type", "size")) if draft.file_ids else []
    if len(files) != len(set(draft.file_ids)):
        raise CannotCompose(_("A file is missing. Attach it again."), "files")
    if refusal := unfit_files(sender.gateway, channel, files):
        raise CannotCompose(_(refusal.words), "files")


def _refuse_repeat(
    agency: Agency, contact_id: UUID, event_id: UUID | None, words: bytes, due: datetime, *, except_id: UUID | None = None
) -> None:
    earlier = earlier_duplicate(agency, contact_id=contact_id, event_id=event_id, words=words, due=due, except_id=except_id)
    if earlier is not None:
        raise Duplicate(earlier, agency.duplicate_window_minutes)


def _message(
    agency: Agency, contact: Contact, sender: Sender, draft: Draft, when: When, words: bytes, actor: Actor, now: datetime
) -> Message:
    return Message(
        agency=agency,
        client_id=contact.client_id,
        contact=contact,
        address_id=contact.address_id,
        event=draft.event,
        sender=sender,
        kind=Kind.REPLY if draft.answers else Kind.ONE_OFF,
        channel=contact.channel,
        status=Status.SCHEDULED,
        status_at=now,
        language=contact.client.language if contact.client else agency.language,
        subject=" ".join(draft.subject.split()) if contact.channel == "email" else "",
        body=draft.body,
        files=list(draft.file_ids),
        words_hash=words,
        send_at=when.send_at,
        expires_at=when.expires_at,
        ignores_quiet_hours=draft.ignores_quiet_hours or in_conversation(draft.answers, now),
        repeats_anyway=draft.repeat_anyway,
        answers=draft.answers,
        made_by=actor.id,
        created_at=now,
        updated_at=now,
    )


@transaction.atomic
def cancel_message(*, agency: Agency, message_id: UUID, actor: Actor, now: datetime) -> bool:
    """Cancel a message that has not been handed off; answers False where it was too late. It stays in the feed as cancelled (A3)."""
    waiting = Message.objects.filter(agency_id=agency.id, id=message_id, status__in=[Status.SCHEDULED, Status.CLAIMED])
    changed = waiting.update(status=Status.CANCELLED, status_at=now, updated_at=now, lease_until=None, reason_code="cancelled_by_staff")
    if changed:
        record(agency_id=agency.id, actor=actor, verb="cancelled", kind="message", ids=[message_id], now=now)
    return bool(changed)


@transaction.atomic
def send_message_now(*, agency: Agency, message_id: UUID, actor: Actor, now: datetime, repeat_anyway: bool = False) -> bool:
    """Let a scheduled message go at once, by the same rules; answers False where it is no longer scheduled.

    Raises Duplicate where its words went, or will go, to its contact near that time (M5). What an automated one will say is not known yet:
    the gate looks.
    """
    waiting = Message.objects.filter(agency_id=agency.id, id=message_id, status=Status.SCHEDULED, send_at__gt=now)
    message = waiting.select_related("contact").first()
    if repeat_anyway:
        waiting.update(repeats_anyway=True)
    elif message and message.contact and message.words_hash:
        hold_contact(agency, message.contact)
        _refuse_repeat(agency, message.contact.id, message.event_id, bytes(message.words_hash), now, except_id=message.id)
    changed = waiting.update(send_at=now, held_for="", hurried_at=None, updated_at=now)
    if changed:
        record(agency_id=agency.id, actor=actor, verb="sent_now", kind="message", ids=[message_id], now=now)
    return bool(changed)
