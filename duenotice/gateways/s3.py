"""Amazon S3, where Amazon SES keeps emails that are too large for a notice: how one is asked for.

Source: "Authenticating Requests: Using the Authorization Header (AWS Signature Version 4)", Amazon S3 API Reference.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from duenotice.gateways import settings
from duenotice.gateways.protocol import BadSettings
from duenotice.lib.marking import gettext_noop as _

_NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True)
class AccessKey:
    id: str
    secret: str


def access_key(given: Mapping[str, object]) -> AccessKey | None:
    """From a sender's settings; None where there is none. Raises BadSettings."""
    id, secret = settings.text(given, "s3_key_id", ""), settings.text(given, "s3_secret", "")
    if bool(id) != bool(secret):
        raise BadSettings(_("An access key for Amazon S3 has two parts: its id, and its secret."), "s3_secret" if id else "s3_key_id")
    return AccessKey(id, secret) if id else None


def ask(key: AccessKey, *, host: str, region: str, path: str, now: datetime, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The headers of a GET of `path`, as it is written in the address. `more` are headers in lower case; `now` is UTC."""
    moment, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    headers = {"host": host, **(more or {}), "x-amz-content-sha256": _NOTHING, "x-amz-date": moment}
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = hashlib.sha256("\n".join(("GET", path, "", lines, names, _NOTHING)).encode()).hexdigest()
    scope = f"{day}/{region}/s3/aws4_request"
    signing = f"AWS4{key.secret}".encode()
    for part in scope.split("/"):
        signing = hmac.digest(signing, part.encode(), "sha256")
    signature = hmac.digest(signing, f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{request}".encode(), "sha256").hex()
    credential = f"AWS4-HMAC-SHA256 Credential={key.id}/{scope},SignedHeaders={names},Signature={signature}"
    return {**headers, "authorization": credential}


def path_of(bucket: str, name: str) -> str:
    """Of an object in a bucket, by the address of its region."""
    return f"/{quote(bucket, safe='')}/{quote(name, safe='/~')}"
