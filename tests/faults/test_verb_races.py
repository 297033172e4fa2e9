"""Every verb against every other on the same few records, by real threads on real connections (O1, O4, C3, C4, L1, L5, M4, A7)."""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, connections

from duenotice.actions.attendance import add_clients, remove_clients
from duenotice.actions.composing import CannotCompose, cancel_message, send_message_now
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.contact_fields import set_field
from duenotice.actions.contacts import ContactChanges, replace_contact, save_contact
from duenotice.actions.events import cancel_event, create_event, save_event, uncancel_event
from duenotice.actions.flows import set_flow_mode
from duenotice.actions.inbound import Arrival, receive
from duenotice.actions.lifecycle import archive, restore, trash
from duenotice.actions.syncing import sync_messages
from duenotice.actions.take_back import take_back
from duenotice.actions.validity import mark_invalid, mark_valid
from duenotice.contacts.models import Contact
from duenotice.events.models import Event
from duenotice.flows.sync import Scope, preview
from duenotice.gateways.protocol import Accepted, Kind, Refused
from duenotice.lib.identity import uuid7
from duenotice.messaging.dispatch import Outcome, claim, outcomes
from duenotice.messaging.gate import gate
from duenotice.messaging.models import WAITING, Message
from duenotice.messaging.send_time import InThePast
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import flow

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
# Verbs by each of six threads. Thousands: RACES=2000.
ROUNDS = int(os.environ.get("RACES", "75"))

BUSY = Refused("throttled", "Busy.", Kind.RETRY)

WRONGLY_WAITING = """
SELECT m.kind, m.channel, a.consent, a.invalid_for, c.channel, c.archived_at, c.trashed_at, p.archived_at, p.trashed_at, e.cancelled_at
FROM messaging_message m JOIN contacts_address a ON a.id = m.address_id JOIN contacts_contact c ON c.id = m.contact_id
JOIN clients_client p ON p.id = m.client_id LEFT JOIN events_event e ON e.id = m.event_id
WHERE m.status IN ('scheduled', 'claimed') AND m.kind <> 'compliance' AND (
    a.consent = 'out' OR m.channel = ANY(a.invalid_for) OR m.channel <> c.channel OR c.archived_at IS NOT NULL OR c.trashed_at IS NOT NULL
    OR p.archived_at IS NOT NULL OR p.trashed_at IS NOT NULL OR e.cancelled_at IS NOT NULL)
"""


def wrongly_waiting() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(WRONGLY_WAITING)
        return cursor.fetchall()


