"""Gateway settings at rest: sealed with a key made from the installation's secret key, because credentials are among them."""

import base64
import json
from collections.abc import Mapping
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_noop as _


class CannotOpen(Exception):
    """The settings were sealed with another secret key, or are damaged: they have to be typed in again."""


def seal(given: Mapping[str, object]) -> bytes:
    """The settings as the database may hold them. Takes what JSON takes."""
    return _fernet(settings.SECRET_KEY).encrypt(json.dumps(given).encode())


def open(sealed: bytes | memoryview) -> dict[str, object]:
    """The settings again; none where nothing was ever sealed. Raises CannotOpen."""
    if not sealed:
        return {}
    try:
        opened = json.loads(_fernet(settings.SECRET_KEY).decrypt(bytes(sealed)))
    except (InvalidToken, ValueError) as error:
        raise CannotOpen(_("The settings of this gateway cannot be read. Type them in again.")) from error
    assert isinstance(opened, dict)
    return opened


@cache
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"duenotice gateway settings").derive(secret.encode())
    return Fernet(base64.urlsafe_b64encode(key))
