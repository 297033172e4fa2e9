"""Admin, Webhooks: create, edit, secret, pause, replay, remove; the log (P1, U2)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from duenotice.agencies.models import Activity
from duenotice.webhooks.managing import Wanted, create_endpoint
from duenotice.webhooks.models import Delivery, Endpoint
from tests import cast
from tests.web.conftest import Visitor

pytestmark = pytest.mark.django_db
Words = Callable[[HttpResponse], str]
SECRET = re.compile(r"data-secret>(whsec_[\w+/=]{40,})<")
TYPED = {"name": "Case system", "url": "https://192.0.9.1/hooks", "types": ["contact.opted_out", "message.*"]}


@pytest.fixture
def ada(visit: Callable[..., Visitor]) -> Visitor:
    return visit(cast.ada())


def made(agency: str = "riverton") -> Endpoint:
    wanted = Wanted("Case system", "https://192.0.9.1/hooks", ["contact.*"])
    return create_endpoint(agency=cast.agency(agency), wanted=wanted, actor=cast.actor(), now=cast.NOON).endpoint


def delivery(of: Endpoint, **fields: Any) -> Delivery:
    usual = {"agency_id": of.agency_id, "seq": 7, "type": "contact.opted_out", "record_id": of.id, "body": "{}", "next_at": cast.NOON}
    return Delivery.objects.create(
        endpoint=of, **{**usual, "state": "failed", "tried": [{"status": None, "code": "no_answer", "ms": 9}], **fields}
    )


def test_a_webhooks_secret_is_shown_once_and_its_page_says_what_it_is_told(ada: Visitor, words: Words):
    page = words(ada.press("webhooks/new", **TYPED))
    endpoint = Endpoint.objects.get()
    assert SECRET.search(page)
    assert "Contacts (some), Messages" in page
    assert not SECRET.search(words(ada.open(f"webhooks/{endpoint.id}")))
    new = words(ada.press(f"webhooks/{endpoint.id}/rotate"))
    assert SECRET.search(new)
    assert "Old secret until" in new
    assert "Old secret until" not in words(ada.press(f"webhooks/{endpoint.id}/end-old-secret"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"url": "https://10.0.0.1/"}, "inside a private network"),
        ({"url": "http://192.0.9.1/"}, "has to begin with https://"),
        ({"url": "hooks"}, "Write the whole address"),
        ({"types": []}, "Choose at least one type"),
    ],
)
def test_bad_input_is_said_and_nothing_typed_is_lost(ada: Visitor, words: Words, typed: dict[str, Any], says: str):
    answer = ada.press("webhooks/new", **TYPED | typed)
    assert answer.status_code == 422
    assert says in words(answer)
    assert 'value="Case system"' in words(answer)
    if "types" not in typed:
        assert re.search(r'value="contact.opted_out"[^>]* checked', words(answer))


def test_pausing_resuming_editing_and_removing_are_written_down(ada: Visitor, words: Words):
    at = f"webhooks/{made().id}"
    assert "is paused" in words(ada.press(f"{at}/pause"))
    assert "This webhook is paused" in words(ada.open(at))
    assert "is resumed" in words(ada.press(f"{at}/resume"))
    assert "is saved" in words(ada.press(f"{at}/edit", **TYPED))
    assert "is removed" in words(ada.press(f"{at}/remove"))
    verbs = ["created", "paused", "resumed", "updated", "removed"]
    assert list(Activity.objects.filter(record_kind="webhook").order_by("id").values_list("verb", flat=True)) == verbs


def test_the_log_says_why_and_sends_again_what_failed(ada: Visitor, words: Words):
    endpoint = made()
    delivery(endpoint, state="delivered", tried=[{"status": 200, "code": "", "ms": 35}])
    failed = delivery(endpoint)
    at = f"webhooks/{endpoint.id}"
    page = words(ada.open(at))
    assert "no answer in 10 seconds" in page
    assert "200 in 35 ms" in page
    assert "200 in 35 ms" not in words(ada.open(at, only="failed"))
    assert "1 change is sent again" in words(ada.press(f"{at}/deliveries/{failed.id}/replay"))
    delivery(endpoint)
    assert "1 change is sent again" in words(ada.press(f"{at}/replay"))
    assert set(Delivery.objects.values_list("state", flat=True)) == {"delivered", "waiting"}


def test_a_webhook_that_paused_itself_is_told_to_administrators_on_every_page(ada: Visitor, visit: Callable[..., Visitor], words: Words):
    Endpoint.objects.filter(id=made().id).update(paused_at=cast.NOON, paused_by="failing")
    assert "A webhook is paused: Case system." in words(ada.open("clients/"))
    assert "A webhook is paused" not in words(visit(cast.sam()).open("clients/"))


def test_another_agencys_webhooks_are_not_found(ada: Visitor, words: Words):
    theirs = made("lakeside")
    assert "Case system" not in words(ada.open("webhooks/"))
    for path in ("", "/log", "/edit"):
        assert ada.open(f"webhooks/{theirs.id}{path}").status_code == 404
    mine = made()
    assert "nothing to send again" in words(ada.press(f"webhooks/{mine.id}/deliveries/{delivery(theirs).id}/replay"))
    for path in ("test", "rotate", "pause", "resume", "replay", "remove"):
        assert ada.press(f"webhooks/{theirs.id}/{path}").status_code == 404
