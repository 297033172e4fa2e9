"""The life of one message, told to whoever has to find out why it went, or did not."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch

from duenotice.messaging.may_leave import RULES, deadline
from duenotice.messaging.models import WAITING, Attempt, Message, Receipt
from duenotice.messaging.unsynced import awaits_sync, origins_behind


def explain(message_id: UUID, now: datetime) -> list[str]:
    """Lines of text: what it is, its attempts and receipts, and what would happen now, rule by rule. Raises Message.DoesNotExist.

    Names no person and shows no words: it is for logs and tickets.
    """
    agency_id = Message.objects.values_list("agency_id", flat=True).get(id=message_id)
    related = ("agency", "address", "contact__address", "contact__client", "client", "event", "sender")
    attempts = Prefetch("attempt_set", Attempt.objects.filter(agency_id=agency_id).order_by("number"))
    receipts = Prefetch("receipts", Receipt.objects.filter(agency_id=agency_id).order_by("id"))
    message = Message.objects.select_related(*related).prefetch_related(attempts, receipts).get(agency_id=agency_id, id=message_id)
    return [*_state(message), *_history(message), *_now(message, now)]


def _state(message: Message) -> Iterator[str]:
    yield f"message {message.id} of {message.agency.reference}: {message.get_kind_display()} by {message.channel}"
    yield f"status {message.status} since {message.status_at:%Y-%m-%d %H:%M:%S} UTC, claim number {message.claim}"
    yield f"due {message.send_at:%Y-%m-%d %H:%M:%S} UTC, worthless from {deadline(message) or 'no moment'} on"
    if message.lease_until:
        yield f"a worker's until {message.lease_until:%Y-%m-%d %H:%M:%S} UTC"
    if message.held_for:
        yield f"held: {message.held_for}"
    if message.reason_code or message.reason:
        yield f"because: {message.reason_code}: {message.reason}"


def _history(message: Message) -> Iterator[str]:
    for attempt in message.attempt_set.all():
        ended = f"{attempt.outcome} at {attempt.ended_at:%H:%M:%S}" if attempt.ended_at else "not ended"
        began = f"attempt {attempt.number} by {attempt.gateway}, {attempt.started_at:%Y-%m-%d %H:%M:%S}"
        yield f"{began}: {ended} {attempt.code} {attempt.words}".rstrip()
    for one in message.receipts.all():
        yield f"receipt from {one.gateway}, {one.at:%Y-%m-%d %H:%M:%S}: {one.status} {one.code} {one.words}".rstrip()


def _now(message: Message, now: datetime) -> Iterator[str]:
    if message.status not in WAITING:
        yield "it no longer waits, so nothing happens now"
        return
    if message.sender is None:
        yield "it has no sender, so no worker takes it"
    if message.agency.sending_paused_at:
        yield "sending is paused for its agency"
    if message.send_at > now:
        yield "it is not due yet; if it were:"
    for question, rule in RULES:
        verdict = rule(message, message.agency, now)
        yield f"{question} No: {verdict.code}, so: {verdict.to or 'deleted'}" if verdict else f"{question} Yes"
    if verdict := awaits_sync(message, origins_behind(message.agency_id), now):
        yield f"what calls for it was changed, and the sync after that is not done: {verdict.code}, so: {verdict.to}"
    yield "live: it would be handed off" if message.agency.live else "simulate: it would end as simulated, and no gateway be called"
