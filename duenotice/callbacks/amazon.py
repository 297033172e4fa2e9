"""What Amazon SES tells through Amazon SNS: who calls is checked here, because django-anymail leaves it out."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from http.client import OK
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView, AmazonSESTrackingWebhookView
from django.conf import settings as installation
from django.http import HttpRequest

from duenotice.callbacks import fetching
from duenotice.gateways import s3, sns
from duenotice.gateways.news import Called, NotNow

LONGEST = 64 * 1024
# What is longer is cut off; the words stand before the files.
LONGEST_EMAIL = 25 * 1024 * 1024


def by_sns(called: Called, settings: Mapping[str, object], sender_id: UUID) -> bool:
    """Raises NotNow."""
    topics = str(settings.get("topics", "")).replace(",", " ").split()
    try:
        return sns.genuine(sns.told_in(called.body), topics, called.now, _certificate)
    except ValueError:
        return False


class Told:
    """Stands in for anymail's views, whose own beginnings want boto3 for what is done here without it. `key` reads emails in S3."""

    def __init__(self, view: type[Any], key: s3.AccessKey | None = None, now: datetime | None = None) -> None:
        self._view: Any = object.__new__(view)
        self._key, self._now = key, now

    def parse_events(self, request: HttpRequest) -> list[Any]:
        """Raises NotNow, ValueError, and what anymail raises."""
        told = sns.told_in(request.body)
        if told["Type"] == sns.CONFIRM:
            sns.confirm(told, fetched)
        if told["Type"] != "Notification":
            return []
        event = json.loads(told["Message"])
        if event.get("notificationType") == "Received" and (self._now is None or "content" not in event):
            event = self._with_words(event, told["TopicArn"])
        found: list[Any] = self._view.esp_to_anymail_events(event, told)
        return found

    def _with_words(self, event: dict[str, Any], topic: str) -> dict[str, Any]:
        """The same with the email, from where SES put it. A STOP may stand in it: whoever set this up has to see that it is not read."""
        action = event["receipt"]["action"]
        if self._now is None or action.get("type") != "S3":
            raise NotNow("an email came in at the address for events, or without its words: use the receipt rule's SNS or S3 action")
        if self._key is None:
            raise NotNow("an email is in Amazon S3: give this sender an access key that may read it there")
        host, path = sns.host_of(topic, "s3"), s3.path_of(action["bucketName"], action["objectKey"])
        headers = s3.ask(self._key, host=host, region=sns.region_of(topic), path=path, now=self._now)
        content = base64.b64encode(fetched(f"https://{host}{path}", headers, LONGEST_EMAIL)).decode()
        return {**event, "content": content, "receipt": {**event["receipt"], "action": {"type": "SNS", "encoding": "BASE64"}}}


def tracking() -> Told:
    return Told(AmazonSESTrackingWebhookView)


def inbound(settings: Mapping[str, object], now: datetime) -> Told:
    """Raises BadSettings."""
    return Told(AmazonSESInboundWebhookView, s3.access_key(settings), now)


def fetched(url: str, headers: Mapping[str, str] | None = None, longest: int = LONGEST) -> bytes:
    """From Amazon, or from where tests say that Amazon is. Raises NotNow."""
    if installation.SNS_ADDRESS:
        parts = urlsplit(url)
        url = f"{installation.SNS_ADDRESS}{parts.path}{'?' if parts.query else ''}{parts.query}"
    status, content = fetching.fetched(url, longest=longest, headers=headers)
    if status != OK:
        raise NotNow(f"Amazon answers with {status}")
    return content


@lru_cache(maxsize=100)
def _certificate(url: str) -> bytes:
    return fetched(url)
