"""Keeps one bound connection to an SMSC up: binds again, ever more rarely while that fails."""

import asyncio
import contextlib
import logging
import random
import socket
import ssl
import time

from duenotice.gateways import smpp_errors
from duenotice.gateways import smpp_pdus as wire
from duenotice.gateways.networks import NotPublic, PublicResolver
from duenotice.gateways.protocol import Refused
from duenotice.gateways.smpp_deliveries import Deliver
from duenotice.gateways.smpp_session import Session
from duenotice.gateways.smpp_settings import SmppSettings

log = logging.getLogger(__name__)
# Seconds to connect and bind in, and for which a message waits for that: it went through the gate before.
CONNECT, PATIENCE = 10.0, 5.0
# Seconds between two tries: full jitter below a bound that doubles; a connection that held this long begins with the first again.
FIRST_PAUSE, LONGEST_PAUSE, HELD = 0.5, 60.0, 30.0


class NotBound(Exception):
    """The SMSC did not let us bind, for this reason."""

    def __init__(self, status: int) -> None:
        super().__init__(hex(status))
        self.status = status


class Link:
    """Belongs to the loop that first kept it up."""

    def __init__(self, settings: SmppSettings, deliver: Deliver) -> None:
        self._settings, self._deliver = settings, deliver
        self._session: Session | None = None
        # Why there is none, as far as that is known.
        self.trouble: Refused | None = None
        # Whether it is known just now how it stands: bound, or waiting for the next try.
        self._settled = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None

    def keep_up(self) -> None:
        """From now on, until `close`."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep())

    async def session(self) -> Session | Refused:
        """The connection, as soon as there is one; or why there is none, a few seconds later at most."""
        self.keep_up()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._settled.wait(), PATIENCE)
        return self._session or self.trouble or smpp_errors.UNREACHABLE

    async def close(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _keep(self) -> None:
        bound = FIRST_PAUSE
        while True:
            self._settled.clear()
            began = time.monotonic()
            try:
                async with asyncio.timeout(CONNECT):
                    self._session = await self._opened()
                self.trouble = None
                self._settled.set()
                await self._session.ended.wait()
            except Exception as error:  # whatever it was, it is tried again
                self.trouble = _why(error)
                log.warning("cannot bind at %s:%d: %r", self._settings.host, self._settings.port, error)
            ended, self._session = self._session, None
            if ended is not None:
                await ended.close()
            bound = FIRST_PAUSE if time.monotonic() - began > HELD else min(bound * 2, LONGEST_PAUSE)
            self._settled.set()
            await asyncio.sleep(bound * random.random())  # noqa: S311 - not a secret

    async def _opened(self) -> Session:
        told = self._settings
        context = ssl.create_default_context() if told.security == "tls" else None
        address = await self._address()
        reader, writer = await asyncio.open_connection(address, told.port, ssl=context, server_hostname=told.host if context else None)
        session = Session(reader, writer, self._deliver, told.silence)
        names = {"system_id": told.system_id, "password": told.password, "system_type": told.system_type}
        try:
            answer = await session.ask(lambda sequence: wire.bind_transceiver(sequence, **names))
            if answer.status != wire.OK:
                raise NotBound(answer.status)
        except BaseException:
            await session.close(good_bye=False)
            raise
        return session

    async def _address(self) -> str:
        """Looked at anew for each connection, so that a name cannot change its mind. Raises OSError."""
        if self._settings.private:
            return self._settings.host
        resolver = PublicResolver()
        try:
            return (await resolver.resolve(self._settings.host, self._settings.port, socket.AF_UNSPEC))[0]["host"]
        finally:
            await resolver.close()


def _why(error: Exception) -> Refused:
    if isinstance(error, NotBound):
        return smpp_errors.refused(error.status)
    if isinstance(error, NotPublic):
        return smpp_errors.NOT_PUBLIC
    if isinstance(error, ssl.SSLCertVerificationError):
        return smpp_errors.CERTIFICATE
    return smpp_errors.NO_TLS if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError) else smpp_errors.UNREACHABLE
