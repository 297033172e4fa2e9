"""The account at Telnyx, and what a phone of the agency is there."""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from yarl import URL

from duenotice.gateways import settings
from duenotice.gateways.http_settings import read_url
from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _

USUAL = "https://api.telnyx.com"


@dataclass(frozen=True, slots=True)
class TelnyxSettings:
    """`public_key` is what the account signs its webhooks with. Faxes take a `fax_application`; texts may take a `profile`."""

    api_key: str
    public_key: Ed25519PublicKey
    profile: str
    fax_application: str
    url: URL
    timeout: float
    connections: int
    private: bool

    @classmethod
    def read(cls, given: Mapping[str, object], *, private: bool) -> "TelnyxSettings":
        """Raises BadSettings."""
        api_key = settings.text(given, "api_key")
        if not api_key.isascii() or " " in api_key:
            raise BadSettings(
                _("The API key has no spaces and only English letters, digits and signs. Copy it from the Telnyx portal."), "api_key"
            )
        return cls(
            api_key=api_key,
            public_key=_public_key(settings.text(given, "public_key")),
            profile=settings.text(given, "messaging_profile_id", ""),
            fax_application=settings.text(given, "fax_application_id", ""),
            url=read_url(settings.text(given, "url", USUAL), private=private),
            timeout=settings.number(given, "timeout", 20, least=1, most=120),
            connections=int(settings.number(given, "connections", 100, least=1, most=1000)),
            private=private,
        )


def _public_key(text: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except (binascii.Error, ValueError):
        raise BadSettings(
            _("The public key is 44 characters of base64. It stands in the Telnyx portal, under Keys and Credentials."), "public_key"
        ) from None
