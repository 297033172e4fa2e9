"""Emails that come in through Resend: its call names the email alone, and the words are fetched from it.

Sources: "email.received" and "Retrieve Received Email" in Resend's documentation.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email.message import Message
from email.utils import getaddresses
from http.client import FORBIDDEN, OK, UNAUTHORIZED
from typing import Any
from uuid import UUID

from django.conf import settings as installation

from duenotice.callbacks.fetching import fetched
from duenotice.gateways.email_in import read_email
from duenotice.gateways.news import Called, News, NotNow, Received
from duenotice.gateways.protocol import BadSettings
from duenotice.senders.mail_services import TELL_OF_ANSWERS, check

LONGEST = 25 * 1024 * 1024
# Of the words as they are handed to us, not as they once came.
_OF_THE_PARTS = ("content-", "mime-version")


def came_in(called: Called) -> bool:
    """Whether this call says that an email came in, whichever of the sender's addresses it was posted to."""
    return _object(called.body).get("type") == TELL_OF_ANSWERS["resend"]


def read_received(called: Called, settings: Mapping[str, object]) -> list[News]:
    """The email, for the agency email that it names: Resend tells each webhook of all emails of the account. Raises NotNow."""
    try:
        id = UUID(str(_data(called.body).get("email_id")))
    except ValueError:
        return []
    told = _fetched(id, settings)
    files = [one for one in _list(told.get("attachments")) if isinstance(one, dict) and one.get("content_disposition") == "attachment"]
    names = tuple(str(one.get("filename") or "file") for one in files)
    # Resend documents nothing by which it would say that the author is who From says.
    brought_to = [address for _name, address in getaddresses(map(str, _list(told.get("to"))))]
    news = read_email(_email(told, str(id)), recipients=brought_to, meant=lambda _address: None, proven=False)
    return [replace(one, files=names, pooled=False) if isinstance(one, Received) else one for one in news]


def _fetched(id: UUID, settings: Mapping[str, object]) -> dict[str, Any]:
    """What Resend has of the email, without pictures in its HTML. Raises NotNow: until it is read, Resend has to tell of it again."""
    private = installation.PRIVATE_NETWORKS
    try:
        told = check("resend", settings, private=private)
    except BadSettings as error:
        raise NotNow(str(error)) from error
    address = f"{told['api_url'].rstrip('/')}/emails/receiving/{id}?html_format=cid"
    status, content = fetched(address, longest=LONGEST, public=not private, headers={"Authorization": f"Bearer {told['api_key']}"})
    if status in (UNAUTHORIZED, FORBIDDEN):
        raise NotNow(f"Resend's key may not read email {id}: it needs full access, not sending access alone")
    found = _object(content)
    if status != OK or not found:
        raise NotNow(f"Resend answers with {status} where email {id} should be")
    return found


def _email(told: Mapping[str, Any], id: str) -> Message:
    """The email again, of what Resend tells of it: its headers, and its words as text, else as HTML."""
    email = Message()
    for name, value in _headers(told.get("headers")):
        if not name.lower().startswith(_OF_THE_PARTS):
            email[name] = value
    usual: dict[str, Any] = {"From": told.get("from"), "Subject": told.get("subject"), "Message-ID": told.get("message_id") or id}
    usual |= {name: ", ".join(map(str, _list(told.get(name.lower())))) for name in ("To", "Cc")}
    for name, value in usual.items():
        if value and name not in email:
            email[name] = str(value)
    text, html = str(told.get("text") or ""), str(told.get("html") or "")
    email.set_type("text/plain" if text.strip() else "text/html")
    email.set_payload((text if text.strip() else html).encode("utf-8", "replace"), "utf-8")
    return email


def _headers(told: object) -> Iterator[tuple[str, str]]:
    if isinstance(told, dict):
        for name, value in told.items():
            for one in value if isinstance(value, list) else [value]:
                yield str(name), str(one)


def _data(body: bytes) -> dict[str, Any]:
    data = _object(body).get("data")
    return data if isinstance(data, dict) else {}


def _object(body: bytes) -> dict[str, Any]:
    """Empty for what is no JSON object."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _list(told: object) -> list[Any]:
    return told if isinstance(told, list) else []
