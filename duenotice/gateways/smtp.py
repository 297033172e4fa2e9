"""Hands emails to any SMTP server."""

import asyncio
import smtplib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from duenotice.gateways import mime, smtp_replies
from duenotice.gateways.protocol import Accepted, Answer, Finding, Kind, Outbound, Question, Refused, Unknown
from duenotice.gateways.smtp_connections import Connections
from duenotice.gateways.smtp_settings import SmtpSettings
from duenotice.gateways.surroundings import ReturnPath, Surroundings
from duenotice.lib.marking import gettext_noop as _

_BROKE_OFF_BEFORE = Refused("broke_off", _("The mail server broke off the connection. The message is tried again by itself."), Kind.RETRY)
_BROKE_OFF_AFTER = Unknown(_("The mail server broke off before it answered, so it may or may not have the message."))
_NO_UTF8 = Refused(
    "hard_bounce",
    _("Your mail server cannot write to addresses with letters such as é or ü before the @. Ask the client for another email address."),
    Kind.ADDRESS,
)
_STARTS_DATA = 354


class Smtp:
    """A few connections, each used again and again by a thread of its own, because the standard library's client blocks."""

    key = "smtp"
    channels = frozenset({"email"})

    def __init__(self, settings: SmtpSettings, return_path: ReturnPath | None = None) -> None:
        self._bounces, self._return_path = settings.bounces, return_path
        self.slots = settings.connections
        self._threads = ThreadPoolExecutor(settings.connections, thread_name_prefix="smtp")
        self._connections = Connections(settings)

    @classmethod
    def from_settings(cls, given: Mapping[str, object], surroundings: Surroundings) -> "Smtp":
        return cls(SmtpSettings.read(given), surroundings.return_path)

    async def send(self, message: Outbound) -> Answer:
        if refusal := mime.unfit(message):
            return refusal
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._deliver, message)

    async def ask(self, question: Question) -> Finding:
        return Unknown(_("A mail server cannot be asked what became of a message. A bounce may still tell."))

    async def close(self) -> None:
        await asyncio.to_thread(self._threads.shutdown)
        await asyncio.to_thread(self._connections.close)

    def _deliver(self, message: Outbound) -> Answer:
        content = mime.build(message).as_bytes()
        try:
            server = self._connections.take()
        except OSError as error:  # smtplib's own errors are OSErrors, too
            return smtp_replies.no_session(error)
        try:
            refusal = _announce(server, message, self._comes_back_to(message))
        except OSError:
            server.close()
            return _BROKE_OFF_BEFORE
        if refusal:
            self._connections.give_back(server)
            return refusal
        try:
            answer = _transfer(server, message, content)
        except OSError:
            server.close()
            return _BROKE_OFF_AFTER
        self._connections.give_back(server)
        return answer

    def _comes_back_to(self, message: Outbound) -> str:
        return self._return_path(message, self._bounces) if self._return_path and self._bounces else message.sender


def _announce(server: smtplib.SMTP, message: Outbound, comes_back_to: str) -> Refused | None:
    """Name the sender and the recipient, and ask to send; up to here the server certainly has nothing. Raises OSError."""
    if mime.needs_utf8(message) and not server.has_extn("smtputf8"):
        return _NO_UTF8
    code, text = server.mail(comes_back_to, ["SMTPUTF8"] if mime.needs_utf8(message) else [])
    if code != 250:
        return smtp_replies.refused("sender", code, text)
    code, text = server.rcpt(message.to)
    if code not in (250, 251):
        return smtp_replies.refused("recipient", code, text)
    code, text = server.docmd("DATA")
    return None if code == _STARTS_DATA else smtp_replies.refused("email", code, text)


def _transfer(server: smtplib.SMTP, message: Outbound, content: bytes) -> Answer:
    """Send the email itself. Raises OSError where the server may or may not have it."""
    server.send(content.replace(b"\r\n.", b"\r\n..") + b".\r\n")
    code, text = server.getreply()
    return Accepted(mime.message_id(message)) if code == 250 else smtp_replies.refused("email", code, text)
