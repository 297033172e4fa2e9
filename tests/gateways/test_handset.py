"""The built-in handset: batching, honest answers, and failures on purpose."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pytest

from duenotice.contacts.parse import INVALID_REASONS
from duenotice.gateways.handset import BATCH, Handset
from duenotice.gateways.handset_failures import FAILING
from duenotice.gateways.protocol import ADDRESS_CODES, Absent, Accepted, BadSettings, Kind, Refused, Unknown
from duenotice.gateways.registry import GATEWAYS
from duenotice.gateways.surroundings import HandOff, NotRecorded, Surroundings
from tests.gateways.messages import email, question, text


class Book:
    """Keeps what is recorded, after `delay` seconds, or raises `error` after keeping it or not."""

    def __init__(self, *, delay: float = 0.0, error: Exception | None = None) -> None:
        self.delay, self.error = delay, error
        self.calls: list[list[HandOff]] = []

    async def record(self, hand_offs: Sequence[HandOff]) -> None:
        await asyncio.sleep(self.delay)
        if self.error:
            raise self.error
        self.calls.append(list(hand_offs))

    async def find(self, agency_id: UUID, message_id: UUID) -> UUID | None:
        found = [one.id for call in self.calls for one in call if (one.agency_id, one.message_id) == (agency_id, message_id)]
        return found[0] if found else None

    @property
    def to(self) -> list[str]:
        return [one.to for call in self.calls for one in call]


def test_what_is_sent_is_recorded_before_it_is_accepted() -> None:
    book, message = Book(delay=0.02), text(body="¡Hola! שלום 🙂")
    answer = asyncio.run(Handset(book.record).send(message))
    [[recorded]] = book.calls
    assert answer == Accepted(str(recorded.id))
    assert (recorded.message_id, recorded.attempt, recorded.body) == (message.id, 1, message.body)


def test_sends_at_the_same_time_share_one_record() -> None:
    async def run() -> None:
        await asyncio.gather(*[handset.send(text()) for _ in range(200)])

    book = Book()
    handset = Handset(book.record)
    asyncio.run(run())
    assert [len(call) for call in book.calls] == [200]


def test_a_batch_has_a_size_limit_and_nothing_is_lost_or_doubled() -> None:
    async def run() -> None:
        answers = await asyncio.gather(*[handset.send(text()) for _ in range(BATCH + 1)])
        assert len({answer.reference for answer in answers if isinstance(answer, Accepted)}) == BATCH + 1

    book = Book()
    handset = Handset(book.record)
    asyncio.run(run())
    assert [len(call) for call in book.calls] == [BATCH, 1]


def test_a_send_during_a_record_goes_with_the_next_one() -> None:
    async def run() -> None:
        first = asyncio.create_task(handset.send(text()))
        await asyncio.sleep(0.02)
        assert isinstance(await handset.send(text()), Accepted)
        assert isinstance(await first, Accepted)

    book = Book(delay=0.04)
    handset = Handset(book.record)
    asyncio.run(run())
    assert [len(call) for call in book.calls] == [1, 1]


def test_a_record_that_certainly_failed_is_a_refusal_that_passes() -> None:
    answer = asyncio.run(Handset(Book(error=NotRecorded()).record).send(text()))
    assert isinstance(answer, Refused)
    assert answer.kind is Kind.RETRY


def test_a_record_that_broke_off_is_unknown_and_the_next_one_works() -> None:
    async def run() -> None:
        assert isinstance(await handset.send(text()), Unknown)
        book.error = None
        assert isinstance(await handset.send(text()), Accepted)

    book = Book(error=ConnectionResetError())
    handset = Handset(book.record)
    asyncio.run(run())


def test_a_send_that_was_given_up_before_its_turn_is_not_recorded() -> None:
    async def run() -> None:
        given_up = asyncio.create_task(handset.send(text()))
        await asyncio.sleep(0)
        given_up.cancel()
        await handset.send(text(to="+12025550144"))

    book = Book()
    handset = Handset(book.record)
    asyncio.run(run())
    assert book.to == ["+12025550144"]


@pytest.mark.parametrize(
    ("to", "kind"),
    [
        ("+12025550190", Kind.ADDRESS),
        ("+12025550191", Kind.BLOCKED),
        ("+12025550192", Kind.RETRY),
        ("+12025550194", Kind.CHANNEL),
        ("+12025550196", Kind.CONTENT),
        ("+12025550197", Kind.REGISTRATION),
        ("+12025550198", Kind.LIMIT),
        ("+12025550199", Kind.CONFIGURATION),
        ("bounce@example.org", Kind.ADDRESS),
        ("blocked@example.org", Kind.BLOCKED),
    ],
)
def test_addresses_that_fail_on_purpose_are_refused_and_not_recorded(to: str, kind: Kind) -> None:
    book = Book()
    answer = asyncio.run(Handset(book.record).send(email(to=to) if "@" in to else text(to=to)))
    assert isinstance(answer, Refused)
    assert answer.kind is kind
    assert answer.kind not in (Kind.ADDRESS, Kind.CHANNEL) or answer.code in ADDRESS_CODES
    assert book.calls == []


def test_the_landline_takes_calls() -> None:
    assert isinstance(asyncio.run(Handset(Book().record).send(text(to="+12025550194", channel="voice"))), Accepted)


@pytest.mark.parametrize(("to", "found"), [("+12025550193", Accepted), ("+12025550195", Absent)])
def test_a_number_that_never_answers_is_unknown_until_asked(to: str, found: type) -> None:
    async def run() -> None:
        message = text(to=to)
        assert isinstance(await handset.send(message), Unknown)
        assert isinstance(await handset.ask(question(message)), found)

    book = Book()
    handset = Handset(book.record, book.find, silence=0.01)
    asyncio.run(run())


def test_closing_finishes_what_is_under_way() -> None:
    async def run() -> None:
        sending = asyncio.create_task(handset.send(text()))
        await asyncio.sleep(0)
        await handset.close()
        assert isinstance(await sending, Accepted)

    handset = Handset(Book(delay=0.01).record)
    asyncio.run(run())


def test_there_is_no_handset_unless_the_installation_lends_one() -> None:
    with pytest.raises(BadSettings, match="switched off"):
        GATEWAYS["handset"]({}, Surroundings())


def test_codes_of_bad_addresses_are_reasons_of_invalid_contacts() -> None:  # C3
    assert not ADDRESS_CODES.difference(INVALID_REASONS)


def test_every_address_that_fails_on_purpose_is_documented() -> None:
    documented = Path("docs/gateways.md").read_text().replace(" ", "")
    assert [address for address in FAILING if address not in documented] == []
