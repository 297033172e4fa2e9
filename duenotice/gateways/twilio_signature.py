"""Does a call come from Twilio? Both ways in which it signs (twilio.com/docs/usage/webhooks/webhooks-security)."""

import base64
import hashlib
import hmac
from urllib.parse import parse_qs, parse_qsl, urlsplit

from duenotice.gateways.news import Called

SIGNATURE, SETTINGS = "x-twilio-signature", "x-twilio-webhooks-signature-settings"
_PORTS = {"https": 443, "http": 80}


def verified(called: Called, *, token: str, secret: str) -> bool:
    """Signed with the Auth Token (SHA-1), or, where the header of settings says so, with the shared key's `secret` (SHA-256)."""
    key, digest = _key(called.headers.get(SETTINGS), token, secret)
    given = called.headers.get(SIGNATURE, "")
    if not key or not given or not _body_is_the_signed_one(called):
        return False
    signed = "".join(_fields(called))
    return any(hmac.compare_digest(_signature(key, digest, url + signed), given.encode()) for url in _spellings(called.url))


def _key(settings: str | None, token: str, secret: str) -> tuple[str, str]:
    if settings is None:
        return token, "sha1"
    told = dict(part.strip().partition("=")[::2] for part in settings.split(","))
    return (secret, "sha256") if told.get("algorithm") == "HMAC_SHA256" else ("", "")


def _body_is_the_signed_one(called: Called) -> bool:
    """A body that is no form is signed by its hash in the address."""
    hashes = parse_qs(urlsplit(called.url).query).get("bodySHA256")
    if hashes is None:
        return _is_form(called) or not called.body
    return _is_form(called) or hmac.compare_digest(hashlib.sha256(called.body).hexdigest().encode(), hashes[0].encode())


def _fields(called: Called) -> list[str]:
    """Every field that came, in the order of its name, each value once: fields may be added to calls at any time."""
    if not _is_form(called):
        return []
    return [name + value for name, value in sorted(set(form(called)))]


def form(called: Called) -> list[tuple[str, str]]:
    """The fields of a form, as they came: nothing trimmed, empty ones kept."""
    return parse_qsl(called.body.decode(errors="replace"), keep_blank_values=True)


def _is_form(called: Called) -> bool:
    return called.headers.get("content-type", "").partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def _spellings(url: str) -> tuple[str, str]:
    """With and without the port: Twilio is not of one mind."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    port = parts.port or _PORTS.get(parts.scheme, 443)
    return parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}:{port}").geturl()


def _signature(key: str, digest: str, text: str) -> bytes:
    return base64.b64encode(hmac.digest(key.encode(), text.encode(), digest))
