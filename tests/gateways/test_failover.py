"""A gateway that is down is handed nothing; a second takes over what was certainly not taken; the first comes back little by little."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from duenotice.gateways.circuit import FAILURES, FIRST_PAUSE, LONGEST_PAUSE, Circuit
from duenotice.gateways.failover import Failover, StandIn
from duenotice.gateways.protocol import Absent, Accepted, Answer, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.lib.identity import uuid7
from tests.gateways.messages import question, text

DOWN = Refused("no_connection", "The carrier could not be reached.", Kind.RETRY)
STOPPED = Refused("blocked", "The person sent STOP.", Kind.BLOCKED)
GOOD = Accepted("x")


@dataclass
class Clock:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@dataclass(eq=False)
class Played:
    """A carrier that answers as told."""

    answer: Callable[[], Answer] = lambda: GOOD
    finding: Finding = field(default_factory=Absent)
    key: str = "played"
    channels: frozenset[str] = frozenset({"text"})
    slots: int = 100
    handed: list[Outbound] = field(default_factory=list)

    async def send(self, message: Outbound) -> Answer:
        self.handed.append(message)
        return self.answer()

    async def ask(self, question: Question) -> Finding:
        return self.finding

    async def close(self) -> None:
        """Nothing is open."""


def sent(gateway: Failover, message: Outbound) -> Answer:
    return asyncio.run(gateway.send(message))


def with_second(first: Played, circuit: Circuit | None = None, second: Played | None = None) -> Failover:
    """A first gateway for which another agency phone stands in."""
    stand_in = StandIn(second or Played(), uuid7(), "+12025550166", frozenset({"text"}))
    return Failover(first, stand_in, circuit or Circuit(Clock()))


def test_after_failures_in_a_row_it_is_handed_nothing_and_then_a_little_and_then_all():
    clock, first = Clock(), Played(lambda: DOWN)
    gateway = Failover(first, circuit=Circuit(clock))
    for _again in range(FAILURES):
        assert gateway.slots == 100
        sent(gateway, text())
    assert gateway.slots == 0
    clock.at = FIRST_PAUSE
    assert gateway.slots == 5
    first.answer = lambda: GOOD
    trusted = []
    for _again in range(40):
        sent(gateway, text())
        trusted.append(gateway.slots)
    assert trusted == sorted(trusted)
    assert {5, 10, 20, 40, 80, 100} <= set(trusted)


def test_one_that_fails_again_waits_twice_as_long_but_never_for_ever():
    clock = Clock()
    circuit = Circuit(clock)
    for _again in range(FAILURES):
        circuit.heard(DOWN)
    for pause in (15, 30, 60, 120, 240, 300, 300):
        clock.at += pause - 0.1
        assert circuit.share == 0
        clock.at += 0.1
        assert circuit.share > 0
        circuit.heard(Unknown("no answer"))


def test_bad_numbers_and_limits_do_not_open_it():
    circuit = Circuit(Clock())
    for answer in (STOPPED, Refused("limit", "Used up.", Kind.LIMIT)) * FAILURES:
        circuit.heard(answer)
    assert circuit.share == 1


def test_the_second_takes_what_the_first_certainly_did_not_take_at_the_next_attempt():
    gateway, message = with_second(Played(lambda: DOWN)), text()
    assert not gateway.refused_before(message)
    assert sent(gateway, message) == DOWN
    assert gateway.refused_before(message), "what is refused has to pass the gate again first"
    gateway.passed_on(message)
    assert not gateway.refused_before(message), "what the second refuses, too, goes to the first again"


def test_what_is_unknown_the_recipients_own_or_nothing_that_the_second_carries_never_goes_to_it():
    for answer, channel in ((Unknown("no answer"), "text"), (STOPPED, "text"), (DOWN, "voice")):
        gateway, message = with_second(Played(lambda answer=answer: answer)), text(channel=channel)
        sent(gateway, message)
        assert not gateway.refused_before(message)


def test_the_second_stands_in_until_the_first_is_trusted_with_all_again():
    clock, first = Clock(), Played(lambda: DOWN)
    gateway = with_second(first, Circuit(clock))
    assert gateway.standing_in is None
    for _again in range(FAILURES):
        sent(gateway, text())
    assert (gateway.slots, gateway.standing_in) == (0, gateway.second)
    clock.at, first.answer = FIRST_PAUSE, lambda: GOOD
    assert gateway.slots == 5, "a twentieth at first"
    while gateway.standing_in:
        sent(gateway, text())
    assert gateway.slots == 100


def test_asked_it_is_absent_only_where_both_are_certain():
    for mine, other, found in (
        (Absent(), Absent(), Absent),
        (Absent(), GOOD, Accepted),
        (GOOD, Absent(), Accepted),
        (Unknown("?"), Absent(), Unknown),
        (Absent(), Unknown("?"), Unknown),
    ):
        gateway = with_second(Played(finding=mine), second=Played(finding=other))
        assert isinstance(asyncio.run(gateway.ask(question(text()))), found)


@given(st.lists(st.tuples(st.sampled_from([GOOD, DOWN, STOPPED, Unknown("?")]), st.floats(0, 400)), max_size=60))
def test_whatever_happens_the_share_stays_within_bounds_and_a_good_carrier_gets_all_back(heard: list[tuple[Answer, float]]):
    clock = Clock()
    circuit = Circuit(clock)
    for answer, later in heard:
        clock.at += later
        circuit.heard(answer)
        assert 0 <= circuit.share <= 1
    clock.at += LONGEST_PAUSE
    for _again in range(40):
        circuit.heard(GOOD)
    assert circuit.share == 1
