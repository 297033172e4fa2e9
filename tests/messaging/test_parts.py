"""Which message a carrier means that names the parts of messages in its own way (M1, M2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.actions import carrier_news
from duenotice.actions.models import News
from duenotice.gateways.news import Told
from duenotice.gateways.protocol import Parts
from duenotice.messaging import parts
from duenotice.messaging.models import Message, Receipt, Status
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import cast

pytestmark = pytest.mark.django_db
OURS, ROSA = "12025550100", "12025550143"


def sent(*references: str, of: int = 0, to: str = cast.ROSA_PHONE, agency: str = "riverton") -> Message:
    """A message whose parts a carrier took under these names."""
    contact = cast.contact(cast.client("Person", f"{to} {references}", of=cast.agency(agency)), to)
    made = cast.one_off(contact, f"Please call the clerk. {references}")
    Message.objects.filter(id=made.id).update(status=Status.SENT, attempts=1)
    parts.keep(made.agency_id, [parts.Handed(made.id, 1, Parts(references, of or len(references)))])
    return made


def told(reference: str, status: str = "delivered", phones: tuple[str, ...] = (ROSA, OURS), agency: str = "riverton") -> None:
    sender = Sender.objects.get(agency=cast.agency(agency), kind="phone")
    news = [Told(f"{reference}:{status}", None, status, reference, phones=phones)]
    carrier_news.keep_and_act(agency_id=sender.agency_id, sender_id=sender.id, gateway="smpp", news=news, now=cast.NOON)
    receive_news()


def status_of(message: Message) -> str:
    message.refresh_from_db()
    return message.status


@pytest.mark.parametrize(("taken", "receipt"), [("A1", "00a1"), ("000000A1", "161"), ("161", "A1"), ("court-7", "COURT-7")])
def test_an_id_is_known_in_either_spelling(taken: str, receipt: str):  # M2
    message = sent(taken)
    told(receipt)
    assert status_of(message) == Status.DELIVERED


def test_an_id_that_fits_two_messages_means_the_one_to_the_number_that_it_names():
    rosa, ben = sent("10"), sent("16", to=cast.BEN_PHONE)
    told("16", phones=("2025550143", OURS))
    assert (status_of(rosa), status_of(ben)) == (Status.DELIVERED, Status.SENT)


def test_an_id_that_is_used_again_means_the_newest_message():
    old, new = sent("7"), sent("7")
    told("7")
    assert (status_of(old), status_of(new)) == (Status.SENT, Status.DELIVERED)


def test_another_agencys_receipt_moves_nothing_here():
    mine, theirs = sent("7"), sent("7", agency="lakeside")
    told("7", agency="lakeside")
    assert (status_of(mine), status_of(theirs)) == (Status.SENT, Status.DELIVERED)


def test_a_receipt_before_its_message_is_known_is_parked_and_not_lost():
    told("7")
    assert News.objects.get().applied_at is None
    message = sent("7")
    News.objects.update(due_at=cast.NOON)
    receive_news()
    assert status_of(message) == Status.DELIVERED


def test_a_message_is_delivered_with_its_last_part_and_failed_with_its_first_that_did():  # M1
    whole, broken, partly = sent("1", "2", "3"), sent("4", "5"), sent("6", of=2)
    for reference in ("3", "1", "1", "4", "6"):
        told(reference)
    assert {status_of(whole), status_of(broken), status_of(partly)} == {Status.SENT}
    told("2")
    told("5", "failed")
    assert (status_of(whole), status_of(broken), status_of(partly)) == (Status.DELIVERED, Status.FAILED, Status.SENT)
    assert set(Receipt.objects.filter(message=whole).values_list("status", flat=True)) == {"part delivered", "delivered"}


def test_a_carrier_that_gives_no_name_is_not_taken_to_mean_any_message():
    message = sent("")
    told("0")
    assert status_of(message) == Status.SENT


def test_a_message_whose_answer_was_lost_is_known_by_the_parts_that_were_not():
    message = sent("9")
    Message.objects.filter(id=message.id).update(status=Status.UNKNOWN)
    told("9")
    assert status_of(message) == Status.DELIVERED


@given(st.integers(min_value=1, max_value=2**63))
def test_every_number_is_found_by_its_other_spelling(number: int):
    assert f"{number:x}" in parts._spellings(str(number))
    assert str(number) in parts._spellings(f"{number:08X}")
