"""Which URLs webhooks may call (rules.md 5.4, SSRF): public ones alone, whatever the spelling, at save and at each call."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

from duenotice.webhooks.models import Delivery, Endpoint
from duenotice.webhooks.targets import BadTarget, check, read
from tests import cast
from tests.webhooks.conftest import endpoint
from tests.webhooks.receiver import Receiver

PRIVATE = [
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "10.0.0.8", "172.16.3.4", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "192.0.2.1", "localhost", "LOCALHOST.", "①②⑦.⓪.⓪.①", "127。0。0。1"),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001::1]"),
    *("[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[fe80::1%25eth0]"),
]
NO_URLS = [
    *("", "hooks", "example.com/hooks", "http://example.com/hooks", "ftp://example.com/x", "javascript:alert(1)", "https://", "https:///x"),
    *(
        "https://user:secret@example.com/",
        "https://example.com\\@127.0.0.1/",
        "https://exa mple.com/",
        "https://[::1",
        "https://example.com:0x/",
    ),
    *("https://example.com/\x00", "file:///etc/passwd", "https://example.com/" + "x" * 2000),
]


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What the world's name servers say: the only thing here that is not ours."""
    known: dict[str, str] = {"hooks.example.com": "93.184.215.14"}
    asked = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        return asked(known.get(name, name), port, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.mark.parametrize("host", PRIVATE)
def test_no_spelling_of_a_private_address_is_taken(host: str):
    with pytest.raises(BadTarget):
        check(f"https://{host}/hooks")
    with pytest.raises(BadTarget):
        check(f"https://{host}:8443/hooks")


@pytest.mark.parametrize("text", NO_URLS)
def test_what_is_no_public_https_url_is_refused_with_words(text: str):
    with pytest.raises(BadTarget) as refused:
        check(text)
    assert str(refused.value).endswith((".", "hooks."))


def test_a_name_that_leads_inside_is_refused_at_save_and_one_that_leads_outside_is_taken(names: dict[str, str]):
    assert str(check("https://hooks.example.com:8443/a?b=c#d")) == "https://hooks.example.com:8443/a?b=c"
    names["hooks.example.com"] = "10.1.2.3"
    with pytest.raises(BadTarget):
        check("https://hooks.example.com/")


def test_the_operator_may_let_one_host_be_called_inside(settings: Any):
    settings.WEBHOOK_PRIVATE_HOST = "127.0.0.1:9000"
    assert read("http://127.0.0.1:9000/hooks").port == 9000
    for other in ("http://127.0.0.1:9001/", "http://127.0.0.2:9000/", "https://10.0.0.1/"):
        with pytest.raises(BadTarget):
            read(other)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "2130706433", "localhost", "[::ffff:127.0.0.1]", "rebinding.example.com"])
def test_what_leads_inside_by_now_is_not_called(
    receiver: Receiver, tell: Callable[..., None], settings: Any, names: dict[str, str], host: str
):
    endpoint(receiver)
    settings.WEBHOOK_PRIVATE_HOST = ""
    names["rebinding.example.com"] = "127.0.0.1"
    port = receiver.url.partition("127.0.0.1:")[2]
    Endpoint.objects.update(url=f"https://{host}:{port}")
    cast.contact()
    tell()
    assert receiver.tries == []
    assert [one["code"] for one in Delivery.objects.get().tried] == ["not_public"]
