"""Receipts: kept as the web program keeps them, and applied as the worker applies them, beside the bare statement."""

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.test import RequestFactory

from benchmarks.dispatch import _due
from benchmarks.ground import sql
from benchmarks.table import Row
from duenotice.callbacks.carriers import carrier
from duenotice.gateways.surroundings import callbacks_url
from duenotice.messaging import receipts
from duenotice.senders import credentials
from duenotice.senders.models import Sender
from duenotice.worker.receiving import receive_news
from tests import twilio

COUNT, BATCH = 10_000, 500


def measure(*, large: bool) -> Iterator[Row]:
    """Verifying and keeping is one request each, in one thread; applying is in batches."""
    bare = _bare()
    agency = _due(COUNT)
    ids, sender = _sent(agency.id)
    kept = _kept(agency.id, sender, ids)
    yield Row("receipts verified and kept, one thread, beside the goal", kept, 1500.0, "a second", "at least 1")
    begun = time.perf_counter()
    while receive_news():
        pass
    applied = COUNT / (time.perf_counter() - begun)
    [[delivered]] = sql("SELECT count(*) FROM messaging_message WHERE agency_id = %s AND status = 'delivered'", [agency.id])
    assert delivered == COUNT, f"{COUNT - delivered} receipts were lost"
    yield Row("receipts applied by the worker, beside the bare statement", applied, bare, "a second", "at least 0.5")


def _sent(agency_id: UUID) -> tuple[list[UUID], Sender]:
    sql("UPDATE messaging_message SET status = 'sent', attempts = 1 WHERE agency_id = %s", [agency_id])
    sender = Sender.objects.get(agency_id=agency_id)
    Sender.objects.filter(agency_id=agency_id).update(gateway="twilio", gateway_settings=credentials.seal(twilio.SETTINGS))
    return [row[0] for row in sql("SELECT id FROM messaging_message WHERE agency_id = %s", [agency_id])], sender


def _kept(agency_id: UUID, sender: Sender, ids: Sequence[UUID]) -> float:
    requests = [_request(agency_id, sender, message_id) for message_id in ids]
    begun = time.perf_counter()
    for request, message_id in requests:
        answer = carrier(request, agency=agency_id, sender=sender.id, gateway="twilio", about="status", message=message_id, attempt=1)
        assert answer.status_code == 200
    return len(ids) / (time.perf_counter() - begun)


def _request(agency_id: UUID, sender: Sender, message_id: UUID) -> tuple[Any, UUID]:
    path = f"{callbacks_url('', agency_id, sender.id)}/twilio/status/{message_id}/1"
    fields = {"MessageSid": f"SM{message_id.hex}", "MessageStatus": "delivered"}
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    headers = twilio.signed(f"http://localhost:8000{path}", fields)
    return RequestFactory().post(path, body, content_type="application/x-www-form-urlencoded", headers=headers), message_id


def _bare() -> float:
    """The one statement, in batches, and nothing around it."""
    agency = _due(COUNT)
    ids, _sender = _sent(agency.id)
    now = datetime.now(UTC)
    begun = time.perf_counter()
    for first in range(0, COUNT, BATCH):
        news = [receipts.News(one, "delivered", now) for one in ids[first : first + BATCH]]
        receipts.apply(agency_id=agency.id, gateway="bare", news=news, now=now)
    return COUNT / (time.perf_counter() - begun)
