"""Composing a one-off (M1, M5, M6, M8, C9)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from duenotice.actions.composing import CannotCompose, CannotReach, Duplicate, cancel_message, send_message_now
from duenotice.contacts.models import Contact
from duenotice.lib.local_time import NoSuchTime
from duenotice.messaging.models import File, Kind, Message, Status
from duenotice.messaging.send_time import InThePast, TooFarAhead
from duenotice.senders.models import Registration, Sender
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_one_off_goes_after_the_agencys_delay_from_the_primary_sender():  # M1
    message = cast.one_off(cast.contact())
    assert message.send_at == cast.NOON + timedelta(minutes=5)
    assert message.sender.value == "+12025550100"


def test_send_now_skips_the_delay():  # M1
    assert cast.one_off(cast.contact(), send_now=True).send_at == cast.NOON


def test_a_date_and_time_are_the_agencys_local_ones():  # M1
    message = cast.one_off(cast.contact(), day=date(2026, 12, 1), clock=time(9, 30))
    assert message.send_at == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_is_refused():  # bad input
    with pytest.raises(NoSuchTime):
        cast.one_off(cast.contact(), day=date(2027, 3, 14), clock=time(2, 30))


def test_a_time_in_the_past_is_refused():  # bad input
    with pytest.raises(InThePast):
        cast.one_off(cast.contact(), day=date(2026, 11, 23), clock=time(9, 0))


@pytest.mark.parametrize("year", [2032, 9999])
def test_a_year_that_is_a_slip_is_refused(year: int):  # bad input
    with pytest.raises(TooFarAhead):
        cast.one_off(cast.contact(), day=date(year, 12, 31), clock=time(9, 0))


def test_the_same_words_again_are_refused_unless_overridden():  # M5
    rosa = cast.contact()
    cast.one_off(rosa, "Hello [ClientFirstName]")
    with pytest.raises(Duplicate):
        cast.one_off(rosa, "Hello  rosa")
    cast.one_off(rosa, "Hello Rosa", repeat_anyway=True)


def test_other_words_or_the_same_after_the_window_are_not_duplicates():  # M5
    rosa = cast.contact()
    cast.one_off(rosa)
    cast.one_off(rosa, "Other words")
    cast.one_off(rosa, now=cast.NOON + timedelta(minutes=31))


@pytest.mark.parametrize("body", ["", "   ", "Hello [ClientNmae]", "x" * 1601])
def test_empty_too_long_and_unknown_tags_are_refused_beside_the_message(body):  # M8, bad input
    with pytest.raises(CannotCompose) as refused:
        cast.one_off(cast.contact(), body)
    assert refused.value.field == "body"


def test_an_email_needs_a_subject():
    with pytest.raises(CannotCompose) as refused:
        cast.one_off(cast.contact(entered=cast.ROSA_EMAIL), subject=" ")
    assert refused.value.field == "subject"


def a_file(type="image/png", size=3):
    stamps = {"created_at": cast.NOON, "updated_at": cast.NOON}
    return File.objects.create(agency=cast.agency(), name="a", type=type, size=size, content=b"abc", **stamps).id


@pytest.mark.parametrize(
    ("gateway", "channel", "file", "goes"),
    [
        ("twilio", "text", {}, True),
        ("twilio", "text", {"type": "text/plain"}, False),
        ("twilio", "text", {"size": 6_000_000}, False),
        ("handset", "text", {"type": "text/plain"}, True),
        ("smpp", "text", {}, False),
        ("telnyx", "fax", {"type": "application/pdf"}, False),
        ("handset", "voice", {}, False),
    ],
)
def test_files_go_where_the_channel_and_its_carrier_take_them_along(gateway, channel, file, goes):  # M1
    to = cast.contact()
    Contact.objects.update(channel=channel)
    Sender.objects.filter(agency=to.agency, kind="phone").update(gateway=gateway)
    to.refresh_from_db()
    if goes:
        assert len(cast.one_off(to, file_ids=[a_file(**file)]).files) == 1
        return
    with pytest.raises(CannotCompose) as refused:
        cast.one_off(to, file_ids=[a_file(**file)])
    assert refused.value.field == "files"


def test_another_agencys_file_is_missing():  # M1, P1
    with pytest.raises(CannotCompose, match="missing"):
        cast.one_off(cast.contact(), file_ids=[cast.contact(cast.client("Ben")).id])


def test_without_a_sender_nothing_is_scheduled():  # C9
    rosa = cast.contact()
    Sender.objects.filter(agency=rosa.agency).update(disabled_at=cast.NOON)
    with pytest.raises(CannotReach, match="nothing to send from"):
        cast.one_off(rosa)


def test_an_unregistered_phone_texts_nobody_in_live_mode():  # C9
    rosa = cast.contact()
    Sender.objects.filter(agency=rosa.agency).update(registration=Registration.PENDING)
    with pytest.raises(CannotReach, match="not registered"):
        cast.one_off(rosa)


def test_another_agencys_sender_cannot_be_used():
    theirs = Sender.objects.get(agency=cast.agency("lakeside"), kind="email")
    with pytest.raises(CannotCompose):
        cast.one_off(cast.contact(), sender_id=theirs.id)


def test_a_scheduled_message_can_be_cancelled_and_stays_in_the_feed():  # M1, A3
    message = cast.one_off(cast.contact())
    assert cancel_message(agency=message.agency, message_id=message.id, actor=cast.actor(), now=cast.NOON)
    assert Message.objects.get().status == Status.CANCELLED
    assert not cancel_message(agency=message.agency, message_id=message.id, actor=cast.actor(), now=cast.NOON)


def test_send_now_makes_a_scheduled_message_due():  # M1
    message = cast.one_off(cast.contact())
    assert send_message_now(agency=message.agency, message_id=message.id, actor=cast.actor(), now=cast.NOON)
    assert Message.objects.get().send_at == cast.NOON


def test_send_now_does_not_send_the_same_words_twice_unless_overridden():  # M5
    rosa = cast.contact()
    for hours in (1, 2):
        due = cast.NOON.astimezone(ZoneInfo(rosa.agency.time_zone)) + timedelta(hours=hours)
        cast.one_off(rosa, day=due.date(), clock=due.time())
    first, second = Message.objects.order_by("send_at")
    given = {"agency": rosa.agency, "actor": cast.actor(), "now": cast.NOON}
    assert send_message_now(message_id=first.id, **given)
    with pytest.raises(Duplicate):
        send_message_now(message_id=second.id, **given)
    assert send_message_now(message_id=second.id, repeat_anyway=True, **given)


@pytest.mark.parametrize(("waited", "held"), [(timedelta(minutes=59), False), (timedelta(minutes=61), True)])
def test_a_reply_is_not_held_for_quiet_hours_while_the_person_is_writing(waited, held):  # M6
    rosa = cast.contact()
    wrote = Message.objects.create(
        agency=rosa.agency, contact=rosa, address=rosa.address, kind=Kind.INBOUND, channel="text", status=Status.RECEIVED,
        status_at=cast.NOON, send_at=cast.NOON, gateway_reference="one",
    )  # fmt: skip
    assert cast.one_off(rosa, answers=wrote, now=cast.NOON + waited).ignores_quiet_hours is not held
