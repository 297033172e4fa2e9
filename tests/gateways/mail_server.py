"""A real SMTP server on loopback that answers as a test tells it."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

OK = "250 OK"


@dataclass
class Handler:
    """`to_sender`, `to_recipient` and `to_email` are its replies; `after_email` is what it does with an email before replying."""

    to_sender: str = OK
    to_recipient: str = OK
    to_email: str = OK
    after_email: Callable[[SMTP], Any] | None = None
    hang: bool = False
    taken: list[Envelope] = field(default_factory=list)
    connections: set[Any] = field(default_factory=set)
    port: int = 0

    def only_email(self) -> EmailMessage:
        """The one that it took, parsed."""
        [envelope] = self.taken
        assert isinstance(envelope.content, bytes)
        parsed = message_from_bytes(envelope.content, policy=default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        self.connections.add(session.peer)
        if self.to_sender == OK:
            envelope.mail_from = address
        return self.to_sender

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.to_recipient == OK:
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.to_email == OK:
            self.taken.append(envelope)
        if self.hang:
            await asyncio.sleep(30)
        if self.after_email:
            self.after_email(server)
        return self.to_email

    def authenticator(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"court", b"right")
        return AuthResult(success=right, handled=right)


def drop(server: SMTP) -> None:
    """Cut the connection."""
    assert server.transport is not None
    server.transport.abort()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(**options: Any) -> Generator[Handler]:
    handler = Handler(port=free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port, authenticator=handler.authenticator, **options)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()
