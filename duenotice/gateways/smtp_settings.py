"""Which mail server, and how to sign in there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from duenotice.gateways import settings
from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _

_PORTS = {"none": 25, "starttls": 587, "tls": 465}


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """`security` is none, starttls or tls. `timeout` is in seconds for each step of the conversation. `bounces` is the mailbox
    that emails come back to, with a + and more before its @; "" where they come back to the sender."""

    host: str
    port: int
    security: str
    user: str
    password: str
    timeout: float
    connections: int
    bounces: str

    @classmethod
    def read(cls, given: Mapping[str, object]) -> "SmtpSettings":
        """Raises BadSettings."""
        security = settings.text(given, "security", "starttls")
        if security not in _PORTS:
            raise BadSettings(_("This setting has to be none, starttls or tls."), "security")
        user, password = settings.text(given, "user", ""), settings.text(given, "password", "")
        if bool(user) != bool(password):
            raise BadSettings(_("The gateway needs both a user and a password, or neither."), "user")
        if user and security == "none":
            raise BadSettings(_("A password would travel in the open. Choose STARTTLS or TLS, or empty user and password."), "security")
        bounces = settings.text(given, "bounces", "").lower()
        # With the token, 44 characters, no more than the 64 that a mailbox's name may have (RFC 5321, 4.5.3.1.1).
        if bounces and not re.fullmatch(r"[a-z0-9._-]{1,19}@[a-z0-9.-]+\.[a-z]{2,}", bounces):
            raise BadSettings(
                _("The mailbox for bounces has to be an email address of at most 19 characters before the @, without a +."), "bounces"
            )
        return cls(
            bounces=bounces,
            host=settings.text(given, "host"),
            port=int(settings.number(given, "port", _PORTS[security], least=1, most=65535)),
            security=security,
            user=user,
            password=password,
            timeout=settings.number(given, "timeout", 60, least=1, most=600),
            connections=int(settings.number(given, "connections", 4, least=1, most=50)),
        )
