"""The Inbox, the review queue, answering, and the handset (M7, O3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from duenotice.actions.inbound import Arrival, receive
from duenotice.contacts.models import Address, Contact
from duenotice.messaging.models import HandOff, Kind, Message, Status
from duenotice.senders.models import Sender
from tests import cast


def arrive(body: str, *, came_from: str = cast.ROSA_PHONE, reference: str = "one", proven: bool = True, subject: str = "") -> Message:
    sender = Sender.objects.get(agency=cast.agency(), kind="email" if subject else "phone")
    channel = "email" if subject else "text"
    arrival = Arrival(sender=sender, channel=channel, came_from=came_from, body=body, subject=subject, reference=reference, proven=proven)
    message = receive(agency=cast.agency(), arrival=arrival, now=timezone.now())
    assert message is not None
    return message


def test_what_comes_in_is_unread_until_its_conversation_is_opened(visit: Any, words: Any) -> None:  # M7
    cast.contact()
    message = arrive("Which room is it?")
    sam = visit(cast.sam())
    assert "Which room is it?" in words(sam.open("inbox", show="unread"))
    assert "Which room is it?" in words(sam.open(f"inbox/{message.address_id}"))
    assert "Which room is it?" not in words(sam.open("inbox", show="unread"))


def test_an_answer_to_an_email_has_its_subject(visit: Any) -> None:  # M7
    cast.contact(entered=cast.ROSA_EMAIL)
    message = arrive("Which room is it?", came_from=cast.ROSA_EMAIL, subject="My hearing")
    page = visit(cast.sam()).open(f"compose/reply/{message.id}").content.decode()
    assert 'value="Re: My hearing"' in page


def test_an_unclear_wish_waits_for_staff_who_opt_out(visit: Any, words: Any) -> None:  # O3
    cast.contact()
    message = arrive("can I cancel my court date?")
    sam = visit(cast.sam())
    assert "Does this person want the messages to stop?" in words(sam.open("inbox", show="review"))
    assert "is opted out" in words(sam.press(f"messages/{message.id}/opt-out"))
    assert Address.objects.get(id=message.address_id).opted_out
    assert "Does this person want" not in words(sam.open("inbox", show="review"))


def test_nothing_to_do_changes_nothing_but_the_queue(visit: Any, words: Any) -> None:  # O3
    cast.contact()
    message = arrive("can I cancel my court date?")
    sam = visit(cast.sam())
    sam.press(f"messages/{message.id}/nothing-to-do")
    assert not Address.objects.get(id=message.address_id).opted_out
    assert not Message.objects.get(id=message.id).needs_review


def test_a_wish_for_messages_that_nobody_proved_waits_for_staff(visit: Any, words: Any) -> None:  # O3
    cast.contact()
    arrive("STOP")
    arrive("START", reference="two", proven=False)
    shown = words(visit(cast.sam()).open("inbox", show="review"))
    assert "nothing shows that this email is from this address" in shown
    assert "press Opt In on the contact if they wish it" in shown
    assert "Does this person want the messages to stop?" not in shown


def test_an_answer_that_nobody_proved_leads_to_its_event(visit: Any, words: Any) -> None:  # O3
    rosa = cast.contact()
    hearing = cast.event(rosa.client, date=timezone.now().date() + timedelta(days=9))
    question = cast.one_off(rosa, "Reply YES if you will come.", event=hearing, now=timezone.now())
    Message.objects.update(status=Status.DELIVERED, sent_body=question.body)
    arrive("YES", proven=False)
    shown = words(visit(cast.sam()).open("inbox", show="review"))
    assert "Nobody was marked as coming. Anybody can write an email in somebody's name" in shown
    assert f"/a/riverton/events/{hearing.id}/" in shown


def test_will_come_settles_the_answer_that_nobody_proved(visit: Any, words: Any) -> None:  # O3
    rosa, ben = cast.contact(), cast.contact(cast.client("Ben", "Ode"), cast.BEN_PHONE)
    hearing = cast.event(rosa.client, ben.client, date=timezone.now().date() + timedelta(days=9))
    for to in (rosa, ben):
        cast.one_off(to, "Reply YES if you will come.", event=hearing, now=timezone.now())
    Message.objects.update(status=Status.DELIVERED, sent_body="Reply YES if you will come.")
    mine = arrive("YES", proven=False)
    theirs = arrive("YES", came_from=cast.BEN_PHONE, reference="two", proven=False)
    assert (mine.needs_review, theirs.needs_review) == (True, True)
    visit(cast.sam()).press(f"events/{hearing.id}/clients/{rosa.client_id}/will-come")
    waiting = Message.objects.filter(needs_review=True)
    assert list(waiting) == [theirs], "another's answer still waits"


def test_a_stranger_is_answered_and_becomes_a_contact_of_no_client(visit: Any, words: Any) -> None:  # M7
    message = arrive("Who is this?", came_from="+12025550188")
    sam = visit(cast.sam())
    assert "Unknown sender" in words(sam.open("inbox"))
    assert "Nobody knows this sender" in words(sam.open(f"inbox/{message.address_id}"))
    sam.press(f"compose/reply/{message.id}", body="This is the court.")
    answer = Message.objects.get(kind=Kind.REPLY)
    assert answer.answers == message
    assert answer.ignores_quiet_hours
    assert Contact.objects.get().client is None


def test_a_shared_number_says_so(visit: Any, words: Any) -> None:  # M7
    cast.contact()
    cast.contact(cast.client("Ben", "Okafor"))
    message = arrive("Hello?")
    page = words(visit(cast.sam()).open(f"inbox/{message.address_id}"))
    assert "Several clients share this address: Rosa Delgado, Ben Okafor." in page


@pytest.mark.parametrize("path", ["inbox/{address}", "messages/{id}", "compose/reply/{id}", "handset/+12025550143"])
def test_another_agency_sees_nothing_of_it(visit: Any, path: str) -> None:  # P1
    message = arrive("Which room is it?")
    lee = visit(cast.lee(), "lakeside")
    assert lee.open(path.format(address=message.address_id, id=message.id)).status_code == 404
    assert lee.press(f"messages/{message.id}/opt-out").status_code == 404
    assert "Which room" not in lee.open("inbox").content.decode()


def test_a_handset_shows_what_arrived_and_answers_stop(visit: Any, words: Any) -> None:  # O3
    to = cast.contact()
    sent = {"channel": "text", "sender": "+12025550100", "to": cast.ROSA_PHONE, "body": "Hearing at 9."}
    HandOff.objects.create(agency=to.agency, message_id=to.id, attempt=1, at=cast.NOON, **sent)
    sam = visit(cast.sam())
    assert "(202) 555-0143" in words(sam.open("handset"))
    page = words(sam.press(f"handset/{cast.ROSA_PHONE}/answer", body="STOP"))
    assert "Hearing at 9." in page
    assert Address.objects.get(value=cast.ROSA_PHONE).opted_out
    assert Message.objects.filter(kind=Kind.COMPLIANCE).count() == 1


def test_without_the_operator_s_leave_there_is_no_handset(visit: Any, settings: Any) -> None:
    settings.HANDSET = False
    assert visit(cast.sam()).open("handset").status_code == 404
