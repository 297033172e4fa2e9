"""Opting out against claiming, gating and writing outcomes, by real threads on real connections (O1)."""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connections, transaction

from duenotice.actions.composing import CannotReach
from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.agencies.activity import SYSTEM
from duenotice.contacts.models import Contact
from duenotice.gateways.protocol import Accepted, Kind, Refused, Unknown
from duenotice.messaging.dispatch import Outcome, claim, give_back, outcomes
from duenotice.messaging.gate import Handed, gate
from duenotice.messaging.models import WAITING, Attempt, Message
from duenotice.senders.models import Sender
from tests import cast

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
# Opt-outs by each of four threads. Thousands: RACES=2000.
ROUNDS = int(os.environ.get("RACES", "75"))
LATER = cast.NOON + timedelta(minutes=1)
ANSWERS = [Accepted("SM1"), *[Refused("throttled", "Busy.", Kind.RETRY)] * 3, Unknown("No answer.")]


def attempts(contact: Contact) -> set[UUID]:
    return set(Attempt.objects.filter(message__address_id=contact.address_id).values_list("id", flat=True))


def consenting(contact: Contact, seen: list[str]) -> Callable[[random.Random], None]:
    """Opts one address out and in. While it is out, no attempt may begin, and nothing may wait."""

    def work(dice: random.Random) -> None:
        given = {"agency": contact.agency, "address_ids": [contact.address_id], "cause": Cause("staff"), "actor": SYSTEM, "now": LATER}
        opt_out(**given)
        before = attempts(contact)
        for _look in range(3):
            if Message.objects.filter(address_id=contact.address_id, status__in=WAITING).exists():
                seen.append("left waiting")
            time.sleep(dice.random() * 0.004)
        # A retry that fails for good is deleted with its attempts: only new ones are wrong.
        if attempts(contact) - before:
            seen.append("submitted after the commit")
        opt_in(**given)

    return work


def composing(contacts: list[Contact]) -> Callable[[random.Random], None]:
    def work(dice: random.Random) -> None:
        with suppress(CannotReach):
            cast.one_off(dice.choice(contacts), f"Message {dice.random()}", send_now=True)

    return work


def dispatching(sender: Sender, handed_off: list[int]) -> Callable[[random.Random], None]:
    def work(dice: random.Random) -> None:
        claims = claim(sender.agency_id, sender.id, 20, now=LATER)
        if dice.random() < 0.1:
            give_back(sender.agency_id, claims, now=LATER)
            return
        gated = gate(sender.agency_id, sender.id, claims, now=LATER)
        handed_off.append(len(gated.handed))
        _finish(gated.handed, dice)

    return work


def _finish(handed: list[Handed], dice: random.Random) -> None:
    called = [one for one in handed if dice.random() < 0.8]
    left = outcomes([Outcome(one, dice.choice(ANSWERS)) for one in called], now=LATER, jitter=lambda: 0.0)
    uncalled = [one.claimed for one in handed if one not in called]
    while left or uncalled:
        left = outcomes(left, now=LATER, jitter=lambda: 0.0)
        uncalled = give_back(cast.agency().id, uncalled, now=LATER)


def until(over: threading.Event, work: Callable[[random.Random], None], seed: int) -> None:
    dice = random.Random(seed)
    try:
        while not over.is_set():
            work(dice)
    finally:
        connections.close_all()


def repeatedly(work: Callable[[random.Random], None], seed: int) -> None:
    dice = random.Random(seed)
    try:
        for _round in range(ROUNDS):
            work(dice)
    finally:
        connections.close_all()


def test_nothing_is_handed_off_after_an_opt_outs_commit_whatever_dispatch_is_doing():  # O1
    contacts = [cast.contact(cast.client("Person", str(line)), entered=f"+120255501{line}") for line in range(10, 14)]
    sender = Sender.objects.get(agency=cast.agency(), kind="phone")
    Sender.objects.update(speed=1e6, tokens=1e6)
    seen: list[str] = []
    handed_off: list[int] = []
    over = threading.Event()
    endless = [composing(contacts), composing(contacts), dispatching(sender, handed_off), dispatching(sender, handed_off)]
    with ThreadPoolExecutor(8) as pool:
        background = [pool.submit(until, over, work, seed) for seed, work in enumerate(endless)]
        runs = [pool.submit(repeatedly, consenting(contact, seen), 10 + number) for number, contact in enumerate(contacts)]
        failures = [run.exception() for run in runs]
        over.set()
        failures += [run.exception() for run in background]
    assert [one for one in failures if one] == [], "a deadlock, or worse"
    assert seen == []
    assert sum(handed_off) > 0


@contextmanager
def opting_out(contact: Contact) -> Iterator[None]:
    """While the block runs, an opt-out has done everything but commit; it commits at the end of the block."""
    done, commit = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                opt_out(agency=contact.agency, address_ids=[contact.address_id], cause=Cause("staff"), actor=SYSTEM, now=LATER)
                done.set()
                commit.wait(120)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(work)
        assert done.wait(120)
        try:
            yield
        finally:
            commit.set()
            run.result()


def test_a_gate_that_meets_an_opt_out_halfway_neither_waits_nor_hands_off():  # O1
    message = cast.one_off(cast.contact(), send_now=True)
    claims = claim(message.agency_id, message.sender_id, 1, now=LATER)
    with opting_out(message.contact):
        assert not gate(message.agency_id, message.sender_id, claims, now=LATER).progress
    assert not Message.objects.exists()


def test_a_refused_message_does_not_come_back_behind_an_opt_out():  # O1
    message = cast.one_off(cast.contact(), send_now=True)
    [handed] = gate(message.agency_id, message.sender_id, claim(message.agency_id, message.sender_id, 1, now=LATER), now=LATER).handed
    with opting_out(message.contact):
        left = outcomes([Outcome(handed, ANSWERS[1])], now=LATER)
        assert [one.handed for one in left] == [handed]
        assert give_back(message.agency_id, [handed.claimed], now=LATER) == [handed.claimed]
    assert outcomes(left, now=LATER) == []
    assert not Message.objects.exists()
