"""Which URLs webhooks may call: public ones, by HTTPS. Asked when an endpoint is saved, and again at each call (rules.md 5.4, SSRF)."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from yarl import URL

from duenotice.gateways.networks import is_public

LONGEST = 2000
# What ends in a number is an IP address to whoever resolves it (url.spec.whatwg.org, host parsing).
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
# Seconds that saving an endpoint waits for its name to be found; the call itself looks again.
PATIENCE = 3.0
_resolving = ThreadPoolExecutor(4, "webhook-names")

NOT_A_URL = _("Write the whole address, beginning with https://, such as https://example.com/hooks.")
HTTPS = _("The address has to begin with https://.")
USER = _("Leave the user and password out of the address: what comes is signed.")
PRIVATE = _("This address is inside a private network. Webhooks go to addresses on the public internet alone.")


class BadTarget(Exception):
    """A URL that webhooks may not call; the words say why."""

    def __init__(self, words: str | Promise) -> None:
        super().__init__(str(words))


def read(text: str) -> URL:
    """The URL, looked at without asking anybody. Raises BadTarget."""
    try:
        url = URL(text)
        host, port = url.host, url.port
    except ValueError:
        raise BadTarget(NOT_A_URL) from None
    if not host or not port or len(text) > LONGEST or not text.isprintable() or " " in text:
        raise BadTarget(NOT_A_URL)
    if url.user is not None or url.password is not None:
        raise BadTarget(USER)
    if url.scheme != "https" and not (excepted(url) and url.scheme == "http"):
        raise BadTarget(HTTPS)
    if not excepted(url) and _is_private(host):
        raise BadTarget(PRIVATE)
    return url.with_fragment(None)


def check(text: str) -> URL:
    """The URL, with its name looked up: what cannot be found yet is no mistake here. Raises BadTarget."""
    url = read(text)
    if not excepted(url) and any(not is_public(address) for address in _addresses(url.host or "")):
        raise BadTarget(PRIVATE)
    return url


def excepted(url: URL) -> bool:
    """Is it the one host that the operator lets webhooks call in a private network?"""
    return bool(settings.WEBHOOK_PRIVATE_HOST) and settings.WEBHOOK_PRIVATE_HOST in (url.host, f"{url.host}:{url.port}")


def _is_private(host: str) -> bool:
    """An IP address that is not public, or that is spelt in an unusual way (127.1, 0x7f000001); a name is looked up elsewhere."""
    try:
        return not is_public(host)
    except ValueError:
        last = host.rstrip(".").rpartition(".")[2]
        return last.lower() == "localhost" or bool(_NUMBER.fullmatch(last))


def _addresses(host: str) -> list[str]:
    """All that the name, or any spelling of an IP address that the system knows (127.1, 0x7f000001), leads to; none where it is unknown."""
    try:
        found = _resolving.submit(socket.getaddrinfo, host, 443, type=socket.SOCK_STREAM).result(PATIENCE)
    except (OSError, UnicodeError, TooLong):
        return []
    return [str(one[4][0]) for one in found]
