"""Sync in every order, by a state machine: what waits is always what a small model of its own says (A3 to A6, O1, L1).

The model asks nothing of the product: it keeps who is where in dictionaries, and works out from them what is called for.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from duenotice.actions.attendance import add_clients, remove_clients
from duenotice.actions.composing import cancel_message
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.actions.events import cancel_event, save_event, uncancel_event
from duenotice.actions.flows import remove_step, set_flow_mode
from duenotice.actions.lifecycle import archive, restore
from duenotice.events.models import Event
from duenotice.flows.models import FlowStep
from duenotice.flows.sync import Scope, Synced, sync
from duenotice.messaging.dispatch import sweep
from duenotice.messaging.models import WAITING, Message
from tests import cast
from tests.flows.cast import flow, step

BASE = date(2026, 12, 1)
LINES = ["+12025550151", "+12025550152", "+12025550153"]
TWO = st.integers(0, 1)
# Contact, step and event: a message that waits, or occasions that are over, each with its event's day.
Key = tuple[Any, Any, Any]


class Model:
    """Who attends what, who may be written to, which steps there are; and from that, what should wait."""

    def __init__(self) -> None:
        self.now = cast.NOON
        self.contacts: dict[Any, tuple[Any, Any]] = {}
        self.events: dict[Any, date] = {}
        self.attending: set[tuple[Any, Any]] = set()
        self.out: set[Any] = set()
        self.archived: set[Any] = set()
        self.called_off: set[Any] = set()
        self.steps: dict[Any, int] = {}
        self.sends = True
        self.waiting: dict[Key, tuple[date, datetime]] = {}
        self.over: set[tuple[Key, date]] = set()

    def begins(self, event: Any) -> datetime:
        day = self.events[event]
        return datetime(day.year, day.month, day.day, 14, tzinfo=UTC)

    def goes(self, step: Any, event: Any) -> datetime:
        return self.begins(event) - timedelta(days=self.steps[step]) + timedelta(hours=1)

    def reaches(self, contact: Any) -> bool:
        return contact not in self.archived and self.contacts[contact][1] not in self.out

    def wants(self, contact: Any, step: Any, event: Any) -> bool:
        there = (event, self.contacts[contact][0]) in self.attending
        return there and self.reaches(contact) and event not in self.called_off and self.sends and step in self.steps

    def drop(self, which: Any) -> None:
        self.waiting = {key: value for key, value in self.waiting.items() if not which(key)}

    def sync(self, contacts: Any, events: Any) -> None:
        for event in events:
            for contact in contacts:
                for one in {*self.steps, *(key[1] for key in self.waiting)}:
                    self.settle((contact, one, event))

    def settle(self, key: Key) -> None:
        contact, step, event = key
        have = self.waiting.pop(key, None)
        if not self.wants(contact, step, event):
            return
        day, at = self.events[event], self.goes(step, event)
        if have == (day, at):
            self.waiting[key] = have
        elif (key, day) in self.over:
            return
        elif at >= self.now:
            self.waiting[key] = (day, at)
        elif have:
            self.over.add((key, day))

    def end(self, key: Key) -> None:
        self.over.add((key, self.waiting.pop(key)[0]))


class Syncing(RuleBasedStateMachine):
    """Two clients who share a phone, two events, a flow; every rule does the same to the product and to the model."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.model, self.agency = Model(), cast.agency()
        self.flow = flow(5, 2)
        self.people = [cast.client("Rosa", "Delgado"), cast.client("Ben", "Ortiz")]
        self.contacts = [cast.contact(self.people[number // 2], LINES[number - number // 2]) for number in range(4)]
        self.events = [cast.event(*self.people[: number + 1], date=BASE + timedelta(days=number), flow=self.flow) for number in range(2)]
        self.model.contacts = {one.id: (one.client_id, one.address_id) for one in self.contacts}
        self.model.events = {one.id: one.date for one in self.events}
        self.model.attending = {(self.events[at].id, one.id) for at in range(2) for one in self.people[: at + 1]}
        self.model.steps = dict(FlowStep.objects.values_list("id", "amount"))
        self.sync_model()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @property
    def given(self) -> dict[str, Any]:
        return {"agency": self.agency, "actor": cast.actor(), "now": self.model.now}

    def sync_model(self, *, contacts: Any = None, events: Any = None) -> None:
        self.model.sync(self.model.contacts if contacts is None else contacts, self.model.events if events is None else events)

    @rule(line=st.integers(0, 3))
    def opting_out(self, line: int) -> None:
        address = self.contacts[line].address_id
        opt_out(address_ids=[address], cause=Cause("staff"), **self.given)
        self.model.out.add(address)
        self.model.drop(lambda key: self.model.contacts[key[0]][1] == address)

    @rule(line=st.integers(0, 3))
    def opting_in(self, line: int) -> None:
        opt_in(address_ids=[self.contacts[line].address_id], cause=Cause("staff"), **self.given)
        self.model.out.discard(self.contacts[line].address_id)

    @rule(at=st.integers(0, 3), back=st.booleans())
    def archiving(self, at: int, back: bool) -> None:
        id = self.contacts[at].id
        (restore if back else archive)(kind="contact", ids=[id], **self.given)
        (self.model.archived.discard if back else self.model.archived.add)(id)
        self.model.drop(lambda key: key[0] in self.model.archived)

    @rule(at=TWO, days=st.integers(-6, 12))
    def moving(self, at: int, days: int) -> None:
        event, day = Event.objects.get(id=self.events[at].id), BASE + timedelta(days=days)
        changes = self.model.events[event.id] != day
        save_event(event=event, fields={"date": day}, **self.given)
        self.model.events[event.id] = day
        if changes:
            self.sync_model(events=[event.id])

    @rule(at=TWO, off=st.booleans())
    def calling_off(self, at: int, off: bool) -> None:
        id = self.events[at].id
        (cancel_event if off else uncancel_event)(ids=[id], **self.given)
        if off != (id in self.model.called_off):
            (self.model.called_off.add if off else self.model.called_off.discard)(id)
            self.sync_model(events=[id])

    @rule(at=TWO, who=TWO, there=st.booleans())
    def attending(self, at: int, who: int, there: bool) -> None:
        event, client = self.events[at], self.people[who].id
        (add_clients if there else remove_clients)(event=event, client_ids=[client], **self.given)
        (self.model.attending.add if there else self.model.attending.discard)((event.id, client))
        if there:
            self.sync_model(events=[event.id])
        self.model.drop(lambda key: key[2] == event.id and (event.id, self.model.contacts[key[0]][0]) not in self.model.attending)

    @rule(mode=st.sampled_from(["enabled", "disabled", "closed"]))
    def setting_the_mode(self, mode: str) -> None:
        if set_flow_mode(flow=self.flow, mode=mode, **self.given):
            self.model.sends = mode != "disabled"
            self.sync_model()

    @rule(days=st.integers(1, 6), which=st.integers(0, 5))
    def changing_steps(self, days: int, which: int) -> None:
        steps = list(FlowStep.objects.order_by("id"))
        if which < len(steps) and len(steps) > 1:
            remove_step(step=steps[which], **self.given)
            del self.model.steps[steps[which].id]
        else:
            self.model.steps[step(self.flow, amount=days, now=self.model.now).id] = days
        self.sync_model()

    @rule(at=st.integers(0, 20))
    def cancelling_a_message(self, at: int) -> None:
        found = list(Message.objects.filter(status__in=WAITING).order_by("id"))
        if at < len(found):
            cancel_message(message_id=found[at].id, **self.given)
            self.model.end((found[at].contact_id, found[at].origin_id, found[at].event_id))

    @rule(hours=st.integers(1, 60), works=st.booleans())
    def time_passes(self, hours: int, works: bool) -> None:
        self.model.now += timedelta(hours=hours)
        sweep(self.model.now)
        due = Message.objects.filter(status__in=WAITING, send_at__lte=self.model.now)
        if works:
            due.update(status="delivered")
        for key, (_day, at) in list(self.model.waiting.items()):
            if self.model.begins(key[2]) <= self.model.now or (works and at <= self.model.now):
                self.model.end(key)

    @rule(who=TWO)
    def syncing_a_client(self, who: int) -> None:
        self._twice(Scope(clients=[self.people[who].id]))
        self.sync_model(contacts=[one.id for one in self.contacts if one.client_id == self.people[who].id])

    @rule()
    def syncing_all(self) -> None:
        self._twice(Scope(events=[one.id for one in self.events]))
        self.sync_model()

    def _twice(self, scope: Scope) -> None:
        sync(self.agency, scope, self.model.now)
        assert sync(self.agency, scope, self.model.now) == Synced()

    @invariant()
    def what_waits_is_what_the_model_says(self) -> None:
        rows = Message.objects.filter(status__in=WAITING).values_list("contact_id", "origin_id", "event_id", "send_at")
        assert sorted(map(str, rows)) == sorted(str((*key, at)) for key, (_day, at) in self.model.waiting.items())
        assert all(self.model.reaches(row[0]) for row in rows)


@pytest.mark.django_db
def test_whatever_happens_what_waits_is_what_is_called_for():
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    asked = settings(max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Syncing, settings=asked)
