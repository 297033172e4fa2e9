"""Whatever happens in whichever order: nothing is handed off after an opt-out, states only move forward, and nothing is lost (O1)."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from duenotice.actions.consent import Cause, opt_in, opt_out
from duenotice.agencies.activity import SYSTEM
from duenotice.gateways.protocol import Accepted, Kind, Refused, Unknown
from duenotice.messaging import receipts
from duenotice.messaging.dispatch import Outcome, claim, give_back, outcomes, sweep
from duenotice.messaging.gate import Handed, gate
from duenotice.messaging.hold import Claimed
from duenotice.messaging.models import WAITING, Attempt, Message, Status
from tests import cast

ANSWERS = st.sampled_from([Accepted("SM1"), Refused("busy", "Busy.", Kind.RETRY), Refused("spam", "Spam.", Kind.CONTENT), Unknown("?")])
# How far along a message is. Only waiting and submitting may go round again.
RANK = {Status.SCHEDULED: 0, Status.CLAIMED: 0, Status.SUBMITTING: 0, Status.UNKNOWN: 0, Status.SENT: 1, Status.DELIVERED: 2}
FINAL = {Status.FAILED: 2, Status.EXPIRED: 2, Status.CANCELLED: 2}


class Dispatch(RuleBasedStateMachine):
    """Two workers, whose claims and calls may be held for as long as the machine likes, and one address."""

    def __init__(self) -> None:
        super().__init__()
        self.now = cast.NOON
        self.block = transaction.atomic()
        self.block.__enter__()
        self.contact = cast.contact(cast.client())
        self.agency = cast.agency()
        self.claims: list[list[Claimed]] = []
        self.calls: list[Handed] = []
        self.made, self.deleted = 0, 0
        self.ranks: dict[object, int] = {}
        self.sender_id = self._compose().sender_id

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def _compose(self) -> Message:
        self.made += 1
        return cast.one_off(self.contact, f"Message {self.made}", now=self.now, send_now=True)

    def _consent(self, verb: object) -> int:
        given = {"agency": self.agency, "address_ids": [self.contact.address_id], "cause": Cause("staff"), "actor": SYSTEM}
        return verb(**given, now=self.now).deleted  # type: ignore[operator, no-any-return]

    @rule()
    def compose(self) -> None:
        self.contact.address.refresh_from_db()
        if not self.contact.address.opted_out:
            self._compose()

    @rule(minutes=st.sampled_from([0, 1, 5]))
    def time_passes_and_is_swept(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        sweep(self.now)

    @rule(most=st.integers(1, 3))
    def claim(self, most: int) -> None:
        self.claims.append(claim(self.agency.id, self.sender_id, most, now=self.now))

    @rule()
    def gate(self) -> None:
        if self.claims:
            before = Message.objects.count()
            self.calls += gate(self.agency.id, self.sender_id, self.claims.pop(0), now=self.now).handed
            self.deleted += before - Message.objects.count()

    @rule(answer=ANSWERS)
    def a_call_ends(self, answer: object) -> None:
        if self.calls:
            before = Message.objects.count()
            assert outcomes([Outcome(self.calls.pop(0), answer)], now=self.now, jitter=lambda: 0.0) == []  # type: ignore[arg-type]
            self.deleted += before - Message.objects.count()

    @rule()
    def a_call_never_begins(self) -> None:
        if self.calls:
            before = Message.objects.count()
            assert give_back(self.agency.id, [self.calls.pop(0).claimed], now=self.now) == []
            self.deleted += before - Message.objects.count()

    @rule(status=st.sampled_from(["sent", "delivered", "failed"]))
    def a_receipt_comes(self, status: str) -> None:
        for attempt in Attempt.objects.all()[:1]:
            news = [receipts.News(attempt.message_id, status, self.now, attempt=attempt.number)]
            receipts.apply(agency_id=self.agency.id, gateway="handset", news=news, now=self.now)

    @rule()
    def a_worker_dies(self) -> None:
        self.claims, self.calls = self.claims[1:], self.calls[1:]

    @rule()
    def the_address_opts_out(self) -> None:
        self.deleted += self._consent(opt_out)
        self.attempts_when_out = set(Attempt.objects.values_list("id", flat=True))

    @rule()
    def the_address_opts_in(self) -> None:
        self._consent(opt_in)

    @invariant()
    def nothing_waits_for_or_goes_to_an_address_that_is_out(self) -> None:
        self.contact.address.refresh_from_db()
        if self.contact.address.opted_out:
            assert not Message.objects.filter(status__in=WAITING).exists()
            assert set(Attempt.objects.values_list("id", flat=True)) <= self.attempts_when_out

    @invariant()
    def nothing_is_lost_and_states_only_move_forward(self) -> None:
        rows = dict(Message.objects.values_list("id", "status"))
        assert len(rows) + self.deleted == self.made
        for key, status in rows.items():
            rank = (RANK | FINAL)[Status(status)]
            assert rank >= self.ranks.get(key, 0)
            self.ranks[key] = rank

    @invariant()
    def nobody_calls_for_a_message_twice_at_once(self) -> None:
        assert len({one.outbound.id for one in self.calls}) == len(self.calls)


@pytest.mark.django_db
def test_dispatch_keeps_its_promises_in_every_order() -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    asked = settings(max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(Dispatch, settings=asked)
