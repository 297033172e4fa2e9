"""Long texts come in as parts: put together once all are there, and nothing is lost where one is not (M7, O3)."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duenotice.actions import carrier_news, joining
from duenotice.actions.models import News
from duenotice.contacts.models import Address
from duenotice.gateways.news import Received
from duenotice.gateways.received_part import ReceivedPart
from duenotice.gateways.smpp_text import decoded, pieces, split_header
from duenotice.lib.identity import uuid7
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender
from tests import cast

pytestmark = pytest.mark.django_db
LONG = "I cannot come on Monday because my child is ill. " * 8


def parts(body: str, reference: int = 7) -> list[Received]:
    """As a phone cuts it."""
    told = []
    for piece in pieces(body, reference):
        joint, words = split_header(piece.octets)
        assert joint is not None
        part = ReceivedPart(f"{reference}", joint.number, joint.of, words.hex(), piece.data_coding)
        told.append(Received(uuid7().hex, "text", cast.ROSA_PHONE, "", pooled=True, identified=False, part=part))
    return told


def come_in(told: list[Received], *, after: timedelta = timedelta()) -> None:
    sender = Sender.objects.get(agency=cast.agency(), kind="phone")
    for one in told:
        carrier_news.keep_and_act(agency_id=sender.agency_id, sender_id=sender.id, gateway="smpp", news=[one], now=cast.NOON + after)


def look_again(*, after: timedelta) -> None:
    for one in carrier_news.take(cast.NOON + after):
        carrier_news.apply_received(one, now=cast.NOON + after)


def texts() -> list[str]:
    return list(Message.objects.filter(kind="inbound").order_by("id").values_list("body", flat=True))


def test_parts_are_put_together_in_their_order_whichever_comes_first():  # M7
    cast.contact()
    told = parts(LONG)
    come_in([told[2], told[0]])
    assert texts() == []
    come_in([told[1]])
    assert texts() == [LONG.strip()]
    assert not News.objects.filter(applied_at=None).exists()


def test_a_wish_that_a_cut_goes_through_is_understood():  # O3
    cast.contact()
    come_in(parts("Thank you, but " + "please, " * 17 + "stop texting me 🚀"))
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out


def test_what_waits_too_long_comes_without_the_part_that_was_lost():
    cast.contact()
    told = parts(LONG)
    come_in([told[0], told[0], told[2]])
    look_again(after=joining.WAIT)
    [came] = texts()
    assert came.startswith("I cannot come")
    assert "(A part of this text has not come.)" in came
    come_in([told[1]], after=joining.WAIT * 2)
    look_again(after=joining.WAIT * 4)
    assert len(texts()) == 2, "what comes later still is not lost"


def test_two_texts_by_one_name_are_two():
    cast.contact()
    first, second = parts(LONG), parts(LONG.replace("Monday", "Friday"))
    come_in(first)
    come_in(second)
    assert texts() == [LONG.strip(), LONG.replace("Monday", "Friday").strip()]


@given(st.text(alphabet="aé€[á🚀\n", min_size=161, max_size=500), st.integers(0, 999), st.booleans())
def test_octets_cut_anywhere_say_the_same_when_joined(body: str, seed: int, wide: bool):
    coding = 8 if wide or set("á🚀") & set(body) else 0
    octets = body.encode("utf-16-be") if coding else b"".join(piece.octets[6:] for piece in pieces(body, 0))
    cut = sorted(random.Random(seed).sample(range(1, len(octets)), 3))
    told = {
        number: {"octets": octets[begin:end].hex(), "coding": coding}
        for number, (begin, end) in enumerate(zip([0, *cut], [*cut, len(octets)], strict=True), 1)
    }
    assert joining._read(told, 4) == decoded(octets, coding).strip()
