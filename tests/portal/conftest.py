"""The portal as a person's browser sees it: forms carry the token of the page before, as a browser sends it."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import translation

from duenotice.messaging.models import Kind, Message
from duenotice.messaging.secrets import HIDDEN, reveal
from tests import cast


class Guest(Client):
    """Somebody who is not signed in anywhere; `agency` is whose portal they are at."""

    agency = "riverton"

    def open(self, path: str = "", **query: str) -> HttpResponse:
        return self.get(f"/portal/{self.agency}/{path}", query or None, follow=True)

    def press(self, path: str = "", **typed: str) -> HttpResponse:
        page = self.open().content.decode()
        token = re.search(r'name="form" value="([^"]+)"', page)
        assert token
        return self.post(f"/portal/{self.agency}/{path}", {"form": token[1], **typed}, follow=True)

    def come_in(self, address: str = cast.ROSA_PHONE) -> HttpResponse:
        self.press(address=address)
        return self.press("code", code=sent_code())


def sent_code() -> str:
    """The digits of the newest code, as the person reads them."""
    message = Message.objects.filter(agency=cast.agency(), kind=Kind.CODE).order_by("-id").first()
    assert message is not None
    return reveal(message, HIDDEN)


@pytest.fixture
def guest(db: None) -> Iterator[Guest]:
    cast.agency()
    with override_settings(PORTAL_ANSWER_SECONDS=0):
        yield Guest()
    translation.deactivate()


@pytest.fixture
def words() -> Callable[[HttpResponse], str]:
    return lambda answer: unescape(answer.content.decode())
