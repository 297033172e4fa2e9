"""Amazon SNS, by which Amazon SES tells: is a call really its own, and about a topic that the agency named?

Source: "Verifying the signatures of Amazon SNS messages", Amazon SNS Developer Guide.
"""

import base64
import json
import re
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

# Brings what is at an address of Amazon's; raises NotNow.
Fetch: TypeAlias = Callable[[str], bytes]
CONFIRM = "SubscriptionConfirmation"
_NOTICE = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_SUBSCRIPTION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")
_SIGNED = {"Notification": _NOTICE, CONFIRM: _SUBSCRIPTION, "UnsubscribeConfirmation": _SUBSCRIPTION}
_TOPIC = re.compile(r"arn:aws(?:-cn|-us-gov)?:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_.-]+")
_HASHES: dict[str, hashes.HashAlgorithm] = {"1": hashes.SHA1(), "2": hashes.SHA256()}  # noqa: S303 (version 1 is SNS's usual one)


def told_in(body: bytes) -> Mapping[str, str]:
    """The call's fields that are text. Raises ValueError."""
    told = json.loads(body)
    if not isinstance(told, dict):
        raise ValueError("not what SNS posts")
    return {name: value for name, value in told.items() if isinstance(value, str)}


def host_of(topic: str, service: str = "sns") -> str:
    """Where SNS, or another service, answers for this topic's region; "" for what is no topic."""
    region = region_of(topic)
    return f"{service}.{region}.amazonaws.com{'.cn' if topic.startswith('arn:aws-cn:') else ''}" if region else ""


def region_of(topic: str) -> str:
    found = _TOPIC.fullmatch(topic)
    return found[1] if found else ""


def genuine(told: Mapping[str, str], topics: Collection[str], now: datetime, fetch: Fetch) -> bool:
    """Whether SNS signed it, and its topic is one of `topics`. Nothing is fetched for any other, and never from elsewhere than the
    topic's own region at Amazon. Raises NotNow."""
    topic, signing = told.get("TopicArn", ""), urlsplit(told.get("SigningCertURL", ""))
    host, names = host_of(topic), _SIGNED.get(told.get("Type", ""))
    if topic not in topics or not host or names is None or told.get("SignatureVersion") not in _HASHES:
        return False
    if (signing.scheme, signing.netloc) != ("https", host) or not re.fullmatch(r"/[A-Za-z0-9_-]+\.pem", signing.path) or signing.query:
        return False
    signed = "".join(f"{name}\n{told[name]}\n" for name in names if name in told)
    return _verifies(fetch(f"https://{host}{signing.path}"), told, signed, now)


def confirm(told: Mapping[str, str], fetch: Fetch) -> None:
    """Answer a genuine question whether we wish the topic's news. The address is made here, and not taken from the call. Raises NotNow."""
    asked = {"Action": "ConfirmSubscription", "TopicArn": told["TopicArn"], "Token": told.get("Token", "")}
    fetch(f"https://{host_of(told['TopicArn'])}/?{urlencode(asked)}")


def _verifies(certificate: bytes, told: Mapping[str, str], signed: str, now: datetime) -> bool:
    try:
        found = x509.load_pem_x509_certificate(certificate)
        key, signature = found.public_key(), base64.b64decode(told.get("Signature", ""), validate=True)
        if not isinstance(key, RSAPublicKey) or not found.not_valid_before_utc <= now <= found.not_valid_after_utc:
            return False
        key.verify(signature, signed.encode(), PKCS1v15(), _HASHES[told["SignatureVersion"]])
    except (ValueError, InvalidSignature):
        return False
    return True
