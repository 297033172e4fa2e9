"""Keeps sessions of `requests`, whose addresses agencies type, from calling machines inside the installation's own network.

What `gateways.networks.PublicResolver` is for our own calls: looked at when a connection stands, so that a name cannot change its mind.
"""

import socket
from typing import Any

from requests import Session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from duenotice.gateways.networks import is_public


def only_public(session: Session) -> None:
    """From now on it connects to public addresses alone; to any other, `NewConnectionError` says why not, and nothing is sent.

    A proxy that the operator set up is asked as it is, and decides for itself.
    """
    for scheme in ("https://", "http://"):
        session.mount(scheme, _PublicAdapter())


def _checked(connection: HTTPConnection, opened: socket.socket) -> socket.socket:
    if is_public(opened.getpeername()[0]):
        return opened
    opened.close()
    raise NewConnectionError(connection, f"{connection.host} is not on the public internet.")


class _PlainConnection(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self, super()._new_conn())


class _EncryptedConnection(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(self, super()._new_conn())


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _EncryptedPool(HTTPSConnectionPool):
    ConnectionCls = _EncryptedConnection


class _PublicAdapter(HTTPAdapter):
    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _EncryptedPool}
