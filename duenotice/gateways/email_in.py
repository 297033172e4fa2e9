"""Reads an email that came in: a bounce (RFC 3464), a complaint (RFC 5965), an answer of a machine, or what a person wrote."""

import hashlib
import html
import re
from collections.abc import Iterable
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr

from duenotice.gateways.email_reports import Meant, bounce, complaint
from duenotice.gateways.news import News, Received

LONGEST_BODY = 100_000

# Machines say so in one of these (RFC 3834, and what mail programs do in practice).
_BY_MACHINE = {"precedence": ("bulk", "junk", "list", "auto_reply"), "x-autoreply": ("yes",), "x-auto-response-suppress": ("all",)}
_TAGS = re.compile(r"<(style|script|head)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)


def read_email(email: Message, *, recipients: Iterable[str], meant: Meant, proven: bool) -> list[News]:
    """What it tells. `recipients` are whom it was brought to, where that is known besides its own headers; `proven`, that it is
    really from whom its From names (email_proof.py)."""
    to = tuple(dict.fromkeys(one.strip().lower() for one in (*recipients, *_addresses(email)) if one.strip()))
    report = str(email.get_param("report-type") or "").lower()
    if email.get_content_type() == "multipart/report" and report == "feedback-report":
        return complaint(email, to, meant)
    if email.get_content_type() == "multipart/report" and report == "delivery-status":
        return bounce(email, to, meant)
    if next(filter(None, map(meant, to)), None) or by_machine(email):
        return []
    came_from = parseaddr(str(email.get("From", "")))[1]
    if "@" not in came_from:
        return []
    reference = " ".join(str(email.get("Message-ID") or "").split()) or hashlib.sha256(email.as_bytes()).hexdigest()
    files = tuple(part.get_filename() or "file" for part in email.walk() if part.get_content_disposition() == "attachment")
    subject = _words(email.get("Subject"))
    return [Received(reference, "email", came_from, body_of(email), subject, files=files, to=to, pooled=True, proven=proven)]


def by_machine(email: Message) -> bool:
    """An answer that nobody wrote: out of office, a list, a mail server. To answer it would make two machines talk."""
    submitted = str(email.get("Auto-Submitted") or "no").partition(";")[0].strip().lower()
    if submitted != "no" or str(email.get("Return-Path") or "").strip() == "<>":
        return True
    return any(str(email.get(name) or "").strip().lower() in values for name, values in _BY_MACHINE.items())


def body_of(email: Message) -> str:
    """The words as plain text; of an email that has only HTML, the words in it."""
    parts = [part for part in email.walk() if not part.is_multipart() and part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                text = _text(part)
                return (text if kind == "text/plain" else _plain(text))[:LONGEST_BODY]
    return ""


def _addresses(email: Message) -> list[str]:
    headers = [str(value) for name in ("Delivered-To", "X-Original-To", "To", "Cc") for value in email.get_all(name, [])]
    return [address for _name, address in getaddresses(headers) if address]


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    raw = content if isinstance(content, bytes) else b""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")


def _plain(markup: str) -> str:
    lines = html.unescape(re.sub(r"<[^>]*>", "", _BREAKS.sub("\n", _TAGS.sub("", markup[: 10 * LONGEST_BODY])))).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines).strip()


def _words(value: object) -> str:
    try:
        return " ".join(str(make_header(decode_header(str(value or "")))).split())
    except (LookupError, UnicodeError, ValueError):
        return " ".join(str(value).split())
