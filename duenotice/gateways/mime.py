"""Builds the email of a message, and says beforehand what cannot be one."""

import re
import unicodedata
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime

from duenotice.gateways.email_html import as_html
from duenotice.gateways.protocol import Kind, Outbound, Refused
from duenotice.lib.marking import gettext_noop as _

LONGEST_LINE = 998

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,60}")
_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[A-Za-z0-9.-]+")
_OURS = frozenset({"from", "to", "cc", "bcc", "sender", "subject", "date", "message-id", "return-path", "mime-version"})
_BAD_SENDER = _("The address that this is sent from is not complete. Ask your administrator to check it.")
_BAD_ADDRESS = _("This is not an address that mail can go to. Ask the client for another email address.")


class _Policy(EmailPolicy):
    """Leaves headers of plain ASCII on one line: the standard folding turns long web addresses into encoded words."""

    def fold(self, name: str, value: str) -> str:
        line = f"{name}: {value}"
        return f"{line}\r\n" if line.isascii() and len(line) <= LONGEST_LINE else super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


_PLAIN = _Policy(linesep="\r\n", cte_type="7bit")
_UTF8 = _Policy(linesep="\r\n", cte_type="7bit", utf8=True)


def unfit(message: Outbound) -> Refused | None:
    """Why no email can be built of this message: nothing in it may break out of its header."""
    if not _ADDRESS.fullmatch(message.to) or _has_control(message.to):
        return Refused("hard_bounce", _BAD_ADDRESS, Kind.ADDRESS)
    if not _ADDRESS.fullmatch(message.sender) or not message.sender.isascii() or _has_control(message.sender):
        return Refused("bad_sender", _BAD_SENDER, Kind.CONFIGURATION)
    lines = {
        _("The subject has a line break or a character that mail cannot carry. Remove it."): [message.subject],
        _("The sender's name has a line break or a character that mail cannot carry. Remove it."): [message.sender_name],
        _("The name of a file has a line break or a character that mail cannot carry. Remove it."): [file.name for file in message.files],
        _("A header has a line break or a character that mail cannot carry. Report this to your administrator."): [
            *message.headers.values()
        ],
    }
    for words, values in lines.items():
        if any(_has_control(value) for value in values):
            return Refused("control_characters", words, Kind.CONTENT)
    if any(not _NAME.fullmatch(name) or name.lower() in _OURS or name.lower().startswith("content-") for name in message.headers):
        return Refused(
            "bad_header", _("The message carries a header that is not allowed. Report this to your administrator."), Kind.CONTENT
        )
    if _has_control(re.sub(r"[\r\n\t]", "", message.body)):
        return Refused("control_characters", _("The words have a character that mail cannot carry. Type them again."), Kind.CONTENT)
    return None


def needs_utf8(message: Outbound) -> bool:
    """Whether only a mail server that takes SMTPUTF8 (RFC 6531) can carry it: its mailbox has letters outside ASCII."""
    return not message.to.isascii()


def message_id(message: Outbound) -> str:
    """The same at every attempt, so that a lost answer can be matched, and a mailbox that got two can show one."""
    return f"<{message.id}.{message.agency_id}@{message.sender.rpartition('@')[2]}>"


def build(message: Outbound) -> EmailMessage:
    """The email of a message that is not `unfit`: the words as plain text and as HTML, and its files."""
    email = EmailMessage(policy=_UTF8 if needs_utf8(message) else _PLAIN)
    email["From"] = _address(message.sender, message.sender_name)
    email["To"] = _address(message.to)
    email["Subject"] = message.subject
    email["Date"] = format_datetime(datetime.now(UTC))
    email["Message-ID"] = message_id(message)
    for name, value in message.headers.items():
        email[name] = value
    email.set_content(message.body)
    email.add_alternative(as_html(message.body, title=message.subject, language=message.language), subtype="html")
    for file in message.files:
        kind = file.type.lower() if _TYPE.fullmatch(file.type.lower()) else "application/octet-stream"
        main, _, sub = kind.partition("/")
        email.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
    return email


def _address(address: str, name: str = "") -> Address:
    mailbox, _, domain = address.rpartition("@")
    return Address(name, mailbox, domain)


def _has_control(text: str) -> bool:
    return any(unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} for character in text)
