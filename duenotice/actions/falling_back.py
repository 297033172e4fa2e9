"""A flow's message has certainly failed, and its step asks for another way: text, then a call, then an email, then the next contact.

In a transaction of its own, after the failure is written and what it says of the address: a crash in between loses nothing, because what
is not settled is found again. At most one message of an occasion is under way at any time: the next is made only once all others of the
client are over, and none of them reached anybody, or may have.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from duenotice.agencies.activity import Actor, record
from duenotice.agencies.models import Agency
from duenotice.contacts.models import Contact
from duenotice.db.named_sql import named_sql
from duenotice.flows.hold import hold_clients, hold_rows
from duenotice.lifecycle.states import LIVE
from duenotice.messaging.approval import brake, hurried
from duenotice.messaging.fallback import ALIVE, BY, next_way, occasion_by, root_occasion
from duenotice.messaging.may_leave import deadline, ending
from duenotice.messaging.models import Message, Status
from duenotice.senders.models import Sender

log = logging.getLogger(__name__)
AT_ONCE = 500
# Nobody knows what became of it: that is no failure.
NO_FAILURE = frozenset({"never_known"})


@dataclass(frozen=True, slots=True)
class Failed:
    """A message whose step asks for another way."""

    agency_id: UUID
    id: UUID


def fall_back(now: datetime) -> int:
    """Settle what goes in the place of messages that failed since the last look, in every agency; answers how many were made."""
    made: list[UUID] = []
    for one in _unsettled(now):
        try:
            if _settle(one, now):
                made.append(one.agency_id)
        except (OperationalError, InterfaceError):
            raise
        except Exception:  # our bug: this one stays failed, as staff see it, and the others go on
            log.exception("cannot settle what goes in the place of message %s", one.id)
            Message.objects.filter(agency_id=one.agency_id, id=one.id).update(fallback_settled_at=now)
    for agency in Agency.objects.filter(id__in=set(made)).order_by("id"):
        with transaction.atomic():
            brake(agency, now)
    return len(made)


def _unsettled(now: datetime) -> list[Failed]:
    with connection.cursor() as cursor:
        cursor.execute(named_sql("actions", "to_fall_back"), {"now": now, "limit": AT_ONCE})
        return [Failed(*row) for row in cursor.fetchall()]


@transaction.atomic
def _settle(failed: Failed, now: datetime) -> Message | None:
    mine = Message.objects.filter(agency_id=failed.agency_id)
    client_id, event_id = mine.filter(id=failed.id).values_list("client_id", "event_id").get()
    hold_clients(failed.agency_id, [client_id] if client_id else [])
    hold_rows(failed.agency_id, events=[event_id] if event_id else [])
    held = mine.select_for_update().filter(id=failed.id, status=Status.FAILED, fallback_settled_at=None).first()
    if held is None:
        return None
    mine.filter(id=held.id).update(fallback_settled_at=now)
    agency = Agency.objects.get(id=failed.agency_id)
    message = mine.select_related("contact__address", "contact__client", "client", "event", "address", "sender").get(id=held.id)
    return _instead_of(agency, message, now) if _is_definite(message) and _in_time(message, now) else None


def _is_definite(message: Message) -> bool:
    """A gateway said so. Somebody who said stop is not written to another way instead."""
    return message.attempts > 0 and message.reason_code not in NO_FAILURE and not message.address.opted_out


def _in_time(message: Message, now: datetime) -> bool:
    last = deadline(message)
    return last is None or last > now


def _instead_of(agency: Agency, message: Message, now: datetime) -> Message | None:
    if message.contact is None or message.client_id is None:
        return None
    root = root_occasion(message.occasion)
    same = Q(occasion=root) | Q(occasion__startswith=f"{root}{BY}")
    ours = Message.objects.filter(same, agency_id=agency.id, client_id=message.client_id, origin_id=message.origin_id)
    if ours.filter(status__in=ALIVE).exists():
        return None
    rows = Contact.objects.filter(LIVE, agency_id=agency.id, client_id=message.client_id)
    contacts = list(rows.select_related("address", "client").order_by("id"))
    tried = {(one, channel) for one, channel in ours.values_list("contact_id", "channel") if one}
    way = next_way(agency, message.contact, message.channel, contacts, tried)
    if way is None:
        return None
    contact, channel, sender = way
    again = contact.id in {one for one, _channel in tried}
    made = _made(message, contact, channel, sender, occasion_by(root, channel) if again else root, now)
    if ending(made, agency, now):
        return None
    made.save(force_insert=True)
    detail = {"from": message.channel, "to": channel, "code": message.reason_code}
    record(agency_id=agency.id, actor=Actor("system"), verb="fell_back", kind="message", ids=[message.id], now=now, detail=detail)
    return made


def _made(failed: Message, contact: Contact, channel: str, sender: Sender, occasion: str, now: datetime) -> Message:
    return Message(
        agency_id=failed.agency_id,
        client=failed.client,
        contact=contact,
        address=contact.address,
        event=failed.event,
        sender=sender,
        template_id=failed.template_id,
        kind=failed.kind,
        channel=channel,
        status=Status.SCHEDULED,
        status_at=now,
        language=failed.language,
        origin_id=failed.origin_id,
        occasion=occasion,
        planned_for=failed.planned_for,
        fallback_of=failed.id,
        send_at=now,
        expires_at=failed.expires_at,
        hurried_at=hurried(now, now),
        only_simulate=failed.only_simulate,
        created_at=now,
        updated_at=now,
    )
