"""What a mail server's replies and failures mean. Codes: RFC 5321, 4.2; enhanced codes: RFC 3463 and IANA's registry of them."""

import re
import smtplib
import ssl
from typing import Literal, TypeAlias

from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

# What the reply was to: the sender's address, the recipient's, or the email itself.
Stage: TypeAlias = Literal["sender", "recipient", "email"]

_ENHANCED = re.compile(r"\s*[245]\.(\d{1,3}\.\d{1,3})\b")
_NO_MAILBOX = re.compile(
    r"no such|unknown|not found|(does not|doesn't) exist|not a valid|invalid (recipient|mailbox|address|user)|no mailbox", re.IGNORECASE
)
_BLOCKED = re.compile(
    r"(blocked|rejected|refused) by (the )?(recipient|user|addressee)|recipient (has )?(blocked|unsubscribed|opted out)", re.IGNORECASE
)
_RELAY = re.compile(r"\brelay", re.IGNORECASE)

_ADDRESS = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10"})
# Mailbox full or too busy, mail system full or down: permanent by the code, but not for the person.
_PASSES = frozenset({"2.1", "2.2", "3.1", "3.2"})
_SENDER = frozenset({"1.7", "1.8", "7.8", "7.9", "7.11", "7.14"})
_SIGN_IN = frozenset({530, 534, 535, 538})
# SPF, DKIM, DMARC or reverse DNS of the sender's domain are missing.
_AUTHENTICATION = frozenset({"7.20", "7.21", "7.22", "7.23", "7.24", "7.25", "7.26", "7.27", "7.509", "7.515"})
_TOO_BIG = frozenset({"2.3", "3.4"})

_WORDS = {
    Kind.RETRY: _("The mail server could not take the message just now. It is tried again by itself."),
    Kind.ADDRESS: _("The mail server says that this address does not exist. Ask the client for another email address."),
    Kind.BLOCKED: _("The recipient blocked mail from you. They have to allow it again first."),
    Kind.CONTENT: _("The mail server's rules refused the message. Write it in another way, without links or files."),
    Kind.REGISTRATION: _("The recipient's mail service does not trust your domain. Ask your administrator to set up SPF, DKIM and DMARC."),
    Kind.CONFIGURATION: _("The mail server does not let this sender send. Ask your administrator to check it."),
}
_TOO_BIG_WORDS = _("The message is too big for the recipient's mail service. Send fewer or smaller files.")

_SIGN_IN_REFUSED = Refused(
    "sign_in",
    _("The mail server refused the user name or password of this sender. Ask your administrator to check it."),
    Kind.CONFIGURATION,
)
_CERTIFICATE = Refused(
    "certificate",
    _("The mail server's certificate is not valid, so nothing was sent. Ask your administrator to check it."),
    Kind.CONFIGURATION,
)
_NO_TLS = Refused(
    "no_tls",
    _("The mail server does not speak TLS on this port, so nothing was sent. Ask your administrator to check it."),
    Kind.CONFIGURATION,
)
_NOT_SUPPORTED = Refused(
    "not_supported",
    _("The mail server does not offer the security or sign-in that this sender is set to. Ask your administrator to check it."),
    Kind.CONFIGURATION,
)
_NO_CONNECTION = Refused("no_connection", _("The mail server could not be reached. The message is tried again by itself."), Kind.RETRY)


def refused(stage: Stage, code: int, text: bytes) -> Refused:
    """The refusal that a reply of 4xx or 5xx is."""
    said = text.decode("utf-8", "replace")
    found = _ENHANCED.match(said)
    detail = found.group(1) if found else ""
    name = f"smtp_{code}_{detail}" if detail else f"smtp_{code}"
    if code >= 500 and (detail in _TOO_BIG or (code == 552 and detail != "2.2")):
        return Refused(name, _TOO_BIG_WORDS, Kind.CONTENT)
    kind = _kind(stage, code, detail, said)
    return Refused("hard_bounce" if kind is Kind.ADDRESS else name, _WORDS[kind], kind)


def _kind(stage: Stage, code: int, detail: str, said: str) -> Kind:
    if code < 500 or detail in _PASSES:
        return Kind.RETRY
    if detail in _AUTHENTICATION:
        return Kind.REGISTRATION
    if stage == "sender" or detail in _SENDER or code in _SIGN_IN or (stage == "recipient" and _RELAY.search(said)):
        return Kind.CONFIGURATION
    if _BLOCKED.search(said):
        return Kind.BLOCKED
    # 550 without more is as often a policy: an address is bad only where the server says so.
    if detail in _ADDRESS or (not detail and code in (550, 551, 553) and _NO_MAILBOX.search(said)):
        return Kind.ADDRESS
    return Kind.CONTENT


def no_session(error: OSError) -> Refused:
    """Why no connection came about on which anything could be sent."""
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return _SIGN_IN_REFUSED
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return _NO_TLS
    if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        return _NOT_SUPPORTED
    return _NO_CONNECTION
