"""Reads what machines report of an email: that it could not be brought (RFC 3464), or that its reader called it spam (RFC 5965).

Of the message that a signed return path names, and of no other: anybody can write a report.
"""

import re
from collections.abc import Callable, Iterable
from email.message import Message
from email.utils import parseaddr
from typing import TypeAlias
from uuid import UUID

from duenotice.gateways import smtp_replies
from duenotice.gateways.news import News, Told
from duenotice.gateways.protocol import Kind, Refused
from duenotice.lib.marking import gettext_noop as _

# The message and the attempt that a return path of ours names; None for an address that is none.
Meant: TypeAlias = Callable[[str], tuple[UUID, int] | None]

COMPLAINT = Refused("complaint", _("The person called this email spam. They have to opt in before you write again."), Kind.BLOCKED)

_SMTP = re.compile(r"smtp\s*;\s*(?:\S+ )?([245]\d\d)[ -]\s*(.*)", re.IGNORECASE | re.DOTALL)
_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})")


def bounce(email: Message, to: Iterable[str], meant: Meant) -> list[News]:
    """One piece of news for each recipient's fate."""
    about = next(filter(None, map(meant, to)), None)
    if about is None:
        return []
    message_id, attempt = about
    told: list[News] = []
    for fields in _blocks(email, "message/delivery-status"):
        action, status = str(fields.get("Action") or "").strip().lower(), str(fields.get("Status") or "").strip()
        if action not in ("failed", "delayed", "delivered"):
            continue
        refusal = _refusal(status, str(fields.get("Diagnostic-Code") or "")) if action == "failed" else None
        told.append(Told(f"dsn:{message_id}:{attempt}:{action}:{status}", message_id, action, attempt=attempt, refusal=refusal))
    return told


def _refusal(status: str, diagnostic: str) -> Refused:
    """By the mail server's own reply; by the status code of the report where it has none."""
    if said := _SMTP.match(diagnostic.strip()):
        text = said.group(2) if _STATUS.match(said.group(2)) else f"{status} {said.group(2)}"
        return smtp_replies.refused("recipient", int(said.group(1)), text.encode())
    found = _STATUS.match(status)
    return smtp_replies.refused("recipient", 450 if found and found.group(1) == "4" else 550, f"{status} {diagnostic}".encode())


def complaint(email: Message, to: Iterable[str], meant: Meant) -> list[News]:
    fields = next(iter(_blocks(email, "message/feedback-report")), None)
    kind = str(fields.get("Feedback-Type") or "").strip().lower() if fields is not None else ""
    original = parseaddr(str(fields.get("Original-Mail-From") or ""))[1] if fields is not None else ""
    about = next(filter(None, map(meant, (original, *to))), None)
    if about is None or kind not in ("abuse", "opt-out", "opt-out-list"):
        return []
    return [Told(f"arf:{about[0]}", about[0], "complained", attempt=about[1], refusal=COMPLAINT)]


def _blocks(email: Message, kind: str) -> list[Message]:
    """The groups of fields in the machine's part of a report."""
    found: list[Message] = []
    for part in email.walk():
        payload = part.get_payload()
        if part.get_content_type() == kind and isinstance(payload, list):
            found += [block for block in payload if isinstance(block, Message)]
        elif part.get_content_type() == kind and isinstance(payload, str):
            found += [_fields(payload)]
    return found


def _fields(text: str) -> Message:
    fields = Message()
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon and re.fullmatch(r"[A-Za-z-]+", name):
            fields[name] = value.strip()
    return fields
