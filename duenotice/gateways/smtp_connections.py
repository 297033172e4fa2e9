"""Connections to one mail server, used again while the server keeps them."""

import smtplib
import ssl
from collections import deque

from duenotice.gateways.smtp_settings import SmtpSettings


class Connections:
    """As many as are taken at once. Safe to use from several threads."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self._idle: deque[smtplib.SMTP] = deque()

    def take(self) -> smtplib.SMTP:
        """One that still answers, or else a new one, signed in. Raises OSError, which smtplib's own errors are, too."""
        while True:
            try:
                server = self._idle.pop()
            except IndexError:
                return self._connected()
            if _answers(server):
                return server
            server.close()

    def give_back(self, server: smtplib.SMTP) -> None:
        self._idle.append(server)

    def close(self) -> None:
        """End those that are idle."""
        while self._idle:
            server = self._idle.pop()
            if _answers(server):
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        where = self._settings
        if where.security == "tls":
            context = ssl.create_default_context()
            server: smtplib.SMTP = smtplib.SMTP_SSL(where.host, where.port, timeout=where.timeout, context=context)
        else:
            server = smtplib.SMTP(where.host, where.port, timeout=where.timeout)
        try:
            if where.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            server.ehlo_or_helo_if_needed()
            if where.user:
                server.login(where.user, where.password)
        except OSError:
            server.close()
            raise
        return server


def _answers(server: smtplib.SMTP) -> bool:
    """Whether the server still keeps the connection, ready for the next message."""
    try:
        return server.rset()[0] == 250
    except OSError:  # servers close what was idle for long
        return False
