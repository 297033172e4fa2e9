"""Where the HTTP gateway sends, and with what."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from yarl import URL

from duenotice.gateways import settings
from duenotice.gateways.networks import is_public
from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """`timeout` is in seconds for a whole call. With a `secret`, calls are signed. `private` allows addresses in private networks."""

    url: URL
    token: str
    secret: bytes
    timeout: float
    connections: int
    private: bool

    @classmethod
    def read(cls, given: Mapping[str, object], *, private: bool) -> "HttpSettings":
        """Raises BadSettings."""
        token = settings.text(given, "token")
        if not token.isascii():
            raise BadSettings(_("The gateway's token may have only English letters, digits and signs."), "token")
        return cls(
            url=read_url(settings.text(given, "url"), private=private),
            token=token,
            secret=_secret(settings.text(given, "secret", "")),
            timeout=settings.number(given, "timeout", 30, least=1, most=120),
            connections=int(settings.number(given, "connections", 100, least=1, most=1000)),
            private=private,
        )


def read_url(text: str, *, private: bool) -> URL:
    """An address that gateways may call. Raises BadSettings."""
    try:
        url = URL(text)
        host = url.host or ""
    except ValueError:
        raise BadSettings(_("The gateway's URL is not complete. It looks like https://carrier.example.com/messages."), "url") from None
    if not host or url.user or url.scheme not in ({"http", "https"} if private else {"https"}):
        raise BadSettings(
            _("The gateway's URL has to begin with https:// and a host, such as https://carrier.example.com/messages."), "url"
        )
    try:
        public = is_public(host)
    except ValueError:  # a name, which the resolver looks at
        public = True
    if not public and not private:
        raise BadSettings(_("The gateway's URL is inside a private network, which is not allowed here."), "url")
    return url.with_query(None).with_fragment(None)


def _secret(text: str) -> bytes:
    try:
        return base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise BadSettings(_("The gateway's secret has to be base64, such as the whsec_… that your carrier shows."), "secret") from None
