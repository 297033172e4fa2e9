"""The composer's live preview, and the feed that is sent again only when it changed (M1, M2, M6, M8)."""

from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from duenotice.agencies.models import Agency
from duenotice.events.models import Attendance, Event
from duenotice.flows.models import AutoMessage
from duenotice.messaging.models import Message
from duenotice.senders.models import Sender
from duenotice.words.models import Template, TemplateWords
from tests import cast


def hearing(of: Any) -> Event:
    starts = timezone.now() + timedelta(days=9)
    made = Event.objects.create(
        agency=of.agency, type="Hearing", date=date(2027, 1, 12), time=time(9), time_zone="America/New_York", starts_at=starts
    )
    Attendance.objects.create(agency=of.agency, event=made, client=of)
    return made


def test_the_preview_warns_of_quiet_hours_and_staff_may_send_anyway(visit: Any, words: Any) -> None:  # M6
    to = cast.contact()
    here = timezone.now().astimezone(ZoneInfo("America/New_York"))
    Agency.objects.update(quiet_from=(here - timedelta(hours=2)).time(), quiet_until=(here + timedelta(hours=2)).time())
    sam = visit(cast.sam())
    assert "Quiet hours: it will be held until" in words(sam.press(f"compose/contact/{to.id}/preview", body="Hello"))
    sam.press(f"compose/contact/{to.id}", body="Hello", quiet_anyway="on")
    assert Message.objects.get().ignores_quiet_hours


def test_the_preview_says_that_event_tags_need_an_event(visit: Any, words: Any) -> None:  # M8
    rosa = cast.client()
    to, event = cast.contact(rosa), hearing(rosa)
    sam = visit(cast.sam())
    assert "no event is chosen" in words(sam.press(f"compose/contact/{to.id}/preview", body="On [EventDate]."))
    chosen = words(sam.press(f"compose/contact/{to.id}/preview", body="On [EventDate].", event=str(event.id)))
    assert "no event is chosen" not in chosen
    assert "Jan. 12, 2027" in chosen or "January 12, 2027" in chosen


def test_an_auto_message_fills_in_the_client_s_language_and_its_coming_event(visit: Any, words: Any) -> None:  # M1
    rosa = cast.client(language="es")
    to, event = cast.contact(rosa), hearing(rosa)
    template = Template.objects.create(agency=rosa.agency, name="Reminder")
    for language, body in (("en", "Court on [EventDate]."), ("es", "Corte el [EventDate].")):
        TemplateWords.objects.create(agency=rosa.agency, template=template, language=language, body=body)
    picked = AutoMessage.objects.create(agency=rosa.agency, template=template, channels=["text"])
    page = words(visit(cast.sam()).press(f"compose/contact/{to.id}/fill", template=str(picked.id), send_date="2027-01-02"))
    assert "Corte el [EventDate]." in page
    assert f'value="{event.id}" selected' in page
    assert "2027-01-02" in page


def test_the_feed_is_sent_again_only_when_something_in_it_changed(visit: Any, words: Any) -> None:  # M2
    cast.one_off(cast.contact(), now=timezone.now())
    sam = visit(cast.sam())
    page = words(sam.open("messages"))
    seen = page.split("seen=")[1].split('"')[0]
    assert sam.open("feed/part", seen=seen).status_code == 204
    Message.objects.update(status="sent")
    assert "sent" in words(sam.open("feed/part", seen=seen))


def test_pages_of_the_feed_hold_each_message_once(visit: Any, words: Any) -> None:  # M2
    to = cast.contact()
    for number in range(30):
        cast.one_off(to, f"Message number {number}.", now=timezone.now())
    sam = visit(cast.sam())
    first = words(sam.open("messages"))
    older = words(sam.get(first.split('dn-pages__older" href="')[1].split('"')[0]))
    for number in range(30):
        assert (f"Message number {number}." in first) != (f"Message number {number}." in older)


def test_the_feed_says_what_holds_a_message_before_it_is_due(visit: Any, words: Any) -> None:  # M2, C9
    message = cast.one_off(cast.contact(), now=cast.later())
    sam = visit(cast.sam())
    Sender.objects.update(disabled_at=cast.NOON, primary_channels=[])
    for path in ("messages/?status=scheduled", f"messages/{message.id}"):
        assert "Held: it has no phone or email to go from. Due" in words(sam.open(path))
        assert "An administrator can add an agency phone or email under Admin." in words(sam.open(path))
    Sender.objects.update(disabled_at=None)
    Agency.objects.update(quiet_from="00:00", quiet_until="23:59")
    assert "Held for quiet hours until" in words(sam.open("messages/?status=scheduled"))
