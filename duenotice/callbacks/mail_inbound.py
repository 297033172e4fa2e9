"""Emails that come in through mail services, read by django-anymail; with the checks of who calls that it leaves out."""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from anymail.exceptions import AnymailError
from anymail.webhooks.brevo import BrevoInboundWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from duenotice.callbacks import amazon
from duenotice.gateways.email_in import read_email
from duenotice.gateways.email_proof import author_domain, by_mailgun, by_postmark
from duenotice.gateways.news import Called, News, NotNow
from duenotice.gateways.protocol import BadSettings

# What reading a call raises that is not what its service documents, or one of another kind.
NOT_READABLE = (
    *(AnymailError, ImproperlyConfigured, SuspiciousOperation, MultiPartParserError),
    *(ValueError, KeyError, TypeError, AttributeError),
)
# Anymail's views would warn that nobody checks who calls; MailListener.verify did.
VERIFIED_BEFORE = {"webhook_secret": "verified before"}


def request_of(called: Called) -> HttpRequest:
    """The call as anymail takes it. Its form, if it is one, is read when it is asked for: that raises SuspiciousOperation and
    MultiPartParserError."""
    kind, length = called.headers.get("content-type", "application/json"), str(len(called.body))
    about = {"REQUEST_METHOD": "POST", "SERVER_NAME": "here", "SERVER_PORT": "80", "CONTENT_TYPE": kind, "CONTENT_LENGTH": length}
    request = WSGIRequest({**about, "wsgi.input": BytesIO(called.body)})
    # Its length was looked at before; Django's own limit is made for forms that people fill in.
    request._body = called.body
    return request


def signature_of(called: Called) -> dict[str, str]:
    """What Mailgun signs a forwarded email with, from the fields of its form. Raises KeyError, ValueError."""
    try:
        fields = request_of(called).POST
    except (SuspiciousOperation, MultiPartParserError) as error:
        raise ValueError("not a form") from error
    return {name: fields[name] for name in ("timestamp", "token", "signature")}


def read_inbound(gateway: str, called: Called, settings: Mapping[str, object]) -> list[News]:
    """Nothing for what is not understood. Reports of machines are the tracking events' matter here: no return path of ours goes along."""
    try:
        view = _VIEWS[gateway](settings, called.now)
        events = view.parse_events(_without_files(called) if gateway == "brevo" else request_of(called))
    except BadSettings as error:
        raise NotNow(str(error)) from error
    except NOT_READABLE:
        return []
    news: list[News] = []
    for event in events:
        if (message := event.message) is not None:
            to = filter(None, [message.envelope_recipient])
            news += read_email(message, recipients=to, meant=lambda _address: None, proven=_proven(gateway, event, settings))
    return news


def _proven(gateway: str, event: Any, settings: Mapping[str, object]) -> bool:
    """Whether the service found out that it is from whom its From names. Brevo does not say."""
    if gateway == "mailgun":
        return settings.get("spam_filter") == "on" and by_mailgun(event.message, event.message.envelope_sender or "")
    if gateway == "ses":
        return event.esp_event["receipt"].get("dmarcVerdict") == {"status": "PASS"} and bool(author_domain(event.message))
    return gateway == "postmark" and by_postmark(event.message, event.esp_event)


def _without_files(called: Called) -> HttpRequest:
    """Brevo's files are fetched with the account's key; they are not kept here, so they stay there."""
    told = json.loads(called.body)
    for item in told["items"]:
        item.pop("Attachments", None)
    request = request_of(called)
    request._body = json.dumps(told).encode()
    return request


_VIEWS: dict[str, Any] = {
    "brevo": lambda _settings, _now: BrevoInboundWebhookView(api_key="not used", **VERIFIED_BEFORE),
    "mailgun": lambda _settings, _now: MailgunInboundWebhookView(webhook_signing_key="verified before"),
    "postmark": lambda _settings, _now: PostmarkInboundWebhookView(**VERIFIED_BEFORE),
    "ses": amazon.inbound,
}
