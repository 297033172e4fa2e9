"""What an agency sends from decides what can be scheduled: the first sender of a channel, and one that goes (A5, C9)."""

from datetime import UTC, datetime

import pytest

from duenotice.actions.settings import save_sender
from duenotice.agencies.models import Agency
from duenotice.flows.sync import Synced
from duenotice.messaging.models import Message
from duenotice.senders.models import Registration, Sender
from tests import cast
from tests.flows.cast import flow, synced, usual, waiting

pytestmark = pytest.mark.django_db


def by_email_alone() -> Agency:
    """A court that cannot text yet; Rosa, who has a mobile and an email, has a hearing."""
    of = cast.agency()
    Sender.objects.filter(kind="phone").delete()
    rosa = cast.contact()
    cast.contact(rosa.client, cast.ROSA_EMAIL)
    assert rosa.client
    cast.event(rosa.client, flow=flow(3, 1))
    assert {one.channel for one in waiting()} == {"email"}
    return of


def new_phone(of: Agency, value: str, **fields: object) -> Sender:
    channels = ["text", "voice"]
    known = {"kind": "phone", "channels": channels, "primary_channels": channels, "gateway": "handset", **fields}
    return Sender(agency=of, value=value, registration=Registration.REGISTERED, speed=10.0, **known)


def test_the_first_phone_schedules_the_texts_that_waited_for_one():
    of = by_email_alone()
    spread = save_sender(sender=new_phone(of, "+12025550101"), **usual())
    assert (spread.synced, spread.job) == (Synced(created=2), None)
    assert [one.channel for one in waiting()].count("text") == 2


def test_a_second_phone_changes_nothing():
    of = by_email_alone()
    save_sender(sender=new_phone(of, "+12025550101"), **usual())
    second = new_phone(of, "+12025550102", primary_channels=[])
    assert save_sender(sender=second, **usual()).synced == Synced()


def test_what_waited_at_a_phone_that_is_disabled_goes_from_another():
    of = by_email_alone()
    first, second = new_phone(of, "+12025550101"), new_phone(of, "+12025550102", primary_channels=[])
    save_sender(sender=first, **usual())
    save_sender(sender=second, **usual())
    first.disabled_at, first.primary_channels = datetime(2026, 11, 24, tzinfo=UTC), []
    assert save_sender(sender=first, **usual()).synced == Synced(moved=2)
    assert {one.sender_id for one in waiting(channel="text")} == {second.id}
    assert synced(clients=[waiting()[0].client_id]) == Synced()


def test_the_last_phone_leaves_what_waits_until_there_is_another():  # C9
    of = by_email_alone()
    only = new_phone(of, "+12025550101")
    save_sender(sender=only, **usual())
    only.disabled_at = datetime(2026, 11, 24, tzinfo=UTC)
    assert save_sender(sender=only, **usual()).synced == Synced()
    assert {one.sender_id for one in waiting(channel="text")} == {only.id}


def without(phone: Sender) -> None:
    phone.disabled_at, phone.primary_channels = datetime(2026, 11, 24, tzinfo=UTC), []
    save_sender(sender=phone, **usual())


def test_a_one_off_at_a_phone_that_is_disabled_goes_from_the_next_and_waits_where_there_is_none():  # M1
    of, rosa = cast.agency(), cast.contact()
    text, mail = cast.one_off(rosa), cast.one_off(cast.contact(rosa.client, cast.ROSA_EMAIL))
    first, second = Sender.objects.get(kind="phone"), new_phone(of, "+12025550101", primary_channels=[])
    without(first)
    assert waiting(channel="text")[0].sender_id == first.id
    Message.objects.filter(id=text.id).update(status="claimed")
    save_sender(sender=second, **usual())
    assert waiting(channel="text", status="scheduled")[0].sender_id == second.id, "the first that can be used takes what waited"
    save_sender(sender=new_phone(of, "+12025550102"), **usual())
    without(second)
    assert waiting(channel="text")[0].sender_id == Sender.objects.get(value="+12025550102").id
    assert waiting(channel="email")[0].sender_id == mail.sender_id