class Everyone:
    """Clients who share addresses, and events of theirs: each method does one thing to them, as people and carriers would."""

    def __init__(self) -> None:
        self.agency = cast.agency()
        people = [cast.client("Person", str(number)) for number in range(3)]
        lines = [f"+1202555011{number}" for number in range(3)]
        self.contacts = [cast.contact(person, entered=line) for person in people for line in lines]
        self.clients = [person.id for person in people]
        self.addresses = sorted({contact.address_id for contact in self.contacts})
        fields = {"date": (cast.NOON + timedelta(days=3)).date(), "time": cast.NOON.time()}
        self.flow = flow(2, 1, name="Races")
        given = {"agency": self.agency, "fields": {**fields, "flow": self.flow}, "actor": cast.actor(), "now": cast.NOON}
        self.events = [create_event(**given, client_ids=self.clients[each : each + 2]) for each in range(2)]
        self.sender = Sender.objects.get(agency=self.agency, kind="phone")
        self.given = {"agency": self.agency, "actor": cast.actor(), "now": cast.NOON}
        self.undos: list[UUID] = []

    def some(self, dice: random.Random, of: list) -> list:
        return dice.sample(of, dice.randint(1, len(of)))

    def consenting(self, dice: random.Random) -> None:
        verb = dice.choice([opt_out, opt_in, opt_in])
        change = verb(**self.given, address_ids=self.some(dice, self.addresses), cause=Cause("staff"))
        self.undos.append(change.undo_id)

    def moving(self, dice: random.Random) -> None:
        kinds = {"contact": [one.id for one in self.contacts], "client": self.clients, "event": [one.id for one in self.events]}
        kind = dice.choice(list(kinds))
        verb = dice.choice([archive, trash, restore, restore, restore])
        self.undos.append(verb(**self.given, kind=kind, ids=self.some(dice, kinds[kind])).undo_id)

    def undoing(self, dice: random.Random) -> None:
        undo_id = self.undos.pop() if self.undos else None
        if undo_id:
            take_back(**self.given, undo_id=undo_id)

    def rechannelling(self, dice: random.Random) -> None:
        contact = Contact.objects.select_related("address", "client").get(id=dice.choice(self.contacts).id)
        save_contact(**self.given, contact=contact, changes=ContactChanges("", "mobile", dice.choice(["text", "text", "voice"])))

    def setting(self, dice: random.Random) -> None:
        ids = self.some(dice, [one.id for one in self.contacts])
        self.undos.append(set_field(**self.given, field="channel", ids=ids, to=dice.choice(["text", "text", "voice"])).undo_id)

    def validating(self, dice: random.Random) -> None:
        ids, channels = self.some(dice, self.addresses), dice.choice([["text"], ["text", "voice", "fax"]])
        if dice.random() < 0.4:
            mark_invalid(**self.given, address_ids=ids, channels=channels, reason="unknown_number", source="receipt")
        else:
            mark_valid(**self.given, address_id=ids[0])

    def composing(self, dice: random.Random) -> None:
        event = dice.choice([None, *self.events])
        with suppress(CannotCompose, InThePast):
            cast.one_off(dice.choice(self.contacts), f"Message {dice.random()}", event=event)

    def choosing(self, dice: random.Random) -> None:
        for message in Message.objects.filter(status__in=WAITING).order_by("?")[:1]:
            dice.choice([cancel_message, send_message_now])(**self.given, message_id=message.id)

    def answering(self, dice: random.Random) -> None:
        arrival = Arrival(
            self.sender, "text", dice.choice(self.contacts).entered, dice.choice(["STOP", "START", "START", "Hi"]), str(uuid7())
        )
        receive(agency=self.agency, arrival=arrival, now=cast.NOON)

    def calling_off(self, dice: random.Random) -> None:
        verb = dice.choice([cancel_event, uncancel_event])
        self.undos.append(verb(**self.given, ids=self.some(dice, [one.id for one in self.events])).undo_id)

    def postponing(self, dice: random.Random) -> None:
        day = (cast.NOON + timedelta(days=dice.randint(1, 5))).date()
        save_event(**self.given, event=Event.objects.get(id=dice.choice(self.events).id), fields={"date": day})

    def replacing(self, dice: random.Random) -> None:
        contact = Contact.objects.select_related("address", "client").get(id=dice.choice(self.contacts).id)
        replace_contact(**self.given, contact=contact, entered=f"+120255501{dice.randint(20, 99)}")

    def dispatching(self, dice: random.Random) -> None:
        gated = gate(self.agency.id, self.sender.id, claim(self.agency.id, self.sender.id, 5, now=cast.NOON), now=cast.NOON)
        time.sleep(dice.random() / 50)
        left = [Outcome(one, dice.choice([Accepted("SM1"), BUSY, BUSY])) for one in gated.handed]
        while left:
            left = outcomes(left, now=cast.NOON, jitter=lambda: 0.0)

    def attending(self, dice: random.Random) -> None:
        verb = dice.choice([add_clients, add_clients, remove_clients])
        verb(**self.given, event=dice.choice(self.events), client_ids=self.some(dice, self.clients))

    def syncing(self, dice: random.Random) -> None:
        scope = dice.choice([Scope(clients=self.some(dice, self.clients)), Scope(events=[one.id for one in self.events])])
        sync_messages(**self.given, scope=scope)

    def defining(self, dice: random.Random) -> None:
        set_flow_mode(**self.given, flow=self.flow, mode=dice.choice(["enabled", "enabled", "disabled", "closed"]))


VERBS = [getattr(Everyone, name) for name in vars(Everyone) if name.endswith("ing") or name == "calling_off"]


def repeatedly(everyone: Everyone, seed: int) -> None:
    dice = random.Random(seed)
    try:
        for _round in range(ROUNDS):
            try:
                dice.choice([*VERBS, Everyone.composing, Everyone.composing])(everyone, dice)
            except Exception as fault:
                if type(fault).__name__ not in ("TwinExists", "CannotUndo"):
                    raise
    finally:
        connections.close_all()


def assert_settled(everyone: Everyone) -> None:
    """Whatever came first, what waits ends as called for: of events nothing is left to move, delete or expire. Messages to make there may
    be, because opting in and restoring make none by themselves."""
    left = preview(everyone.agency, Scope(events=[one.id for one in everyone.events]), cast.NOON).counts
    assert (left.moved, left.deleted, left.expired) == (0, 0, 0)


def test_no_two_verbs_deadlock_or_leave_something_scheduled_that_may_not_go():  # O1, M4
    everyone, seen, over = Everyone(), set(), threading.Event()

    def watching() -> None:
        while not over.is_set():
            seen.update(map(str, wrongly_waiting()))
        connections.close_all()

    watcher = threading.Thread(target=watching)
    watcher.start()
    with ThreadPoolExecutor(6) as pool:
        runs = [pool.submit(repeatedly, everyone, seed) for seed in range(6)]
    over.set()
    watcher.join()
    assert [run.exception() for run in runs] == [None] * 6, "a deadlock, or worse"
    assert seen == set()
    assert_settled(everyone)
