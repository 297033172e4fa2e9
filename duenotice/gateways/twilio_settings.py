"""The account at Twilio, and what a phone of the agency is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from yarl import URL

from duenotice.gateways import settings
from duenotice.gateways.http_settings import read_url
from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _

USUAL = "https://api.twilio.com"
_ACCOUNT = re.compile(r"AC[0-9a-fA-F]{32}")
_SERVICE = re.compile(r"MG[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """`webhook_secret` is of a shared key, where the account signs its webhooks with one; the token signs them otherwise."""

    account: str
    token: str
    service: str
    webhook_secret: str
    url: URL
    timeout: float
    connections: int
    private: bool

    @classmethod
    def read(cls, given: Mapping[str, object], *, private: bool) -> "TwilioSettings":
        """Raises BadSettings."""
        account, service = settings.text(given, "account_sid"), settings.text(given, "messaging_service_sid", "")
        if not _ACCOUNT.fullmatch(account):
            raise BadSettings(
                _("The Account SID has 34 characters and begins with AC. It stands on the first page of the Twilio Console."), "account_sid"
            )
        if service and not _SERVICE.fullmatch(service):
            raise BadSettings(
                _("A Messaging Service SID has 34 characters and begins with MG. Leave it empty to send from the number itself."),
                "messaging_service_sid",
            )
        token = settings.text(given, "auth_token")
        if not token.isascii():
            raise BadSettings(
                _("The Auth Token has only English letters and digits. Copy it from the first page of the Twilio Console."), "auth_token"
            )
        return cls(
            account=account,
            token=token,
            service=service,
            webhook_secret=settings.text(given, "webhook_secret", ""),
            url=read_url(settings.text(given, "url", USUAL), private=private),
            timeout=settings.number(given, "timeout", 20, least=1, most=120),
            connections=int(settings.number(given, "connections", 100, least=1, most=1000)),
            private=private,
        )
