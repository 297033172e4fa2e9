"""Which SMSC, how to bind there, and how much may be under way at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duenotice.gateways import settings
from duenotice.gateways.networks import is_public
from duenotice.gateways.protocol import BadSettings
from duenotice.gateways.smpp_fields import INSTALLED
from duenotice.lib.marking import gettext_noop as _

NOT_INSTALLED = _("SMPP is not installed here. Ask whoever runs this installation to add it, or choose another gateway.")
_PRIVATE = _("The SMPP server is inside a private network, which is not allowed here. Ask whoever runs this installation.")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?")
# By security. There is no port that all carriers use with TLS; this is the one that most do.
_PORTS = {"none": 2775, "tls": 3550}


@dataclass(frozen=True, slots=True)
class SmppSettings:
    """`security` is none or tls. `source_ton` and `source_npi` are the type and the plan of our own number (SMPP 3.4, 5.2.5 and 5.2.6).

    `window` is how many submit_sm may wait for their answer at once, `timeout` for how many seconds each. After `silence` seconds of it
    the link is tested. `blocked_codes` are the
    carrier's own codes for a person who told it to stop: "0x…" for those of answers, others for those of receipts; without zeros in front.
    `private` allows addresses in private networks.
    """

    host: str
    port: int
    security: str
    system_id: str
    password: str
    system_type: str
    source_ton: int
    source_npi: int
    window: int
    timeout: float
    silence: float
    blocked_codes: frozenset[str]
    private: bool

    @classmethod
    def read(cls, given: Mapping[str, object], *, private: bool) -> "SmppSettings":
        """Raises BadSettings."""
        if not INSTALLED:
            raise BadSettings(NOT_INSTALLED)
        security = settings.text(given, "security", "tls")
        if security not in _PORTS:
            raise BadSettings(_("This setting has to be none or tls."), "security")
        return cls(
            host=_host(settings.text(given, "host"), private=private),
            port=int(settings.number(given, "port", _PORTS[security], least=1, most=65535)),
            security=security,
            system_id=_octets(given, "system_id", 15, _("The System ID has at most 15 English letters, digits and signs.")),
            # 8 by the standard (5.2.2); many carriers give longer ones.
            password=_octets(given, "password", 64, _("The SMPP password has at most 64 English letters, digits and signs.")),
            system_type=_octets(given, "system_type", 12, _("The System type has at most 12 English letters, digits and signs."), ""),
            source_ton=int(settings.number(given, "source_ton", 1, least=0, most=6)),
            source_npi=int(settings.number(given, "source_npi", 1, least=0, most=18)),
            window=int(settings.number(given, "window", 10, least=1, most=500)),
            timeout=settings.number(given, "timeout", 30, least=1, most=60),
            silence=settings.number(given, "silence", 30, least=1, most=600),
            blocked_codes=_codes(settings.text(given, "blocked_codes", "")),
            private=private,
        )


def _host(text: str, *, private: bool) -> str:
    if not _HOST.fullmatch(text):
        raise BadSettings(_("Type the SMPP server as a name or an address alone, such as smpp.example.com."), "host")
    try:
        public = is_public(text)
    except ValueError:  # a name, which is looked at when it is resolved
        public = True
    if not public and not private:
        raise BadSettings(_PRIVATE, "host")
    return text


def _codes(text: str) -> frozenset[str]:
    """As they are compared: without zeros in front."""
    codes = text.lower().replace(",", " ").split()
    try:
        return frozenset(f"0x{int(code, 16):x}" if code.startswith("0x") else code.lstrip("0") for code in codes)
    except ValueError:
        raise BadSettings(_("Write the carrier's codes with a comma between, such as 0x0455, 012."), "blocked_codes") from None


def _octets(given: Mapping[str, object], name: str, longest: int, words: str, default: str | None = None) -> str:
    value = settings.text(given, name, default)
    if len(value) > longest or not value.isascii():
        raise BadSettings(words, name)
    return value
