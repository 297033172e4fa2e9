"""The brake: too many automated messages that would go within an hour wait until a person has approved them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from duenotice.actions.brakes import approve_messages, refuse_messages
from duenotice.actions.composing import cancel_message, send_message_now
from duenotice.actions.events import save_event
from duenotice.agencies.models import Activity, Agency
from duenotice.events.models import Event
from duenotice.flows.models import Flow
from duenotice.flows.sync import Synced
from duenotice.messaging.approval import made_until
from duenotice.messaging.dispatch import claim, due_senders, sweep
from duenotice.messaging.gate import gate
from duenotice.messaging.models import Message
from duenotice.messaging.pulse import pulse
from duenotice.senders.models import Sender
from tests import cast
from tests.flows.cast import flow, step, synced, usual, waiting

pytestmark = pytest.mark.django_db
SOON = cast.NOON + timedelta(minutes=6)


def court(most: int | None = 2, reference: str = "riverton") -> Agency:
    """An agency that lets so many go unseen, with a flow that tells of each new event at once."""
    made = cast.agency(reference)
    Agency.objects.filter(id=made.id).update(approve_above=most)
    made.refresh_from_db()
    step(flow(3, of=made), kind="on_created", at=None)
    return made


def told_of_events(of: Agency, count: int, **fields: Any) -> None:
    """So many people, each with an event, of which they are told in five minutes and reminded days ahead."""
    steps = Flow.objects.get(agency=of)
    for number in range(count):
        someone = cast.contact(cast.client(f"Person {number}", of=of), f"+1202555{100 + number:04}")
        assert someone.client
        cast.event(someone.client, flow=steps, **fields)


def held(of: Agency) -> int:
    return Message.objects.filter(agency=of, held_for="approval", status="scheduled").count()


def sent(of: Agency, now=SOON) -> int:
    """Whatever a worker may claim by now, through the gate."""
    phone = Sender.objects.get(agency=of, kind="phone")
    return len(gate(of.id, phone.id, claim(of.id, phone.id, 100, now=now), now=now).handed)


def test_more_than_an_agency_lets_go_within_an_hour_wait_and_the_rest_goes_on():
    riverton, lakeside = court(), court(reference="lakeside")
    told_of_events(riverton, 3)
    told_of_events(lakeside, 2)
    assert (held(riverton), held(lakeside)) == (3, 0)
    assert len(waiting(agency=riverton, held_for="")) == 3  # what is due days ahead can be looked at until then
    assert {one.agency_id for one in due_senders(SOON)} == {lakeside.id}
    assert (sent(riverton), sent(lakeside)) == (0, 2)
    assert (pulse(riverton).unapproved, pulse(riverton).late(SOON + timedelta(hours=1))) == (3, False)
    [row] = Activity.objects.filter(agency=riverton, verb="messages_held")
    assert (row.actor_kind, row.detail) == ("system", {"count": 3})


def test_what_is_approved_passes_the_gate_and_counting_begins_anew():
    riverton = court()
    told_of_events(riverton, 3)
    seen = made_until(riverton)
    assert approve_messages(agency=riverton, seen=seen, actor=cast.actor(), now=SOON) == 3
    assert approve_messages(agency=riverton, seen=seen, actor=cast.actor(), now=SOON) == 0
    assert synced(now=SOON, clients=[one.client_id for one in waiting()]) == Synced()
    assert (held(riverton), sent(riverton)) == (0, 3)


def test_approved_too_late_it_is_expired_and_never_sent():  # M6
    riverton = court()
    told_of_events(riverton, 3)
    late = cast.NOON + timedelta(days=2)
    approve_messages(agency=riverton, seen=cast.NOON, actor=cast.actor(), now=late)
    assert sent(riverton, now=late) == 0
    assert set(Message.objects.filter(hurried_at__isnull=False).values_list("status", "reason_code")) == {("expired", "too_late")}


def test_unapproved_it_expires_like_any_other():  # M6
    riverton = court()
    told_of_events(riverton, 3)
    assert sweep(cast.NOON + timedelta(days=2)).expired == 3


def test_what_is_refused_is_cancelled_and_no_sync_makes_it_again():  # A3
    riverton = court()
    told_of_events(riverton, 3)
    assert refuse_messages(agency=riverton, seen=cast.NOON, actor=cast.actor(), now=SOON) == 3
    assert synced(now=SOON, clients=[one.client_id for one in waiting()]) == Synced()
    assert Message.objects.filter(status="cancelled", reason_code="cancelled_by_staff").count() == 3


def test_what_was_made_after_one_looked_still_waits():
    riverton = court()
    told_of_events(riverton, 3)
    Message.objects.filter(id=waiting(held_for="approval")[0].id).update(hurried_at=cast.NOON + timedelta(minutes=1))
    assert approve_messages(agency=riverton, seen=cast.NOON, actor=cast.actor(), now=SOON) == 2
    assert held(riverton) == 1


def test_a_person_may_send_or_cancel_a_single_one():
    riverton = court()
    told_of_events(riverton, 3)
    first, second, _third = waiting(held_for="approval")
    assert send_message_now(message_id=first.id, **usual())
    assert cancel_message(message_id=second.id, **usual())
    assert (held(riverton), sent(riverton)) == (1, 1)


def test_without_a_number_everything_goes():
    riverton = court(None)
    told_of_events(riverton, 3)
    assert (held(riverton), sent(riverton)) == (0, 3)


def test_what_moves_into_the_next_hour_counts_and_what_moves_far_ahead_is_let_go():  # A5
    riverton = court(1)
    told_of_events(riverton, 2, date=date(2026, 12, 20))
    refuse_messages(agency=riverton, seen=cast.NOON, actor=cast.actor(), now=cast.NOON)
    half_past_nine = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
    usually = {"agency": riverton, "actor": cast.actor(), "now": half_past_nine}
    for one in Event.objects.all():  # to be told of three days before, at ten
        save_event(event=one, fields={"date": date(2026, 11, 30)}, **usually)
    assert held(riverton) == 2
    for one in Event.objects.all():
        save_event(event=one, fields={"date": date(2026, 12, 24)}, **usually)
    assert (held(riverton), len(waiting())) == (0, 2)
