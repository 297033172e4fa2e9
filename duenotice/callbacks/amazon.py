"""What Amazon SES tells through Amazon SNS: who calls is checked here, because django-anymail leaves it out."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import requests
from anymail.signals import tracking as tracking_signal
from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView, AmazonSESTrackingWebhookView
from django.conf import settings as installation
from django.http import HttpRequest

from duenotice.gateways import sns
from duenotice.gateways.news import Called, NotNow

PATIENCE = 10
LONGEST = 64 * 1024


def by_sns(called: Called, settings: Mapping[str, object], sender_id: UUID) -> bool:
    """Raises NotNow."""
    topics = str(settings.get("topics", "")).replace(",", " ").split()
    try:
        return sns.genuine(sns.told_in(called.body), topics, called.now, _certificate)
    except ValueError:
        return False


class Told:
    """Stands in for anymail's views, whose own beginnings want boto3 for what is done here without it."""

    def __init__(self, view: type[Any]) -> None:
        self._view: Any = object.__new__(view)

    def parse_events(self, request: HttpRequest) -> list[Any]:
        """Raises NotNow, ValueError, and what anymail raises."""
        told = sns.told_in(request.body)
        if told["Type"] == sns.CONFIRM:
            sns.confirm(told, fetched)
        if told["Type"] != "Notification":
            return []
        event = json.loads(told["Message"])
        if event.get("notificationType") == "Received" and (self._view.signal is tracking_signal or "content" not in event):
            # A STOP may stand in it: whoever set this up has to see that it does not arrive.
            raise NotNow("an email came in at the address for events, or without its words: let the receipt rule's SNS action publish it")
        found: list[Any] = self._view.esp_to_anymail_events(event, told)
        return found


def tracking() -> Told:
    return Told(AmazonSESTrackingWebhookView)


def inbound() -> Told:
    return Told(AmazonSESInboundWebhookView)


def fetched(url: str) -> bytes:
    """From Amazon, or from where tests say that Amazon is. Raises NotNow."""
    if installation.SNS_ADDRESS:
        parts = urlsplit(url)
        url = f"{installation.SNS_ADDRESS}{parts.path}{'?' if parts.query else ''}{parts.query}"
    try:
        with requests.get(url, timeout=PATIENCE, allow_redirects=False, stream=True) as answer:
            content: bytes = answer.raw.read(LONGEST, decode_content=True)
    except (requests.RequestException, OSError) as error:
        raise NotNow("Amazon SNS does not answer") from error
    if answer.status_code != requests.codes.ok:
        raise NotNow(f"Amazon SNS answers with {answer.status_code}")
    return content


@lru_cache(maxsize=100)
def _certificate(url: str) -> bytes:
    return fetched(url)
