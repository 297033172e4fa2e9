"""One-click unsubscribing from emails (O7, RFC 8058)."""

from urllib.parse import urlparse

import pytest
from django.test import Client

from duenotice.contacts.models import Address, ConsentEvent
from duenotice.messaging.models import Message
from duenotice.messaging.unsubscribe import headers, meant_by, token
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def link() -> str:
    found = headers(cast.one_off(cast.contact(entered=cast.ROSA_EMAIL)))
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    return urlparse(found["List-Unsubscribe"].strip("<>")).path


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart"])
def test_one_post_opts_out_without_cookies_or_sign_in(link: str, kind: str) -> None:  # O7
    mail_program = Client(enforce_csrf_checks=True)
    if kind == "multipart":
        answer = mail_program.post(link, {"List-Unsubscribe": "One-Click"})
    else:
        answer = mail_program.post(link, "List-Unsubscribe=One-Click", content_type=kind)
    assert answer.status_code == 200
    assert not answer.cookies
    assert Address.objects.get().opted_out
    assert Message.objects.count() == 0
    assert ConsentEvent.objects.get().how == "one_click"
    assert mail_program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200


def test_looking_never_unsubscribes(link: str) -> None:  # O7
    answer = Client().get(link)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Stop messages" in answer.content.decode()
    assert Client().head(link).status_code == 200
    assert Client().post(link).status_code == 400
    assert not Address.objects.get().opted_out


def test_a_token_cannot_be_made_up(link: str) -> None:
    for wrong in (link[:-1] + ("A" if link[-1] != "A" else "B"), "/unsubscribe/x", "/unsubscribe/AAAA~BBBB"):
        assert Client().post(wrong, {"List-Unsubscribe": "One-Click"}).status_code == 404
    assert not Address.objects.get().opted_out


def test_a_token_means_one_address_of_one_agency() -> None:
    address = cast.contact().address
    assert meant_by(token(address.agency_id, address.id)) == (address.agency_id, address.id)
    assert headers(cast.one_off(cast.contact(cast.client("Ben")))) == {}
