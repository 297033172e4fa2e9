"""What a carrier's HTTP reply means."""

import json
from uuid import UUID

from duenotice.gateways.calling import Reply, seconds
from duenotice.gateways.protocol import ADDRESS_CODES, Absent, Accepted, Answer, Finding, Kind, Outbound, Refused, Unknown
from duenotice.lib.marking import gettext_noop as _

_AGAIN = _("The carrier is busy. The message is tried again by itself.")
WORDS: dict[str, str] = {
    Kind.RETRY: _AGAIN,
    Kind.LIMIT: _("The carrier's limit for this sender is used up. The message is tried again by itself."),
    Kind.ADDRESS: _("The carrier cannot reach this address. Ask the client for another phone number or email address."),
    Kind.CHANNEL: _("The carrier cannot reach this address on this channel. Set the contact's channel to another."),
    Kind.BLOCKED: _("The recipient told the carrier to stop messages from you. They have to opt in again first."),
    Kind.CONTENT: _("The carrier does not take these words or files. Write the message in another way."),
    Kind.REGISTRATION: _("The carrier asks for this sender to be registered first. Ask your administrator."),
    Kind.CONFIGURATION: _("The carrier refused this sender's settings. Ask your administrator to check them."),
}
_ERROR = _("The carrier answered with an error, so it may or may not have the message.")
_CONTENT_STATUSES = frozenset({400, 413, 415, 422})
# The carrier may have taken the message: a request cut off, one taken before, a page to see the result on.
_OPEN_STATUSES = frozenset({300, 301, 302, 303, 304, 408, 409})


def answer(reply: Reply, message: Outbound) -> Answer:
    """What this reply to a hand-off says of it. What is not certainly a refusal is Unknown."""
    said = read(reply.body)
    if 200 <= reply.status < 300:
        return _accepted(said, message.id)
    wait = seconds(reply.retry_after)
    if reply.status == 503 and wait is not None:
        return Refused("busy", _AGAIN, Kind.RETRY, wait)
    if reply.status >= 500 or reply.status < 200 or reply.status in _OPEN_STATUSES:
        return Unknown(f"{_ERROR} ({reply.status})")
    kind = _kind(said.get("kind"), reply.status)
    return Refused(
        code=_code(said.get("code"), kind, message, reply.status),
        words=plain(said.get("words"), 300) or WORDS[kind],
        kind=kind,
        retry_after=wait if kind.passes else None,
    )


def finding(reply: Reply, message_id: UUID) -> Finding:
    """What this reply to a question says. A bare 404 is no proof: a carrier that answers none of our questions says the same."""
    said = read(reply.body)
    if reply.status == 200 and said.get("id") == str(message_id):
        return _accepted(said, message_id)
    if reply.status == 404 and said.get("id") == str(message_id) and said.get("absent") is True:
        return Absent()
    return Unknown(_("The carrier cannot say what became of the message."))


def read(body: bytes) -> dict[str, object]:
    """The JSON object that a body is; empty for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _accepted(said: dict[str, object], message_id: UUID) -> Accepted:
    return Accepted(plain(said.get("reference"), 200) or str(message_id), said.get("delivered") is True)


def _kind(said: object, status: int) -> Kind:
    if isinstance(said, str) and said in WORDS:
        return Kind(said)
    if status == 429:
        return Kind.RETRY
    return Kind.CONTENT if status in _CONTENT_STATUSES else Kind.CONFIGURATION


def _code(said: object, kind: Kind, message: Outbound, status: int) -> str:
    code = plain(said, 60)
    if kind is Kind.CHANNEL:
        return code if code in ADDRESS_CODES else "no_texts"
    if kind is Kind.ADDRESS and code not in ADDRESS_CODES:
        return "hard_bounce" if message.channel == "email" else "unknown_number"
    return code or f"http_{status}"


def plain(said: object, longest: int) -> str:
    """Text or a number that the carrier sent, on one line and not too long; empty for anything else."""
    if isinstance(said, bool) or not isinstance(said, str | int):
        return ""
    text = str(said)[:longest]
    return (text if text.isprintable() else "".join(character for character in text if character.isprintable())).strip()
