"""Messages, Approval: what waits until a person has looked at it, and who may let it go."""

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from duenotice.actions.events import create_event
from duenotice.agencies.models import Agency
from duenotice.messaging.models import Message
from tests import cast
from tests.flows.cast import flow, step


def held(agency: Agency) -> None:
    """Rosa and Ben, who would be told of their hearings in five minutes, were that not too many for this agency."""
    Agency.objects.filter(id=agency.id).update(approve_above=1)
    agency.refresh_from_db()
    steps, now = flow(of=agency), timezone.now()
    step(steps, kind="on_created", at=None)
    day: date = timezone.localdate() + timedelta(days=9)
    for name, phone in (("Rosa", cast.ROSA_PHONE), ("Ben", cast.BEN_PHONE)):
        to = cast.contact(cast.client(name, of=agency), phone)
        fields = {"type": "Hearing", "date": day, "time": time(9), "flow": steps}
        create_event(agency=agency, fields=fields, client_ids=[to.client_id], actor=cast.actor(), now=now)  # type: ignore[list-item]


def seen() -> str:
    return max(filter(None, Message.objects.values_list("hurried_at", flat=True))).isoformat()


def test_every_page_warns_and_whoever_may_update_flows_decides(visit: Any, words: Any) -> None:
    held(cast.agency())
    ada, sam = visit(cast.ada()), visit(cast.sam())
    assert "2 messages wait for approval." in words(sam.open("feed/"))
    page = words(sam.open("messages/approval"))
    assert "Waits for approval. Due" in page
    assert "can approve or cancel them" in page
    assert sam.press("messages/approval/approve", seen=seen()).status_code == 403
    assert "Approve 2 messages" in words(ada.open("messages/approval"))
    assert "Nothing was changed" in words(ada.press("messages/approval/approve", seen="nonsense"))
    assert "2 messages are approved and go when due." in words(ada.press("messages/approval/approve", seen=seen()))
    assert "Nothing waits for approval" in words(ada.open("messages/approval"))
    assert "wait for approval" not in words(sam.open("feed/"))


def test_another_agency_sees_and_decides_nothing_of_it(visit: Any, words: Any) -> None:
    held(cast.agency())
    lee = visit(cast.lee(), agency="lakeside")
    assert "Rosa" not in words(lee.open("messages/approval"))
    assert "Nothing was changed" in words(lee.press("messages/approval/refuse", seen=seen()))
    assert Message.objects.filter(held_for="approval").count() == 2
